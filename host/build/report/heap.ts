// What a program holds on the board, as far as the build can know it. Knows nothing of how the
// program comes by its values, nor what they take.
import type ts from "typescript";

/** A value of which only the run on the board tells more. */
export const UNKNOWN = { isUnknown: true } as const;

export type Value = number | string | boolean | null | undefined | Thing | typeof UNKNOWN;

/** A name with a value: a variable, a member of an object, an element of an array. */
export interface Slot {
  value: Value;
  /** Offset in the bundle of what made it. */
  readonly at: number;
  /** Whether the program may have come by it on a way that only the board knows. */
  isGuess: boolean;
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
  /** The list of timers that the interpreter hides. */
  | "timers"
  /** What the interpreter has built in, put in the root when it is first named. */
  | "builtin"
  /** Whatever it has under a name. */
  | "member"
  /** A member that a function gives or takes. */
  | "accessor"
  | "module";

export interface Parts {
  /** Functions: what they are made of, and the scopes around them from the inside out. */
  readonly code?: ts.FunctionLikeDeclaration;
  readonly scopes?: readonly Thing[];
  /** Buffers: their length. */
  readonly bytes?: number;
  /** What is built in, or a function of the board: its name; a regular expression: as written. */
  readonly name?: string;
  /** The board's own: its global object, and what it holds on to. */
  readonly isRoot?: boolean;
}

/** Anything that can be reached by more than one name. */
export class Thing {
  readonly slots = new Map<string, Slot>();
  readonly code: ts.FunctionLikeDeclaration | undefined;
  readonly scopes: readonly Thing[];
  readonly bytes: number;
  readonly name: string;
  readonly isRoot: boolean;
  /** Whether it may have more members than is known. */
  isOpen = false;

  constructor(
    readonly kind: Kind,
    /** Offset in the bundle of what made it. */
    readonly at: number,
    { code, scopes = [], bytes = 0, name = "", isRoot = false }: Parts = {},
  ) {
    this.code = code;
    this.scopes = scopes;
    this.bytes = bytes;
    this.name = name;
    this.isRoot = isRoot;
  }

  /** A member; one that only the board knows may be any of them. */
  remove(name: string | undefined): void {
    if (name !== undefined) this.slots.delete(name);
    else for (const slot of this.slots.values()) slot.isGuess = true;
  }
}

export function listOf(values: readonly Value[], at: number): Thing {
  const list = new Thing("array", at);
  values.forEach((value, index) => {
    set(list, String(index), value, at);
  });
  return list;
}

export function set(owner: Thing, name: string, value: Value, at: number, isGuess = false): void {
  const slot = owner.slots.get(name);
  if (!slot) owner.slots.set(name, { value, at, isGuess });
  else Object.assign(slot, { value, isGuess });
}

/** What an array has at its places; absent for anything else. */
export function elementsOf(value: Value): Value[] | undefined {
  if (!(value instanceof Thing) || value.kind !== "array" || value.isOpen) return undefined;
  return [...value.slots.values()].map((slot) => slot.value);
}

/** Nothing but its places is a member of it. */
export function lengthOf(value: Value): number | typeof UNKNOWN {
  const isKnown = value instanceof Thing && value.kind === "array" && !value.isOpen;
  return isKnown ? value.slots.size : UNKNOWN;
}

export function isIndex(name: string): boolean {
  return /^\d+$/.test(name);
}

/** As a condition. */
export function truthOf(value: Value): boolean | typeof UNKNOWN {
  if (value === UNKNOWN) return UNKNOWN;
  if (value instanceof Thing) {
    // One without a name may not be there.
    return value.kind === "member" && value.name === "" ? UNKNOWN : true;
  }
  return Boolean(value);
}
