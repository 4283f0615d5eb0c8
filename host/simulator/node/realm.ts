// One board's JavaScript globals: a vm context of its own, so that an undeclared variable of one
// board never shows in another. The seam for a cheaper isolation later; knows no Espruino API.
import vm from "node:vm";

export type Callable = (...args: never[]) => unknown;

/** Constructors of the board's own globals, so that `instanceof` holds on the board. */
interface Intrinsics {
  readonly Object: ObjectConstructor;
  readonly Array: ArrayConstructor;
  readonly Error: new (message: string) => Error;
  readonly TypeError: new (message: string) => Error;
  readonly SyntaxError: new (message: string) => Error;
  readonly InternalError: new (message: string) => Error;
  readonly ArrayBuffer: ArrayBufferConstructor;
  readonly Uint8Array: Uint8ArrayConstructor;
  readonly Function: FunctionConstructor;
  readonly JSON: JSON;
}

export class Realm {
  readonly global: Record<string, unknown>;
  readonly intrinsics: Intrinsics;
  readonly #context: vm.Context;

  constructor() {
    this.#context = vm.createContext(Object.create(null), { name: "board" });
    // jsparse.c, jspNewObject("InternalError"): Espruino has this error and no InternalError in ES.
    this.intrinsics = this.run(
      `(function () {
        class InternalError extends Error {}
        InternalError.prototype.name = "InternalError";
        globalThis.InternalError = InternalError;
        return { Object, Array, Error, TypeError, SyntaxError, InternalError, ArrayBuffer, Uint8Array, Function, JSON };
      })()`,
      "globals",
    ) as Intrinsics;
    this.global = this.run("globalThis", "globals") as Record<string, unknown>;
    for (const name of ["WebAssembly", "SharedArrayBuffer", "Atomics"]) {
      this.run(`delete globalThis.${name}`, "globals");
    }
    this.define("global", this.global);
  }

  compile(code: string, fileName: string): () => unknown {
    const script = new vm.Script(code, { filename: fileName });
    return () => script.runInContext(this.#context);
  }

  run(code: string, fileName: string): unknown {
    return this.compile(code, fileName)();
  }

  define(name: string, value: unknown): void {
    Object.defineProperty(this.global, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: false,
    });
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
