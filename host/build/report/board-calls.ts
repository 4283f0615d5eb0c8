// What the functions of the board and of the language hold on to, and what they give back, as far
// as the count of variables needs it. Everything else gives back what is not known.

import { elementsOf, type Kind, listOf, Thing, truthOf, UNKNOWN, type Value } from "./heap.ts";
import { LIST_MEMBERS } from "./list-calls.ts";
import type { Load } from "./load.ts";
import { computePure } from "./pure-calls.ts";

export interface BoardCall {
  /** As written, or `new <name>`. */
  readonly name: string;
  /** What stands before the dot of a member's call. */
  readonly owner: Value;
  readonly isMember: boolean;
  readonly values: readonly Value[];
  readonly at: number;
}

export type Answer = (load: Load, call: BoardCall) => Value;

/** Bytes of an element of each kind of typed array. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  Uint8Array: 1,
  Int8Array: 1,
  Uint8ClampedArray: 1,
  Uint16Array: 2,
  Int16Array: 2,
  Uint24Array: 3,
  Uint32Array: 4,
  Int32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  ArrayBuffer: 1,
};

const TIMERS: Readonly<Record<string, Kind>> = {
  setTimeout: "timeout",
  setInterval: "interval",
  setWatch: "watch",
};

const startTimer: Answer = (load, { name, values: [callback, , ...given], at }) => {
  const timer = new Thing(TIMERS[name]!, at);
  load.set(timer, "(callback)", callback, at);
  if (given.length > 0 && name !== "setWatch") load.set(timer, "args", listOf(given, at), at);
  return load.hold(timer);
};

const clearTimer: Answer = (load, { values: [id] }) => {
  load.release(id as Value);
  return undefined;
};

/**
 * Nothing but the library for promises that lowering brings has one of the board's own, which has its
 * value at once: the board holds on to it until it has told all who wait.
 */
const settledPromise: Answer = (load, { owner, values, at }) => {
  if (!(owner instanceof Thing) || owner.kind !== "builtin") return UNKNOWN;
  const promise = load.made("promise", "Promise", at);
  load.set(promise, "(value)", values[0], at);
  load.set(promise, "(settled)", new Thing("settled", at), at);
  load.hold(promise);
  return promise;
};

const react: Answer = (load, { owner, values, at }) => {
  const reaction = new Thing("reaction", at);
  values.forEach((value, index) => {
    load.set(reaction, `(${index})`, value, at);
  });
  if (owner instanceof Thing) load.set(owner, `(then ${owner.slots.size})`, reaction, at);
  else load.hold(reaction);
  return reaction;
};

const MEMBERS: Readonly<Record<string, Answer>> = {
  ...LIST_MEMBERS,
  on(load, { owner, values, at }) {
    const [event, listener] = values;
    if (!(owner instanceof Thing)) return undefined;
    const name = `#on${String(event)}`;
    const known = owner.slots.get(name)?.value;
    const listeners = known instanceof Thing ? known : new Thing("array", at);
    load.set(listeners, String(listeners.slots.size), listener, at);
    load.set(owner, name, listeners, at);
    return undefined;
  },
  // biome-ignore lint/suspicious/noThenProperty: the name of the method that is called.
  then: react,
  catch: react,
  resolve: settledPromise,
  reject: settledPromise,
  call: (load, { owner, values: [self, ...values] }) => load.call(owner, self, values),
  apply: (load, { owner, values: [self, list] }) => load.call(owner, self, elementsOf(list) ?? []),
  bind(load, { owner, values: [self], at }) {
    if (!(owner instanceof Thing) || !owner.code) return UNKNOWN;
    // The same function with a member for what it is bound to (jswrap_function_bind).
    const bound = new Thing("function", at, { code: owner.code, scopes: owner.scopes });
    load.set(bound, "this", self, at);
    return bound;
  },
  isArray: (_load, { values: [value] }) =>
    value === UNKNOWN ? UNKNOWN : value instanceof Thing && value.kind === "array",
  create(load, { values: [prototype], at }) {
    const made = new Thing("object", at);
    load.set(made, "__proto__", prototype, at);
    return made;
  },
  defineProperty(load, { values: [target, name, descriptor], at }) {
    if (!(target instanceof Thing)) return target;
    if (typeof name !== "string" || !(descriptor instanceof Thing)) target.isOpen = true;
    else load.set(target, name, describedBy(load, descriptor, at), at);
    return target;
  },
  setPrototypeOf(load, { values: [target, prototype], at }) {
    if (target instanceof Thing) load.set(target, "__proto__", prototype, at);
    return target;
  },
  keys(_load, { values: [owner], at }) {
    if (!(owner instanceof Thing) || owner.isOpen) return UNKNOWN;
    return listOf(
      [...owner.slots.keys()].filter((name) => !HIDDEN.test(name)),
      at,
    );
  },
  assign(load, { values: [target, ...sources], at }) {
    for (const source of sources) {
      if (!(source instanceof Thing) || !(target instanceof Thing)) continue;
      for (const [name, { value }] of source.slots) load.set(target, name, value, at);
    }
    return target;
  },
};

/** Members that are the interpreter's, or that the lowering has hidden. */
const HIDDEN = /^(__proto__|constructor|prototype)$|^\xff/;

function describedBy(load: Load, { slots }: Thing, at: number): Value {
  if (!slots.has("get") && !slots.has("set")) return slots.get("value")?.value;
  const accessor = new Thing("accessor", at);
  for (const half of ["get", "set"]) {
    const slot = slots.get(half);
    if (slot && truthOf(slot.value) !== false) load.set(accessor, half, slot.value, at);
  }
  return accessor;
}

const FUNCTIONS: Readonly<Record<string, Answer>> = {
  setTimeout: startTimer,
  setInterval: startTimer,
  setWatch: startTimer,
  clearTimeout: clearTimer,
  clearInterval: clearTimer,
  clearWatch: clearTimer,
  print: () => undefined,
  digitalWrite: () => undefined,
  analogWrite: () => undefined,
  pinMode: () => undefined,
  require: (load, { values: [name], at }) => load.native("module", String(name), at),
};

/** A function of the board that is known by any name it is given. */
export function isHandedAround(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name);
}

const MADE: Readonly<Record<string, Kind>> = {
  Error: "error",
  TypeError: "error",
  Date: "date",
  RegExp: "regexp",
  Array: "array",
  Object: "object",
};

export function callBoard(load: Load, call: BoardCall): Value {
  const { owner, name, isMember, values, at } = call;
  const [, made = ""] = /^new (\w+)$/.exec(name) ?? [];
  if (made !== "") return makeOf(load, made, values, at);
  // So that a list that grows at each turn does not cost the build its square.
  if (owner instanceof Thing && name !== "push") load.step(owner.slots.size);
  const computed = computePure(owner, isMember, name, values, at);
  if (computed !== UNKNOWN) return computed;
  const answers = isMember ? MEMBERS : FUNCTIONS;
  return Object.hasOwn(answers, name) ? answers[name]!(load, call) : UNKNOWN;
}

function makeOf(load: Load, name: string, values: readonly Value[], at: number): Value {
  const elementBytes = ELEMENT_BYTES[name];
  if (elementBytes !== undefined) {
    const [length] = values;
    const count =
      length instanceof Thing ? length.slots.size : Number(length === UNKNOWN ? 0 : length);
    return load.made("buffer", name, at, { bytes: count * elementBytes });
  }
  if (name === "Array") load.prototypeOf(name, at);
  if (name === "Array" && typeof values[0] !== "number") return listOf(values, at);
  const kind = MADE[name];
  if (kind === undefined) return UNKNOWN;
  return kind === "object" ? new Thing(kind, at) : load.made(kind, name, at);
}
