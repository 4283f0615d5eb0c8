// Promise as Espruino has it (jswrap_promise.c): reactions go through the interpreter's event
// queue, so that none outlives its board, and a rejection nobody takes is an exception there.
import type { Interpreter } from "./interpreter.ts";
import type { Callable, Realm } from "./realm.ts";

type State = "pending" | "fulfilled" | "rejected";

interface Reaction {
  readonly next: Settler;
  readonly callback: Callable | undefined;
  readonly passesAsRejection: boolean;
}

interface Promised {
  state: State;
  value: unknown;
  readonly thens: Reaction[];
  readonly catches: Reaction[];
}

/** A "prombox": settles its promise once. */
interface Settler {
  readonly promise: object;
  settled: boolean;
}

const NAMES = ["Promise"];

export function installPromise(realm: Realm, interpreter: Interpreter): void {
  realm.provide(NAMES, () => boardPromise(realm, interpreter));
}

function boardPromise(realm: Realm, interpreter: Interpreter): object {
  const promised = new WeakMap<object, Promised>();
  const prototype = realm.object({});

  const create = (): Settler => {
    const promise = Object.create(prototype) as object;
    promised.set(promise, { state: "pending", value: undefined, thens: [], catches: [] });
    return { promise, settled: false };
  };
  const queueSettling = (settler: Settler, value: unknown, rejects: boolean): void => {
    interpreter.queue(undefined, [() => settle(settler, value, rejects)], []);
  };
  const queueReaction = (promise: object, reaction: Reaction, value: unknown): void => {
    interpreter.queue(undefined, [() => react(promise, reaction, value)], []);
  };
  const react = (promise: object, reaction: Reaction, value: unknown): void => {
    if (reaction.callback === undefined) {
      settle(reaction.next, value, reaction.passesAsRejection);
      return;
    }
    let result: unknown;
    try {
      result = reaction.callback.apply(promise, [value as never]);
    } catch (exception) {
      settle(reaction.next, exception, true);
      return;
    }
    settle(reaction.next, result, false);
  };
  const settle = (settler: Settler, value: unknown, rejects: boolean): void => {
    if (settler.settled) return;
    settler.settled = true;
    if (value === settler.promise) throw realm.error("Illegal resolving to self");
    const then = rejects ? undefined : (Object(value) as { then?: unknown }).then;
    if (typeof then === "function") {
      const inner: Settler = { promise: settler.promise, settled: false };
      try {
        (then as Callable).apply(value, [
          ((result: unknown) => settle(inner, result, false)) as never,
          ((reason: unknown) => settle(inner, reason, true)) as never,
        ]);
      } catch (exception) {
        settle(inner, exception, true);
      }
      return;
    }
    const state = promised.get(settler.promise)!;
    state.state = rejects ? "rejected" : "fulfilled";
    state.value = value;
    const reactions = rejects ? state.catches : state.thens;
    if (rejects && reactions.length === 0) {
      throw realm.error(`Unhandled promise rejection: ${String(value)}`);
    }
    for (const reaction of reactions) queueReaction(settler.promise, reaction, value);
  };

  function BoardPromise(executor: unknown): object {
    if (typeof executor !== "function") {
      throw realm.error("Function required in promise constructor");
    }
    const settler = create();
    try {
      (executor as Callable)(
        ((value: unknown) => queueSettling(settler, value, false)) as never,
        ((reason: unknown) => queueSettling(settler, reason, true)) as never,
      );
    } catch (exception) {
      queueSettling(settler, exception, true);
    }
    return settler.promise;
  }
  const resolved = (value: unknown): object => {
    if (promised.has(Object(value) as object)) return value as object;
    const { then } = Object(value) as { then?: unknown };
    if (typeof then === "function") return BoardPromise((then as Callable).bind(value));
    const settler = create();
    queueSettling(settler, value, false);
    return settler.promise;
  };
  const rejected = (reason: unknown): object => {
    const settler = create();
    queueSettling(settler, reason, true);
    return settler.promise;
  };
  const all = (items: Iterable<unknown>): object => {
    const results = realm.array([...items]);
    const settler = create();
    let missing = 0;
    results.forEach((item, index) => {
      if (!promised.has(Object(item) as object)) return;
      missing++;
      const done = (value: unknown): void => {
        results[index] = value;
        if (--missing === 0) queueSettling(settler, results, false);
      };
      then(item as object, done, (reason: unknown) => queueSettling(settler, reason, true));
    });
    return missing === 0 ? resolved(results) : settler.promise;
  };
  const then = (promise: object, onFulfilled: unknown, onRejected: unknown): object => {
    const state = promised.get(promise);
    if (state === undefined) throw realm.typeError("Not a Promise");
    const next = create();
    const callback = (value: unknown) =>
      typeof value === "function" ? (value as Callable) : undefined;
    const onThen = { next, callback: callback(onFulfilled), passesAsRejection: false };
    const onCatch = { next, callback: callback(onRejected), passesAsRejection: true };
    if (state.state === "pending") {
      state.thens.push(onThen);
      state.catches.push(onCatch);
    } else queueReaction(promise, state.state === "fulfilled" ? onThen : onCatch, state.value);
    return next.promise;
  };

  const method = (name: string, value: unknown): void => {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  };
  method("then", function (this: object, onFulfilled: unknown, onRejected: unknown) {
    return then(this, onFulfilled, onRejected);
  });
  method("catch", function (this: object, onRejected: unknown) {
    return then(this, undefined, onRejected);
  });
  method("constructor", BoardPromise);
  BoardPromise.prototype = prototype;
  Object.assign(BoardPromise, { resolve: resolved, reject: rejected, all });
  return BoardPromise;
}
