// The model of what a bundle takes of a board's variables at load: how many of each kind it holds
// when it has come to its end, times what one takes. Explained in docs/firmware.md.
import type ts from "typescript";
import type { Part } from "../origins.ts";
import { countReachable, type Feature } from "./count.ts";
import { Load } from "./load.ts";
import type { Packing } from "./packing.ts";

/**
 * What one of each takes, in variables of 14 bytes. Read in the interpreter's source (2v29) and held
 * against it: a program with one more of it takes this many more [measured]; the error over a whole
 * suite is held by test/runtime/vars/.
 */
const COEFFICIENTS: Readonly<Record<Feature, number>> = {
  // The function itself; the name and the reference of its code in flash. Its variable is a name.
  function: 3,
  parameter: 1,
  ownName: 2,
  // To the scopes around a function.
  link: 1,
  name: 1,
  value: 1,
  text: 1,
  object: 1,
  unknown: 1,
  // Beside its bytes: the view and its buffer.
  buffer: 1,
  date: 5,
  regexp: 8,
  // With a message and a trace of one call.
  error: 30,
  timeout: 5,
  interval: 7,
  watch: 11,
  promise: 9,
  reaction: 19,
  settled: 7,
  builtin: 1,
  member: 1,
};

/** How much of a promise stays once it is settled, the board decides. */
const PASSING: ReadonlySet<Feature> = new Set(["promise", "reaction", "settled"]);

/** What the interpreter takes for itself, before any program [measured]. */
export const INTERPRETER_VARS = 60;

export interface Estimate {
  readonly byModule: ReadonlyMap<string, number>;
  /** What does not rest on a guess of what the board will find. */
  readonly atLeast: number;
}

/** Variables of a bundle at load. */
export function estimateVars(
  file: ts.SourceFile,
  parts: readonly Part[],
  packing: Packing,
): Estimate {
  const byModule = new Map<string, number>();
  const { roots } = Load.of(file);
  countReachable(roots, packing, "all", (at, feature, count) => {
    // A node begins with the space before it.
    const start = file.text[at] === " " ? at + 1 : at;
    const module = moduleAt(parts, start);
    byModule.set(module, (byModule.get(module) ?? 0) + count * COEFFICIENTS[feature]);
  });
  let atLeast = 0;
  countReachable(roots, packing, "sure", (_at, feature, count) => {
    if (!PASSING.has(feature)) atLeast += count * COEFFICIENTS[feature];
  });
  return { byModule, atLeast };
}

function moduleAt(parts: readonly Part[], at: number): string {
  let low = 0;
  let high = parts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.at <= at) low = middle;
    else high = middle;
  }
  return parts[low]!.module;
}
