// The functions of the board's arrays, and of what it makes arrays of, as far as the count of
// variables needs them.

import type { Answer } from "./board-calls.ts";
import { listOf, Thing, UNKNOWN, type Value } from "./heap.ts";

function elementsOf(owner: Value): Value[] | undefined {
  const isArray = owner instanceof Thing && owner.kind === "array";
  return isArray ? [...owner.slots.values()].map(({ value }) => value) : undefined;
}

const callEach: Answer = (load, { owner, values }) =>
  listOf(
    (elementsOf(owner) ?? [UNKNOWN]).map((element, index) =>
      load.call(values[0], undefined, [element, index, owner]),
    ),
    values[0] instanceof Thing ? values[0].at : 0,
  );

/** What the function answers decides how often it is called. */
const callOnce: Answer = (load, { values: [called] }) => {
  const before = load.isGuess;
  load.isGuess = true;
  load.call(called, undefined, [UNKNOWN, UNKNOWN, UNKNOWN]);
  load.isGuess = before;
  return UNKNOWN;
};

/** Takes elements out and puts others in; what only the board knows goes. */
function splice(owner: Value, start: Value, count: Value, more: readonly Value[], at: number) {
  if (!(owner instanceof Thing)) return UNKNOWN;
  const slots = [...owner.slots.values()];
  const taken = slots.splice(
    typeof start === "number" ? start : 0,
    typeof count === "number" ? count : slots.length,
    ...more.map((value) => ({ value, at, isGuess: true })),
  );
  owner.slots.clear();
  slots.forEach((slot, index) => {
    owner.slots.set(String(index), slot);
  });
  return taken;
}

const one = (taken: ReturnType<typeof splice>): Value =>
  Array.isArray(taken) ? taken[0]?.value : UNKNOWN;

export const LIST_MEMBERS: Readonly<Record<string, Answer>> = {
  push(load, { owner, values, at }) {
    if (!(owner instanceof Thing)) return UNKNOWN;
    for (const value of values) load.set(owner, String(owner.slots.size), value, at);
    return owner.slots.size;
  },
  pop: (_load, { owner, at }) => one(splice(owner, -1, 1, [], at)),
  shift: (_load, { owner, at }) => one(splice(owner, 0, 1, [], at)),
  unshift(_load, { owner, values, at }) {
    splice(owner, 0, 0, values, at);
    return UNKNOWN;
  },
  splice(_load, { owner, values: [start, count, ...more], at }) {
    const taken = splice(owner, start, count, more, at);
    return Array.isArray(taken)
      ? listOf(
          taken.map(({ value }) => value),
          at,
        )
      : UNKNOWN;
  },
  forEach(load, call) {
    callEach(load, call);
    return undefined;
  },
  map: callEach,
  filter: callOnce,
  some: callOnce,
  every: callOnce,
  find: callOnce,
  findIndex: callOnce,
  reduce: callOnce,
  sort: callOnce,
  keys: (_load, { values: [owner], at }) =>
    listOf(owner instanceof Thing ? [...owner.slots.keys()] : [], at),
  split(_load, { owner, values: [separator], at }) {
    if (typeof owner !== "string" || typeof separator !== "string") return UNKNOWN;
    return listOf(owner.split(separator), at);
  },
};
