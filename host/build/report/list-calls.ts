// The functions of the board's arrays, and of what it makes arrays of, as far as the count of
// variables needs them.

import type { Answer } from "./board-calls.ts";
import { elementsOf, lengthOf, listOf, Thing, truthOf, UNKNOWN, type Value } from "./heap.ts";
import type { Load } from "./load.ts";

/** What the function answers for each, or for one of which nothing is known. */
function answers(
  load: Load,
  owner: Value,
  [called, self]: readonly Value[],
): { element: Value; answer: Value }[] {
  const elements = elementsOf(owner);
  const before = load.isGuess;
  if (elements === undefined) load.isGuess = true;
  const answered = (elements ?? [UNKNOWN]).map((element, index) => ({
    element,
    answer: load.call(called, self, [element, elements ? index : UNKNOWN, owner]),
  }));
  load.isGuess = before;
  return answered;
}

/** What the function answers decides how often it is called. */
const callOnce: Answer = (load, { values: [called] }) => {
  const before = load.isGuess;
  load.isGuess = true;
  load.call(called, undefined, [UNKNOWN, UNKNOWN, UNKNOWN]);
  load.isGuess = before;
  return UNKNOWN;
};

/** Calls on until an answer is `last`. */
function until(last: boolean, found: (element: Value, index: number) => Value): Answer {
  return (load, call) => {
    const [called, self] = call.values;
    for (const [index, element] of (elementsOf(call.owner) ?? [UNKNOWN]).entries()) {
      if (element === UNKNOWN) return callOnce(load, call);
      const truth = truthOf(load.call(called, self, [element, index, call.owner]));
      if (truth === UNKNOWN) return UNKNOWN;
      if (truth === last) return found(element, index);
    }
    return found(undefined, -1);
  };
}

/** Takes elements out and puts others in; what only the board knows goes. */
function splice(
  load: Load,
  owner: Value,
  [start = 0, count, ...more]: readonly Value[],
  at: number,
): Value[] | undefined {
  if (!(owner instanceof Thing)) return undefined;
  const from = typeof start === "number" ? start : 0;
  const isKnown = typeof start === "number" && (count === undefined || typeof count === "number");
  if (!isKnown) owner.isOpen = true;
  const slots = [...owner.slots.values()];
  const taken = slots.splice(
    from,
    typeof count === "number" ? count : slots.length,
    ...more.map((value) => ({ value, at, isGuess: true })),
  );
  owner.slots.clear();
  slots.forEach((slot, index) => {
    owner.slots.set(String(index), slot);
  });
  return isKnown ? taken.map((slot) => load.valueOf(slot)) : undefined;
}

const list = (values: readonly Value[] | undefined, at: number): Value =>
  values === undefined ? UNKNOWN : listOf(values, at);

const first = (values: readonly Value[] | undefined): Value =>
  values === undefined ? UNKNOWN : values[0];

/** A native function on values that are known; `compute` sees the elements of lists. */
function onElements(compute: (elements: Value[], values: readonly Value[]) => Value): Answer {
  return (_load, { owner, values }) => {
    const elements = elementsOf(owner);
    const isKnown = elements && ![...elements, ...values].includes(UNKNOWN);
    return isKnown ? compute(elements, values) : UNKNOWN;
  };
}

export const LIST_MEMBERS: Readonly<Record<string, Answer>> = {
  push(load, { owner, values, at }) {
    if (!(owner instanceof Thing)) return UNKNOWN;
    for (const value of values) load.set(owner, String(owner.slots.size), value, at);
    return lengthOf(owner);
  },
  pop: (load, { owner, at }) => first(splice(load, owner, [-1, 1], at)),
  shift: (load, { owner, at }) => first(splice(load, owner, [0, 1], at)),
  unshift(load, { owner, values, at }) {
    splice(load, owner, [0, 0, ...values], at);
    return lengthOf(owner);
  },
  splice: (load, { owner, values, at }) => list(splice(load, owner, values, at), at),
  forEach: (load, { owner, values }) => void answers(load, owner, values),
  map: (load, { owner, values, at }) =>
    listOf(
      answers(load, owner, values).map(({ answer }) => answer),
      at,
    ),
  filter(load, { owner, values, at }) {
    const answered = answers(load, owner, values);
    const kept = answered.filter(({ answer }) => truthOf(answer) !== false);
    const made = listOf(
      kept.map(({ element }) => element),
      at,
    );
    made.isOpen = answered.some(({ answer }) => truthOf(answer) === UNKNOWN);
    return made;
  },
  some: until(true, (_element, index) => index >= 0),
  every: until(false, (_element, index) => index < 0),
  find: until(true, (element) => element),
  findIndex: until(true, (_element, index) => index),
  reduce(load, call) {
    const elements = elementsOf(call.owner);
    if (elements === undefined) return callOnce(load, call);
    const [called, ...start] = call.values;
    const all = [...start, ...elements];
    if (all.length === 0) return UNKNOWN;
    return all.reduce((sum, element, index) =>
      load.call(called, undefined, [sum, element, index - start.length, call.owner]),
    );
  },
  sort(load, call) {
    callOnce(load, call);
    return call.owner;
  },
  slice: (load, { owner, values: [from, to], at }) => {
    const elements = elementsOf(owner);
    if (elements === undefined || from === UNKNOWN || to === UNKNOWN) return UNKNOWN;
    load.prototypeOf("Array", at);
    return listOf(elements.slice(from as number, to as number), at);
  },
  concat(_load, { owner, values, at }) {
    const all = [owner, ...values].map((value) =>
      value === UNKNOWN ? undefined : value instanceof Thing ? elementsOf(value) : [value],
    );
    return all.includes(undefined) ? UNKNOWN : listOf(all.flat(1) as Value[], at);
  },
  indexOf: onElements((elements, [sought]) => elements.indexOf(sought)),
  includes: onElements((elements, [sought]) => elements.includes(sought)),
  join: onElements((elements, [separator]) =>
    elements.some((element) => element instanceof Thing)
      ? UNKNOWN
      : elements.join(separator as string | undefined),
  ),
};
