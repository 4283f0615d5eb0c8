// What a bundle takes, by module, and what the board has. Owns the budgets and their errors.
import type ts from "typescript";
import type { Board } from "../../../boards/board.ts";
import type { Fault } from "../../errors.ts";
import { HELPERS, type Part, WRAPPING } from "../origins.ts";
import { packingOf } from "./packing.ts";
import { estimateVars, INTERPRETER_VARS } from "./vars.ts";

export interface ModuleSize {
  /** As module-title.ts names it, or "(helpers)" or "(wrapper)". */
  readonly module: string;
  readonly bytes: number;
  /** At load, estimated. */
  readonly vars: number;
}

export interface Sizes {
  /** Every module of which something is in the bundle, the largest first; the build's own last. */
  readonly modules: readonly ModuleSize[];
  /** Variables at load that do not rest on a guess of what the board will find. */
  readonly varsAtLeast: number;
}

/** What is there, what the bundle takes, and what that leaves. */
export interface Budget {
  readonly has: number;
  readonly takes: number;
  readonly left: number;
}

export function sizesOf(file: ts.SourceFile, parts: readonly Part[], board: Board): Sizes {
  const bytes = new Map<string, number>();
  parts.forEach(({ at, module }, index) => {
    const end = parts[index + 1]?.at ?? file.text.length;
    bytes.set(module, (bytes.get(module) ?? 0) + end - at);
  });
  const { byModule, atLeast } = estimateVars(file, parts, packingOf(board.variables));
  const own = (module: string): number => [HELPERS, WRAPPING].indexOf(module) + 1;
  const modules = [...bytes]
    .map(([module, count]) => ({ module, bytes: count, vars: byModule.get(module) ?? 0 }))
    .sort(
      (a, b) =>
        own(a.module) - own(b.module) || b.bytes - a.bytes || (a.module < b.module ? -1 : 1),
    );
  return { modules, varsAtLeast: atLeast };
}

export function varsOf(sizes: readonly ModuleSize[]): number {
  return sizes.reduce((sum, { vars }) => sum + vars, 0);
}

export function bytesBudget(bytes: number, board: Board): Budget {
  return budget(board.storage.bytes, bytes);
}

/** Of the pool without what the interpreter takes for itself. */
export function varsBudget(vars: number, board: Board): Budget {
  return budget(board.variables.budget - INTERPRETER_VARS, vars);
}

function budget(has: number, takes: number): Budget {
  return { has, takes, left: has - takes };
}

/** What does not fit the board, or `maxBytes` if that is less; `path` is the entry. */
export function overBudget(
  path: string,
  { modules, varsAtLeast }: Sizes,
  bytes: number,
  board: Board,
  maxBytes: number | undefined,
): Fault[] {
  const faults: Fault[] = [];
  if (maxBytes !== undefined && bytes > maxBytes) {
    const message = `the bundle has ${bytes} bytes and may have ${maxBytes}; ${largest(modules, ({ bytes }) => bytes)}; drop code or raise the limit`;
    faults.push({ path, message });
  } else if (bytesBudget(bytes, board).left < 0) {
    const message = `the bundle has ${bytes} bytes, and the Storage of ${board.name} takes ${board.storage.bytes}; ${largest(modules, ({ bytes }) => bytes)}; drop code`;
    faults.push({ path, message });
  }
  if (varsBudget(varsAtLeast, board).left < 0) {
    faults.push({ path, message: overVars(`at least ${varsAtLeast}`, modules, board) });
  }
  return faults;
}

/** A fault where `takes` is sure, or a warning. */
export function overVars(takes: string, modules: readonly ModuleSize[], board: Board): string {
  const { has } = varsBudget(0, board);
  return `the bundle takes ${takes} variables at load, and ${board.name} has ${has} for programs; ${largest(modules, ({ vars }) => vars)}; hold less at load`;
}

/** An estimate over the budget that rests on guesses refuses nothing. */
export function doubtOf(modules: readonly ModuleSize[], board: Board): string | undefined {
  const { takes, left } = varsBudget(varsOf(modules), board);
  if (left >= 0) return undefined;
  return `${overVars(`perhaps ${takes}`, modules, board)}, or see what it takes with --report on an interpreter (docs/simulator.md)`;
}

const MOST_NAMED = 3;

/** Names the modules that take the most. */
export function largest<Module extends { readonly module: string }>(
  modules: readonly Module[],
  takes: (module: Module) => number,
): string {
  const named = [...modules]
    .sort((a, b) => takes(b) - takes(a))
    .slice(0, MOST_NAMED)
    .map((one) => `${one.module} ${takes(one)}`);
  return `the most of it: ${named.join(", ")}`;
}
