// The state of a load that is run in the abstract: what is known is computed, what only the board
// knows is UNKNOWN, and a statement behind an unknown condition runs once. Knows no syntax.
import ts from "typescript";
import { type Kind, set, Thing, UNKNOWN, type Value } from "./heap.ts";
import { runBlock, Thrown } from "./statements.ts";

/** Enough for a table of thousands of entries; beyond it a program is taken as it stands there. */
const MOST_STEPS = 200_000;
/** The board itself gives up at about 40 calls inside each other. */
const MOST_CALLS = 40;

class OutOfSteps extends Error {}

export class Load {
  readonly globals = new Thing("scope", 0, undefined, [], 0, true);
  /** What the board holds on to: timers, handlers. */
  readonly held = new Map<number, Thing>();
  /** Modules and what is built in, by name: each is made once. */
  readonly #natives = new Map<string, Thing>();
  #numbers = 0;
  #steps = 0;
  /** Functions that run, from the outside in. */
  readonly #calls: ts.Node[] = [];
  /** Conditions around the statement that only the board knows. */
  doubts = 0;
  /** From the inside out; the globals are none of them. */
  scopes: readonly Thing[] = [];
  self: Value = this.globals;
  values: readonly Value[] = [];

  constructor(file: ts.SourceFile) {
    try {
      runBlock(this, file.statements);
    } catch (error) {
      if (!(error instanceof OutOfSteps || error instanceof Thrown)) throw error;
    }
  }

  /** Whatever the program still has when it has come to its end. */
  get roots(): Thing[] {
    return [this.globals, ...this.held.values(), ...this.#natives.values()];
  }

  /** One of what is built in. */
  made(kind: Kind, name: string, at: number, bytes = 0): Thing {
    this.native("builtin", name, at);
    this.native("prototype", name, at);
    return new Thing(kind, at, undefined, [], bytes);
  }

  /** Whether what runs may not run on the board. */
  get isInDoubt(): boolean {
    return this.doubts > 0;
  }

  /** The number under which the board holds on to it. */
  hold(thing: Thing): number {
    this.held.set(++this.#numbers, thing);
    return this.#numbers;
  }

  native(kind: "builtin" | "prototype" | "module", name: string, at: number): Thing {
    const key = `${kind} ${name}`;
    const known = this.#natives.get(key) ?? new Thing(kind, at, undefined, [], name.length);
    this.#natives.set(key, known);
    return known;
  }

  /** @throws OutOfSteps */
  step(): void {
    if (++this.#steps > MOST_STEPS) throw new OutOfSteps();
  }

  /** Where a variable is declared. */
  get scope(): Thing {
    return this.scopes[0] ?? this.globals;
  }

  /** Calls a function of the bundle; anything else is the board's. */
  call(callee: Value, self: Value, values: readonly Value[]): Value {
    if (!(callee instanceof Thing) || callee.code?.body === undefined) return UNKNOWN;
    const { code, scopes } = callee;
    // What would end it is unknown.
    const isEndless = this.doubts > 0 && this.#calls.includes(code);
    if (isEndless || this.#calls.length >= MOST_CALLS) return UNKNOWN;
    const before = { scopes: this.scopes, self: this.self, values: this.values };
    const scope = new Thing("scope", code.pos);
    code.parameters.forEach(({ name, pos }, index) => {
      if (ts.isIdentifier(name)) set(scope, name.text, values[index], pos);
    });
    this.#calls.push(code);
    this.scopes = [scope, ...scopes];
    this.self = self;
    this.values = values;
    try {
      const end = runBlock(this, (code.body as ts.Block).statements);
      return typeof end === "object" ? end.value : undefined;
    } finally {
      this.scopes = before.scopes;
      this.self = before.self;
      this.values = before.values;
      this.#calls.pop();
    }
  }
}
