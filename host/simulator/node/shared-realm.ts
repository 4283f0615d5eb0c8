// The realm of a fleet's boards: one vm context for all, a global object of its own for each, whose
// properties are made when they are first asked for. Knows no Espruino API.
import { Unshareable } from "./global-names.ts";
import { defineHidden, type ObjectMethods, Realm } from "./realm.ts";
import { type Bound, SharedContext } from "./shared-context.ts";

/** What V8 says where a board changes what all of them share, or makes code at run time. */
const REFUSALS =
  /read only property|not extensible|Cannot (delete|redefine) property|Code generation from strings|shared by all boards/;
/** Small enough to be each board's own. */
const OWN_OBJECTS = ["Math", "JSON"];
const EVAL = ["eval"];

let context: SharedContext | undefined;
/** What a board has been promised, it makes its own at the first use. */
let promises: object;
/** Prototype of every board's global object: the promises, which no board can change. */
let globals: object;
let builtInNames: readonly string[];
const announced = new Set<readonly string[]>();
/** The board whose JavaScript runs, for what stands on an object of all boards. */
let current: SharedRealm | undefined;

function sharedContext(): SharedContext {
  if (context === undefined) {
    context = new SharedContext();
    promises = new context.intrinsics.Object();
    globals = new Proxy(promises, { defineProperty: refuse, deleteProperty: refuse });
    builtInNames = [...Object.keys(context.builtIns), "global", "globalThis"];
  }
  return context;
}

function refuse(_target: object, name: string | symbol): never {
  throw new TypeError(`${String(name)} is shared by all boards`);
}

function announce(names: readonly string[]): void {
  if (announced.has(names)) return;
  announced.add(names);
  for (const name of names) {
    if (Object.hasOwn(promises, name)) continue;
    Object.defineProperty(promises, name, {
      get: () => current!.take(name),
      set(this: object, value: unknown) {
        defineHidden(this, name, value);
      },
    });
  }
}

export class SharedRealm extends Realm {
  readonly global: Record<string, unknown>;
  readonly #context: SharedContext;
  readonly #apis: { names: readonly string[]; valueFor: (name: string) => unknown }[] = [];
  #self: unknown;

  constructor() {
    const shared = sharedContext();
    super(shared.intrinsics);
    this.#context = shared;
    this.global = Object.create(globals) as Record<string, unknown>;
    this.provide(builtInNames, (name) => this.#builtIn(name));
    this.provide(EVAL, () => (code: unknown) => {
      return typeof code === "string" ? this.run(code, "eval") : code;
    });
    this.enter();
  }

  compile(code: string, fileName: string): () => unknown {
    let bound: Bound;
    try {
      bound = this.#context.compile(code, fileName);
    } catch (error) {
      // As far as the board is concerned it is its own parser that refuses.
      if (error instanceof Unshareable || (error as Error).name === "SyntaxError") {
        throw new this.intrinsics.SyntaxError((error as Error).message);
      }
      throw error;
    }
    return () => bound.call(this.global, this.global, this.#holderOf, this.#thisOf);
  }

  provide(names: readonly string[], valueFor: (name: string) => unknown): void {
    this.#apis.push({ names, valueFor });
    announce(names);
  }

  /** The value of a provided name, which is the board's own from now on. */
  take(name: string): unknown {
    // What Espruino has, it has instead of JavaScript's.
    const api = this.#apis.findLast(({ names }) => names.includes(name));
    const value = api?.valueFor(name);
    this.define(name, value);
    return value;
  }

  #builtIn(name: string): unknown {
    if (name === "global" || name === "globalThis") return this.global;
    const value = this.#context.builtIns[name];
    return OWN_OBJECTS.includes(name) ? this.#copyOf(value as object) : value;
  }

  #copyOf(frozen: object): object {
    const copy = this.object({});
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(frozen))) {
      defineHidden(copy, name, value);
    }
    return copy;
  }

  enter(): void {
    current = this;
  }

  extendObjects<Self>(self: Self, methods: (self: () => Self) => ObjectMethods): void {
    this.#self = self;
    this.#context.harden(methods(() => current!.#self as Self));
  }

  override placed(stackLine: string): string {
    return this.#context.placed(stackLine);
  }

  adviceOn(exception: unknown): string | undefined {
    const { message } = Object(exception) as { message?: unknown };
    if (typeof message !== "string") return undefined;
    if (!REFUSALS.test(message) && !message.includes("--isolate")) return undefined;
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
