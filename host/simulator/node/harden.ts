// Freezes every built-in object of a vm context, so that boards in it cannot reach each other
// through one. Owns what must stay assignable on a board's own objects all the same.

/**
 * Runs in the context. A frozen prototype makes `error.name = "MyError"` throw on objects that inherit
 * from it (the "override mistake" of ECMAScript); what programs do assign becomes an accessor there, which
 * defines the property on the object it is set on.
 */
export const HARDEN = `(function () {
  "use strict";
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, freeze } = Object;
  const { ownKeys } = Reflect;
  // What one board matched last would show in another.
  for (const key of ownKeys(RegExp)) if (/^[$]|^(input|last|left|right)/.test(String(key))) delete RegExp[key];
  // Called back by no board.
  delete globalThis.FinalizationRegistry;
  let done = false;
  const hidden = [];

  const assignable = (prototype, name) => {
    const property = getOwnPropertyDescriptor(prototype, name);
    if (!property || !property.configurable || !("value" in property)) return;
    const { value, enumerable } = property;
    hidden.push(value);
    defineProperty(prototype, name, {
      enumerable,
      configurable: false,
      get() { return value; },
      set(own) {
        if (this === prototype) throw new TypeError(name + " is shared by all boards");
        defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true });
      },
    });
  };

  /** Not what is \`foreign\`: from there it would go on into the built-ins of this Node. */
  const freezeAll = (roots, foreign) => {
    const seen = new Set(foreign);
    const left = [...roots];
    while (left.length > 0) {
      const next = left.pop();
      if ((typeof next !== "object" && typeof next !== "function") || next === null || seen.has(next)) continue;
      seen.add(next);
      left.push(getPrototypeOf(next));
      for (const key of ownKeys(next)) {
        const { value, get, set } = getOwnPropertyDescriptor(next, key);
        left.push(value, get, set);
      }
    }
    seen.delete(globalThis);
    for (const object of seen) if (!foreign.includes(object)) freeze(object);
  };

  return (methods) => {
    if (done) return;
    done = true;
    for (const name of Object.keys(methods)) {
      defineProperty(Object.prototype, name, {
        value: methods[name], writable: true, configurable: true, enumerable: false,
      });
    }
    const constructors = ownKeys(globalThis)
      .map((name) => getOwnPropertyDescriptor(globalThis, name).value)
      .filter((value) => typeof value === "function" && typeof value.prototype === "object" && value.prototype);
    const isError = (prototype) => prototype === Error.prototype || Error.prototype.isPrototypeOf(prototype);
    for (const { prototype } of constructors) {
      const all = prototype === Object.prototype || isError(prototype);
      for (const name of all ? ownKeys(prototype) : ["constructor", "toString", "toJSON", "valueOf"]) {
        if (typeof name === "string") assignable(prototype, name);
      }
    }
    for (const name of ownKeys(Function.prototype)) if (typeof name === "string") assignable(Function.prototype, name);

    const iterators = [
      [][Symbol.iterator](), ""[Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](),
      "".matchAll(/./g),
    ];
    const roots = [
      ...hidden,
      ...ownKeys(globalThis).map((name) => getOwnPropertyDescriptor(globalThis, name).value),
      ...iterators,
      function* () {}, async function () {}, async function* () {},
    ];
    freezeAll(roots, Object.values(methods));
  };
})()`;
