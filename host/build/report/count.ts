// The count of what a program holds, by kind. Owns which value is made of what on Espruino; knows
// nothing of how the program comes by its values.
import ts from "typescript";
import { isIndex, type Kind, Thing, UNKNOWN, type Value } from "./heap.ts";
import { type Packing, varsOfName, varsOfText } from "./packing.ts";

/** What the model counts; `vars.ts` says what one of each takes. */
export type Feature =
  | Exclude<Kind, "array" | "scope" | "module" | "accessor" | "timers">
  | "parameter"
  | "ownName"
  | "link"
  | "name"
  | "value"
  | "text"
  | "unknown";

export type Add = (at: number, feature: Feature, count: number) => void;

/** Counts everything that can be reached from `roots`, each thing once, where it was made. */
export function countReachable(
  roots: readonly Thing[],
  packing: Packing,
  which: "all" | "sure",
  add: Add,
): void {
  const seen = new Set<Thing>();
  const waiting = [...roots];
  for (let thing = waiting.pop(); thing; thing = waiting.pop()) {
    if (seen.has(thing)) continue;
    seen.add(thing);
    // The interpreter's own.
    if (!thing.isRoot) countThing(thing, packing, add);
    if (!isEmpty(thing.code)) waiting.push(...thing.scopes);
    for (const [name, { value, at, isGuess }] of thing.slots) {
      if (isGuess && which === "sure") continue;
      if (value instanceof Thing) waiting.push(value);
      const isElement = thing.kind === "array" || isIndex(name);
      // Part of a promise or a timer: counted with it.
      if (!name.startsWith("(")) add(at, "name", isElement ? 1 : varsOfName(name, packing));
      countPrimitive(value, isElement, packing, (feature, count) => add(at, feature, count));
    }
  }
}

function countThing(thing: Thing, packing: Packing, add: Add): void {
  const { kind, at, code, scopes, bytes, name } = thing;
  if (kind === "function") {
    add(at, "parameter", code?.parameters.length ?? 0);
    if (ownNameOf(code) !== undefined) add(at, "ownName", 1);
    if (isEmpty(code)) {
      add(at, "object", 1);
      return;
    }
    add(at, "function", 1);
    // One scope is referred to as it is, several as an array of them (jspeiGetScopesAsVar, jsparse.c).
    if (scopes.length > 0) add(at, "link", scopes.length > 1 ? 2 + scopes.length : 1);
  } else if (kind === "buffer") {
    add(at, "buffer", 1);
    add(at, "text", varsOfText(bytes, packing.bytes, packing));
  } else if (kind === "builtin" || kind === "module") {
    add(at, "builtin", 1 + varsOfName(name, packing));
  } else if (kind === "array" || kind === "scope" || kind === "accessor") add(at, "object", 1);
  else if (kind !== "timers") add(at, kind, 1);
}

/** By which an expression can call itself. */
export function ownNameOf(code: ts.FunctionLikeDeclaration | undefined): string | undefined {
  return code && ts.isFunctionExpression(code) ? code.name?.text : undefined;
}

function isEmpty(code: ts.FunctionLikeDeclaration | undefined): boolean {
  const { body } = code ?? {};
  return body === undefined || (ts.isBlock(body) && body.statements.length === 0);
}

function countPrimitive(
  value: Value,
  isElement: boolean,
  packing: Packing,
  add: (feature: Feature, count: number) => void,
): void {
  if (value === UNKNOWN) add("unknown", 1);
  else if (typeof value === "string") {
    add("text", varsOfText(value.length, packing.moreCharacters, packing));
  } else if (typeof value === "number") {
    const isInline = Number.isInteger(value) && Math.abs(value) <= packing.inlineLimit;
    if (!isInline) add("value", 1);
  } else if (typeof value === "boolean") {
    if (!isElement) add("value", 1);
  } else if (value === null) add("value", 1);
}
