// What the functions of the board and of the language hold on to, and what they give back, as far
// as the count of variables needs it. Everything else gives back what is not known.

import { type Kind, listOf, set, Thing, UNKNOWN, type Value } from "./heap.ts";
import type { Load } from "./load.ts";

export interface BoardCall {
  /** What is called, where it is known: the resolve function of a promise. */
  readonly callee?: Value;
  /** As written, or `new <name>`. */
  readonly name: string;
  /** What stands before the dot of a member's call. */
  readonly owner: Value;
  readonly isMember: boolean;
  readonly values: readonly Value[];
  readonly at: number;
}

type Answer = (load: Load, call: BoardCall) => Value;

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

const startTimer: Answer = (load, { name, values: [callback], at }) => {
  const timer = new Thing(TIMERS[name]!, at);
  set(timer, "(callback)", callback, at);
  return load.hold(timer);
};

const clearTimer: Answer = (load, { values: [id] }) => {
  load.held.delete(Number(id === UNKNOWN ? 0 : id));
  return undefined;
};

/** Nobody but its own resolve function holds on to a promise: it stands for both. */
const startPromise: Answer = (load, { values: [executor], at }) => {
  const promise = load.made("promise", "Promise", at);
  load.call(executor, undefined, [promise, promise]);
  return promise;
};

/** The board tells everyone who waits, once what runs has come to its end. */
function settle(load: Load, promise: Thing, at: number): Thing {
  if (!promise.slots.has("(settled)")) load.hold(promise);
  set(promise, "(settled)", new Thing("settled", at), at);
  return promise;
}

const settledPromise: Answer = (load, { owner, values, at }) => {
  if (!(owner instanceof Thing) || owner.kind !== "builtin") return UNKNOWN;
  const promise = load.made("promise", "Promise", at);
  set(promise, "(value)", values[0], at);
  return settle(load, promise, at);
};

const react: Answer = (load, { owner, values, at }) => {
  const reaction = new Thing("reaction", at);
  values.forEach((value, index) => {
    set(reaction, `(${index})`, value, at);
  });
  if (owner instanceof Thing) set(owner, `(then ${owner.slots.size})`, reaction, at);
  else load.hold(reaction);
  return reaction;
};

const callEach: Answer = (load, { owner, values }) => {
  const isArray = owner instanceof Thing && owner.kind === "array";
  const elements = isArray ? [...owner.slots.values()].map(({ value }) => value) : [UNKNOWN];
  return listOf(
    elements.map((element, index) => load.call(values[0], undefined, [element, index, owner])),
    values[0] instanceof Thing ? values[0].at : 0,
  );
};

const MEMBERS: Readonly<Record<string, Answer>> = {
  on(_load, { owner, values, at }) {
    const [event, listener] = values;
    if (!(owner instanceof Thing)) return undefined;
    const name = `#on${String(event)}`;
    const known = owner.slots.get(name)?.value;
    const listeners = known instanceof Thing ? known : new Thing("array", at);
    set(listeners, String(listeners.slots.size), listener, at);
    set(owner, name, listeners, at);
    return undefined;
  },
  // biome-ignore lint/suspicious/noThenProperty: the name of the method that is called.
  then: react,
  catch: react,
  resolve: settledPromise,
  reject: settledPromise,
  all: settledPromise,
  push(_load, { owner, values, at }) {
    if (!(owner instanceof Thing)) return UNKNOWN;
    for (const value of values) set(owner, String(owner.slots.size), value, at);
    return owner.slots.size;
  },
  forEach(load, call) {
    callEach(load, call);
    return undefined;
  },
  map: callEach,
  call: (load, { owner, values: [self, ...values] }) => load.call(owner, self, values),
  apply: (load, { owner, values: [self, list] }) =>
    load.call(
      owner,
      self,
      list instanceof Thing ? [...list.slots.values()].map(({ value }) => value) : [],
    ),
  create(_load, { values: [prototype], at }) {
    const made = new Thing("object", at);
    set(made, "__proto__", prototype, at);
    return made;
  },
  assign(_load, { values: [target, ...sources], at }) {
    for (const source of sources) {
      if (!(source instanceof Thing) || !(target instanceof Thing)) continue;
      for (const [name, { value }] of source.slots) set(target, name, value, at);
    }
    return target;
  },
  keys: (_load, { values: [owner], at }) =>
    listOf(owner instanceof Thing ? [...owner.slots.keys()] : [], at),
  split(_load, { owner, values: [separator], at }) {
    if (typeof owner !== "string" || typeof separator !== "string") return UNKNOWN;
    return listOf(owner.split(separator), at);
  },
};

const FUNCTIONS: Readonly<Record<string, Answer>> = {
  setTimeout: startTimer,
  setInterval: startTimer,
  setWatch: startTimer,
  clearTimeout: clearTimer,
  clearInterval: clearTimer,
  clearWatch: clearTimer,
  "new Promise": startPromise,
  require: (load, { values: [name], at }) => load.native("module", String(name), at),
};

const MADE: Readonly<Record<string, Kind>> = {
  Error: "error",
  TypeError: "error",
  Date: "date",
  RegExp: "regexp",
  Array: "array",
  Object: "object",
};

export function callBoard(load: Load, call: BoardCall): Value {
  const { callee, name, isMember, values, at } = call;
  if (callee instanceof Thing && callee.kind === "promise") {
    if (load.isInDoubt) return undefined;
    set(callee, "(value)", values[0], at);
    settle(load, callee, at);
    return undefined;
  }
  const [, element = ""] = /^new (\w+)$/.exec(name) ?? [];
  const elementBytes = ELEMENT_BYTES[element];
  if (elementBytes !== undefined) {
    const [length] = values;
    const count =
      length instanceof Thing ? length.slots.size : Number(length === UNKNOWN ? 0 : length);
    return load.made("buffer", element, at, count * elementBytes);
  }
  const kind = MADE[element];
  if (kind === "object") return new Thing("object", at);
  if (kind !== undefined) return load.made(kind, element, at);
  const answers = isMember ? MEMBERS : FUNCTIONS;
  return Object.hasOwn(answers, name) ? answers[name]!(load, call) : UNKNOWN;
}
