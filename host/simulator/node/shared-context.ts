// The one vm context of all boards that share one: frozen built-ins, scripts compiled once. Owns what
// is the same for every board; knows no board.
import vm from "node:vm";
import { bindGlobalNames } from "./bind-script.ts";
import type { EditedText } from "./edited-text.ts";
import { PARAMETERS } from "./global-names.ts";
import { HARDEN } from "./harden.ts";
import { createContext, type Intrinsics, type ObjectMethods } from "./realm.ts";

/** Bundles and console expressions are few; more than these are compiled anew. */
const MOST_COMPILED = 64;

const HEADER = `(function (${PARAMETERS.join(", ")}) { "use strict";`;

/** A script as a function of a board: global-names.ts says what it is given. */
export type Bound = (
  this: object,
  global: object,
  holderOf: (name: string) => object,
  thisOf: (self: unknown) => unknown,
) => unknown;

export class SharedContext {
  readonly intrinsics: Intrinsics;
  /** The global names that JavaScript itself has. */
  readonly builtIns: Readonly<Record<string, unknown>>;
  /** Freezes what boards share; after that no method can be added. */
  readonly harden: (methods: ObjectMethods) => void;
  readonly #context: vm.Context;
  readonly #compiled = new Map<string, Bound>();
  /** The last text of each name, for positions in it. */
  readonly #texts = new Map<string, EditedText>();

  constructor() {
    const { context, intrinsics } = createContext({
      // `new Function` would reach the global object of the context, which no board has.
      codeGeneration: { strings: false, wasm: false },
    });
    this.#context = context;
    this.intrinsics = intrinsics;
    this.harden = vm.runInContext(HARDEN, context) as (methods: ObjectMethods) => void;
    const global = vm.runInContext("globalThis", context) as Record<string, unknown>;
    const names = Object.getOwnPropertyNames(global).filter((name) => name !== "globalThis");
    this.builtIns = Object.fromEntries(names.map((name) => [name, global[name]]));
  }

  /** @throws SyntaxError @throws Unshareable */
  compile(code: string, fileName: string): Bound {
    const known = this.#compiled.get(code);
    if (known !== undefined) return known;
    const edited = bindGlobalNames(code);
    const script = new vm.Script(`${HEADER}\n${edited.text}\n})`, {
      filename: fileName,
      lineOffset: -1,
    });
    const bound = script.runInContext(this.#context) as Bound;
    const [oldest] = this.#compiled.keys();
    if (this.#compiled.size >= MOST_COMPILED) this.#compiled.delete(oldest!);
    this.#compiled.set(code, bound);
    this.#texts.set(fileName, edited);
    return bound;
  }

  /** A line of an error's stack, with the position in the code as it was before names were bound. */
  placed(stackLine: string): string {
    const named = stackLine.replace(`${PARAMETERS[0]}.`, "");
    return named.replace(/([^\s(]+):(\d+):(\d+)/, (whole, name: string, line, column) => {
      const position = this.#texts.get(name)?.originalPosition(Number(line), Number(column));
      return position === undefined ? whole : `${name}:${position.line}:${position.column}`;
    });
  }
}
