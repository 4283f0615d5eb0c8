// What the functions of the board and of the language hold on to, and what they give back, as far
// as the count of variables needs it. Everything else gives back what is not known.

import { type Kind, Thing, UNKNOWN, type Value } from "./heap.ts";
import { LIST_MEMBERS } from "./list-calls.ts";
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

const startTimer: Answer = (load, { name, values: [callback], at }) => {
  const timer = new Thing(TIMERS[name]!, at);
  load.set(timer, "(callback)", callback, at);
  return load.hold(timer);
};

const clearTimer: Answer = (load, { values: [id] }) => {
  load.release(id as Value);
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
  load.set(promise, "(settled)", new Thing("settled", at), at);
  return promise;
}

const settledPromise: Answer = (load, { owner, values, at }) => {
  if (!(owner instanceof Thing) || owner.kind !== "builtin") return UNKNOWN;
  const promise = load.made("promise", "Promise", at);
  load.set(promise, "(value)", values[0], at);
  return settle(load, promise, at);
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
  all: settledPromise,
  call: (load, { owner, values: [self, ...values] }) => load.call(owner, self, values),
  apply: (load, { owner, values: [self, list] }) =>
    load.call(
      owner,
      self,
      list instanceof Thing ? [...list.slots.values()].map(({ value }) => value) : [],
    ),
  create(load, { values: [prototype], at }) {
    const made = new Thing("object", at);
    load.set(made, "__proto__", prototype, at);
    return made;
  },
  assign(load, { values: [target, ...sources], at }) {
    for (const source of sources) {
      if (!(source instanceof Thing) || !(target instanceof Thing)) continue;
      for (const [name, { value }] of source.slots) load.set(target, name, value, at);
    }
    return target;
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
    if (load.isGuess) return undefined;
    load.set(callee, "(value)", values[0], at);
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
