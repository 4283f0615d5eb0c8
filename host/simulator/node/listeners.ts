// Object.on, emit, removeListener, removeAllListeners (jswrap_object.c): on Espruino every object
// has them. Owns the listeners; hands what is emitted to the interpreter's queue.
import type { Interpreter } from "./interpreter.ts";
import type { ObjectMethods, Realm } from "./realm.ts";

const MAX_EMIT_ARGS = 4; // jswrap_object_emit
/** Stands in a list whose calls the interpreter gives up. */
const INTERRUPTS = Symbol("interrupts");

export class Listeners {
  readonly #lists = new WeakMap<object, Map<string, unknown[]>>();
  /** Lists that hold one function put there by native code, not an array of them. */
  readonly #bare = new WeakSet<readonly unknown[]>();
  /** Called after a listener was added, for streams that have kept data for it. */
  onAdded: (self: object, event: string) => void = () => {};

  constructor(
    private readonly interpreter: Interpreter,
    private readonly printLine: (text: string) => void,
  ) {}

  /** The array that calls would go to; the very one, as removal reaches calls already queued. */
  of(self: object, event: string): readonly unknown[] | undefined {
    return this.#lists.get(self)?.get(event);
  }

  add(self: object, event: string, listener: unknown, first = false): void {
    const events = this.#lists.get(self) ?? new Map<string, unknown[]>();
    this.#lists.set(self, events);
    const existing = events.get(event) ?? [];
    // jswrap_object_on_X takes such a function's insides for listeners. Measured: neither that
    // function nor the new listener is called, and this is what the console says.
    const before = this.#bare.has(existing) ? [INTERRUPTS] : existing;
    // jswrap_object_on_X makes a new array, so that a listener added by a listener waits.
    events.set(event, first ? [listener, ...before] : [...before, listener]);
    this.onAdded(self, event);
  }

  /** clientRequestNew: the callback of connect() stands where listeners would. */
  setBare(self: object, event: string, callback: unknown): void {
    const list = [callback];
    this.#bare.add(list);
    this.#lists.set(self, new Map([[event, list]]));
  }

  remove(self: object, event: string, listener: unknown): void {
    const list = this.#lists.get(self)?.get(event);
    const at = list?.indexOf(listener) ?? -1;
    if (at >= 0) list!.splice(at, 1);
  }

  removeAll(self: object, event?: string): void {
    if (event === undefined) this.#lists.delete(self);
    else this.#lists.get(self)?.delete(event);
  }

  /** jsiQueueObjectCallbacks */
  queue(self: object, event: string, ...args: readonly unknown[]): void {
    const list = this.of(self, event);
    if (list === undefined) return;
    if (list[0] !== INTERRUPTS) this.interpreter.queue(self, list, args);
    else this.printLine("Execution Interrupted during event processing.");
  }

  /** Calls the listeners at once (jsiExecuteEventCallbackName); true when there are any. */
  callNow(self: object, event: string, ...args: readonly unknown[]): boolean {
    const list = this.of(self, event);
    if (list === undefined) return false;
    for (const listener of [...list]) this.interpreter.call(self, listener, args);
    return true;
  }
}

/** The methods that every object has; `listeners` are those of the board whose object it is. */
export function listenerMethods(realm: Realm, listeners: () => Listeners): ObjectMethods {
  const checked = (self: unknown, event: unknown, missing: string): string => {
    if ((typeof self !== "object" && typeof self !== "function") || self === null) {
      throw realm.typeError("Parent must be an object - not a String, Integer, etc");
    }
    if (typeof event !== "string") throw realm.typeError(missing);
    return event;
  };
  const adder = (first: boolean) =>
    function (this: object, event: unknown, listener: unknown): void {
      const name = checked(this, event, "First argument must be String");
      if (typeof listener !== "function" && typeof listener !== "string") {
        throw realm.typeError("Second argument must be a function or a String");
      }
      listeners().add(this, name, listener, first);
    };
  return {
    on: adder(false),
    addListener: adder(false),
    prependListener: adder(true),
    emit(event: unknown, ...args: unknown[]): void {
      const name = checked(this, event, "First argument must be String");
      if (args.length > MAX_EMIT_ARGS) {
        throw realm.typeError(`Too many arguments (>${MAX_EMIT_ARGS})`);
      }
      listeners().queue(this, name, ...args);
    },
    removeListener(event: unknown, listener: unknown): void {
      listeners().remove(this, checked(this, event, "First argument must be String"), listener);
    },
    removeAllListeners(event: unknown): void {
      const name =
        event === undefined
          ? undefined
          : checked(this, event, "First argument must be String or undefined");
      listeners().removeAll(this, name);
    },
  };
}
