// The realm of a fleet's boards: one vm context for all, its built-ins frozen, a global object of
// its own for each, and code that names that object (global-names.ts). Knows no Espruino API.
import vm from "node:vm";
import type { EditedText } from "./edited-text.ts";
import { bindGlobalNames, PARAMETERS, Unshareable } from "./global-names.ts";
import { HARDEN } from "./harden.ts";
import {
  createContext,
  defineHidden,
  type Intrinsics,
  type ObjectMethods,
  Realm,
} from "./realm.ts";

/** What V8 says where a board changes what all of them share, or makes code at run time. */
const REFUSALS =
  /read only property|not extensible|Cannot (delete|redefine) property|Code generation from strings|shared by all boards/;
/** Bundles and console expressions are few; more than these are compiled anew. */
const MOST_COMPILED = 64;

/** Small enough to be each board's own. */
const OWN_OBJECTS = ["Math", "JSON"];

type Bound = (
  this: object,
  global: object,
  holderOf: (name: string) => object,
  thisOf: (self: unknown) => unknown,
) => unknown;

const HEADER = `(function (${PARAMETERS.join(", ")}) { "use strict";`;

interface SharedContext {
  readonly intrinsics: Intrinsics;
  /** Every built-in global, to be copied onto a board's own. */
  readonly builtIns: PropertyDescriptorMap;
  readonly compile: (code: string, fileName: string) => Bound;
  /** The last text of each name, for positions in it. */
  readonly texts: ReadonlyMap<string, EditedText>;
  /** Freezes what boards share; after that no method can be added. */
  readonly harden: (methods: ObjectMethods) => void;
}

let shared: SharedContext | undefined;
/** The board whose JavaScript runs, for methods that stand on an object of all boards. */
let current: unknown;

function createShared(): SharedContext {
  const { context, intrinsics } = createContext({
    // `new Function` would reach the global object of the context, which no board has.
    codeGeneration: { strings: false, wasm: false },
  });
  const compiled = new Map<string, Bound>();
  const texts = new Map<string, EditedText>();
  const harden = vm.runInContext(HARDEN, context) as (methods: ObjectMethods) => void;
  const global = vm.runInContext("globalThis", context) as object;
  const { globalThis: _own, ...builtIns } = Object.getOwnPropertyDescriptors(global) as Record<
    string,
    PropertyDescriptor
  >;
  return {
    intrinsics,
    builtIns,
    texts,
    harden,
    compile(code, fileName) {
      const known = compiled.get(code);
      if (known !== undefined) return known;
      const edited = bindGlobalNames(code);
      const script = new vm.Script(`${HEADER}\n${edited.text}\n})`, {
        filename: fileName,
        lineOffset: -1,
      });
      const made = script.runInContext(context) as Bound;
      texts.set(fileName, edited);
      if (compiled.size >= MOST_COMPILED) compiled.delete(compiled.keys().next().value as string);
      compiled.set(code, made);
      return made;
    },
  };
}

export class SharedRealm extends Realm {
  readonly global: Record<string, unknown>;
  readonly #shared: SharedContext;
  #self: unknown;

  constructor() {
    shared ??= createShared();
    super(shared.intrinsics);
    this.#shared = shared;
    this.global = new shared.intrinsics.Object() as Record<string, unknown>;
    Object.defineProperties(this.global, shared.builtIns);
    for (const name of ["global", "globalThis"]) this.define(name, this.global);
    for (const name of OWN_OBJECTS) this.define(name, this.#copyOf(this.global[name] as object));
  }

  compile(code: string, fileName: string): () => unknown {
    let bound: Bound;
    try {
      bound = this.#shared.compile(code, fileName);
    } catch (error) {
      const { message } = error as Error;
      // As far as the board is concerned it is its own parser that refuses.
      if (error instanceof Unshareable || (error as Error).name === "SyntaxError") {
        throw new this.intrinsics.SyntaxError(message);
      }
      throw error;
    }
    return () => bound.call(this.global, this.global, this.#holderOf, this.#thisOf);
  }

  #copyOf(frozen: object): object {
    const copy = this.object({});
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(frozen))) {
      defineHidden(copy, name, value);
    }
    return copy;
  }

  enter(): void {
    current = this.#self;
  }

  extendObjects<Self>(self: Self, methods: (self: () => Self) => ObjectMethods): void {
    this.#self = self;
    this.#shared.harden(methods(() => current as Self));
    this.enter();
  }

  override placed(stackLine: string): string {
    const named = stackLine.replace(`${PARAMETERS[0]}.`, "");
    return named.replace(/([^\s(]+):(\d+):(\d+)/, (whole, name: string, line, column) => {
      const position = this.#shared.texts.get(name)?.originalPosition(Number(line), Number(column));
      return position === undefined ? whole : `${name}:${position.line}:${position.column}`;
    });
  }

  adviceOn(exception: unknown): string | undefined {
    const { message } = Object(exception) as { message?: unknown };
    if (typeof message !== "string" || !REFUSALS.test(message)) return undefined;
    return "the boards of one process share their built-ins; run this firmware with --isolate";
  }

  /** Where a global name stands; only the global object itself can say that it stands nowhere. */
  readonly #holderOf = (name: string): object => {
    if (name in this.global) return this.global;
    throw new this.intrinsics.ReferenceError(`${name} is not defined`);
  };

  /** On Espruino a function called without an object has the global one for `this`. */
  readonly #thisOf = (self: unknown): unknown => (self === undefined ? this.global : self);
}
