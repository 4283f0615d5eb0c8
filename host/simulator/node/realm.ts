// What a board's JavaScript runs in: its globals and the constructors its values are made with. Owns
// the seam between boards that share a vm context (shared-realm.ts) and boards with one each; knows
// no Espruino API.
import vm from "node:vm";

export type Callable = (...args: never[]) => unknown;

/** Constructors of the board's own globals, so that `instanceof` holds on the board. */
export interface Intrinsics {
  readonly Object: ObjectConstructor;
  readonly Array: ArrayConstructor;
  readonly Error: new (message: string) => Error;
  readonly TypeError: new (message: string) => Error;
  readonly ReferenceError: new (message: string) => Error;
  readonly SyntaxError: new (message: string) => Error;
  readonly InternalError: new (message: string) => Error;
  readonly ArrayBuffer: ArrayBufferConstructor;
  readonly Uint8Array: Uint8ArrayConstructor;
  readonly Date: DateConstructor;
  readonly JSON: JSON;
}

/** Methods that Espruino has on every object; `this` is the object. */
export type ObjectMethods = Readonly<Record<string, (this: object, ...args: never[]) => unknown>>;

// jsparse.c, jspNewObject("InternalError"): Espruino has this error and no InternalError in ES.
const PREPARE = `(function () {
  class InternalError extends Error {}
  InternalError.prototype.name = "InternalError";
  globalThis.InternalError = InternalError;
  for (const name of ["WebAssembly", "SharedArrayBuffer", "Atomics"]) delete globalThis[name];
  return { Object, Array, Error, TypeError, ReferenceError, SyntaxError, InternalError, ArrayBuffer, Uint8Array, Date, JSON };
})()`;

export function createContext(options: vm.CreateContextOptions = {}): {
  context: vm.Context;
  intrinsics: Intrinsics;
} {
  const context = vm.createContext(Object.create(null), { name: "board", ...options });
  return { context, intrinsics: vm.runInContext(PREPARE, context) as Intrinsics };
}

/** Functions like any other of the board's: not enumerable, free to be replaced. */
export function defineHidden(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

export abstract class Realm {
  abstract readonly global: Record<string, unknown>;

  constructor(readonly intrinsics: Intrinsics) {}

  /** @throws SyntaxError of the board. */
  abstract compile(code: string, fileName: string): () => unknown;
  /**
   * Globals that need not be there before somebody asks for one; `valueFor` is asked once for each. The
   * same API gives the same `names` for every board.
   */
  abstract provide(names: readonly string[], valueFor: (name: string) => unknown): void;
  /** Called before any JavaScript of the board runs. */
  abstract enter(): void;
  /** Gives every object of the board these methods, which act on this board's `self`. */
  abstract extendObjects<Self>(self: Self, methods: (self: () => Self) => ObjectMethods): void;
  /** What a user should know of this uncaught exception: that another realm would not throw it. */
  abstract adviceOn(exception: unknown): string | undefined;

  /** A line of an error's stack, with the position in the code as the board has it. */
  placed(stackLine: string): string {
    return stackLine;
  }

  run(code: string, fileName: string): unknown {
    return this.compile(code, fileName)();
  }

  define(name: string, value: unknown): void {
    defineHidden(this.global, name, value);
  }

  /** An object of the board with these fields. */
  object(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.assign(new this.intrinsics.Object() as Record<string, unknown>, fields);
  }

  array(items: readonly unknown[]): unknown[] {
    const array = new this.intrinsics.Array() as unknown[];
    for (const item of items) array.push(item);
    return array;
  }

  arrayBuffer(bytes: Uint8Array): ArrayBuffer {
    const buffer = new this.intrinsics.ArrayBuffer(bytes.length);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  }

  uint8Array(bytes: Uint8Array): Uint8Array {
    return new this.intrinsics.Uint8Array(this.arrayBuffer(bytes));
  }

  /** jsExceptionHere(JSET_ERROR, ...) */
  error(message: string): Error {
    return new this.intrinsics.Error(message);
  }

  typeError(message: string): Error {
    return new this.intrinsics.TypeError(message);
  }

  internalError(message: string): Error {
    return new this.intrinsics.InternalError(message);
  }

  isFunction(value: unknown): value is Callable {
    return typeof value === "function";
  }
}

/** A vm context of the board's own: everything in it may be changed. About 1 MB a board. */
export class OwnRealm extends Realm {
  readonly global: Record<string, unknown>;
  readonly #context: vm.Context;

  constructor() {
    const { context, intrinsics } = createContext();
    super(intrinsics);
    this.#context = context;
    this.global = vm.runInContext("globalThis", context) as Record<string, unknown>;
    this.define("global", this.global);
  }

  compile(code: string, fileName: string): () => unknown {
    const script = new vm.Script(code, { filename: fileName });
    return () => script.runInContext(this.#context);
  }

  provide(names: readonly string[], valueFor: (name: string) => unknown): void {
    for (const name of names) this.define(name, valueFor(name));
  }

  enter(): void {}

  extendObjects<Self>(self: Self, methods: (self: () => Self) => ObjectMethods): void {
    for (const [name, method] of Object.entries(methods(() => self))) {
      defineHidden(this.intrinsics.Object.prototype, name, method);
    }
  }

  adviceOn(): undefined {
    return undefined;
  }
}
