// What a program holds on the board, as far as the build can know it, and the count of it by kind.
// Owns which value takes what on Espruino; knows nothing of how the program comes by its values.
import ts from "typescript";

/** A value of which only the run on the board tells more. */
export const UNKNOWN = { isUnknown: true } as const;

export type Value = number | string | boolean | null | undefined | Thing | typeof UNKNOWN;

/** A name with a value: a variable, a member of an object, an element of an array. */
export interface Slot {
  value: Value;
  /** Offset in the bundle of what made it. */
  readonly at: number;
}

export type Kind =
  | "object"
  | "array"
  | "function"
  | "scope"
  | "buffer"
  | "promise"
  /** What `then` or `catch` adds: the callbacks, and the promise they lead to. */
  | "reaction"
  /** What the board keeps of a promise that has its value, until it has told it. */
  | "settled"
  | "error"
  | "regexp"
  | "date"
  | "timeout"
  | "interval"
  | "watch"
  /** What the interpreter has built in, put in the root when it is first named. */
  | "builtin"
  | "prototype"
  | "module";

/** Anything that can be reached by more than one name. */
export class Thing {
  readonly slots = new Map<string, Slot>();
  constructor(
    readonly kind: Kind,
    readonly at: number,
    /** Functions: what they are made of, and the scopes around them from the inside out. */
    readonly code?: ts.FunctionLikeDeclaration,
    readonly scopes: readonly Thing[] = [],
    /** Buffers: their length in bytes; what is built in: that of its name. */
    readonly bytes = 0,
    /** The board's global object. */
    readonly isRoot = false,
  ) {}
}

export function listOf(values: readonly Value[], at: number): Thing {
  const list = new Thing("array", at);
  values.forEach((value, index) => {
    set(list, String(index), value, at);
  });
  return list;
}

export function set(owner: Thing, name: string, value: Value, at: number): void {
  const slot = owner.slots.get(name);
  if (slot) slot.value = value;
  else owner.slots.set(name, { value, at });
}

export function isTrue(value: Value): boolean {
  return value instanceof Thing || Boolean(value);
}

/** What the model counts; `coefficients.ts` says what one of each takes. */
export type Feature =
  | Exclude<Kind, "array" | "scope" | "module">
  | "parameter"
  | "link"
  | "name"
  | "value"
  | "text"
  | "unknown";

/** Characters in the first variable of a name, of a text, and in each further one (14 bytes each). */
const NAME_CHARACTERS = 4;
const TEXT_CHARACTERS = 9;
const MORE_CHARACTERS = 10;
const VARIABLE_BYTES = 14;
/** A whole number up to here lies in the variable of its name (jsvSetValueOfName, src/jsvar.c). */
const INLINE_LIMIT = 8191;

function varsOfName(name: string): number {
  return 1 + Math.max(0, Math.ceil((name.length - NAME_CHARACTERS) / MORE_CHARACTERS));
}

function varsOfText(length: number, inEach: number): number {
  return 1 + Math.max(0, Math.ceil((length - TEXT_CHARACTERS) / inEach));
}

/** Counts everything that can be reached from `roots`, each thing once, where it was made. */
export function countReachable(
  roots: readonly Thing[],
  add: (at: number, feature: Feature, count: number) => void,
): void {
  const seen = new Set<Thing>();
  const waiting = [...roots];
  for (let thing = waiting.pop(); thing; thing = waiting.pop()) {
    if (seen.has(thing)) continue;
    seen.add(thing);
    // The interpreter's own.
    if (!thing.isRoot) countThing(thing, add);
    if (!isEmpty(thing.code)) waiting.push(...thing.scopes);
    for (const [name, { value, at }] of thing.slots) {
      if (value instanceof Thing) waiting.push(value);
      const isElement = thing.kind === "array" || /^\d+$/.test(name);
      // Part of a promise or a timer: counted with it.
      if (!name.startsWith("(")) add(at, "name", isElement ? 1 : varsOfName(name));
      countPrimitive(value, isElement, (feature, count) => add(at, feature, count));
    }
  }
}

function countThing(thing: Thing, add: (at: number, feature: Feature, count: number) => void) {
  const { kind, at, code, scopes, bytes } = thing;
  if (kind === "function") {
    add(at, "parameter", code?.parameters.length ?? 0);
    if (isEmpty(code)) return add(at, "object", 1);
    add(at, "function", 1);
    // One scope is referred to as it is, several as an array of them (jspeiGetScopesAsVar, jsparse.c).
    if (scopes.length > 0) add(at, "link", scopes.length > 1 ? 2 + scopes.length : 1);
  } else if (kind === "buffer") {
    add(at, "buffer", 1);
    add(at, "text", varsOfText(bytes, VARIABLE_BYTES));
  } else if (kind === "builtin" || kind === "module") {
    add(at, "builtin", 1 + varsOfName("x".repeat(bytes)));
  } else if (kind === "array" || kind === "scope") add(at, "object", 1);
  else add(at, kind, 1);
}

function isEmpty(code: ts.FunctionLikeDeclaration | undefined): boolean {
  const { body } = code ?? {};
  return body === undefined || (ts.isBlock(body) && body.statements.length === 0);
}

function countPrimitive(
  value: Value,
  isElement: boolean,
  add: (feature: Feature, count: number) => void,
): void {
  if (value === UNKNOWN) add("unknown", 1);
  else if (typeof value === "string") {
    add("text", varsOfText(value.length, MORE_CHARACTERS));
  } else if (typeof value === "number") {
    const isInline = Number.isInteger(value) && Math.abs(value) <= INLINE_LIMIT;
    if (!isInline) add("value", 1);
  } else if (typeof value === "boolean") {
    if (!isElement) add("value", 1);
  } else if (value === null) add("value", 1);
}
