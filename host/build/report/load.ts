// The state of a load that is run in the abstract: what is known is computed, what only the board
// knows is UNKNOWN, and what rests on it is a guess. Knows no syntax.
import ts from "typescript";
import { ownNameOf } from "./count.ts";
import { type Kind, type Parts, type Slot, set, Thing, UNKNOWN, type Value } from "./heap.ts";
import { Locks } from "./locks.ts";
import { runBlock, Thrown } from "./statements.ts";

/** Enough for a table of thousands of entries; beyond it a program is taken as it stands there. */
const MOST_STEPS = 200_000;
/** The board itself gives up at about 40 calls inside each other. */
const MOST_CALLS = 40;
/**
 * A function inside itself, as deep as its locks show (locks.ts). Jobs that make jobs, which run one
 * after the other on the board, would go on.
 */
const MOST_WITHIN = 15;

const CATCH = "catch";

class OutOfSteps extends Error {}

export class Load {
  readonly globals = new Thing("scope", 0, { isRoot: true });
  /** What the board holds on to: timers, modules and what is built in, each made once. */
  readonly #board = new Thing("scope", 0, { isRoot: true });
  /** `global["\xff"].timers`: the interpreter's own. */
  readonly timers = new Thing("timers", 0, { isRoot: true });
  #numbers = 0;
  #steps = 0;
  /** Where it stood when it had no more steps. */
  #running: readonly Thing[] = [];
  /** Whether it ran on and on. */
  #isLost = false;
  /** What is held once is not held twice. */
  readonly #kept = new Set<Thing>();
  readonly locks = new Locks((thing) => {
    if (!this.#kept.has(thing)) this.hold(thing);
    this.#kept.add(thing);
  });
  /** Functions that run, from the outside in. */
  readonly #calls: ts.Node[] = [];
  /** Whether what runs may not run on the board, or on other values. */
  isGuess = false;
  /** Whether what runs rests on a value that is a guess. */
  isDoubtful = false;
  /** Blocks around it that a function of the board may end by an error. */
  tries = 0;
  /** From the inside out; the globals are none of them. */
  scopes: readonly Thing[] = [];
  self: Value = this.globals;
  values: readonly Value[] = [];

  private constructor(
    file: ts.SourceFile,
    /** Of a loop whose end is not a number. */
    readonly mostTurns: number,
  ) {
    try {
      runBlock(this, file.statements);
    } catch (error) {
      if (!(error instanceof OutOfSteps || error instanceof Thrown)) throw error;
    }
  }

  static of(file: ts.SourceFile): Load {
    const load = new Load(file, Number.POSITIVE_INFINITY);
    // What a loop adds whose end is not a number must not become the estimate.
    if (!load.#isLost) return load;
    return new Load(file, 1);
  }

  /** Whatever the program still has when it has come to its end. */
  get roots(): Thing[] {
    return [this.globals, this.#board, ...this.#running];
  }

  get #isSure(): boolean {
    return !this.isGuess && !this.isDoubtful && this.tries === 0;
  }

  /** Gives a name of `owner` its value. */
  set(owner: Thing, name: string, value: Value, at: number): void {
    set(owner, name, value, at, !this.#isSure);
  }

  /** What `slot` holds; what is made of a guess is one. */
  valueOf(slot: Slot): Value {
    if (slot.isGuess) this.isDoubtful = true;
    return slot.value;
  }

  /** One of what is built in. */
  made(kind: Kind, name: string, at: number, parts?: Parts): Thing {
    this.prototypeOf(name, at);
    return new Thing(kind, at, parts);
  }

  /** Made when it is first needed; by name alone it has no constructor (jspNewPrototype, jsparse.c). */
  prototypeOf(name: string, at: number, isNamed = false): Thing {
    const builtin = this.native("builtin", name, at);
    const known = builtin.slots.get("prototype")?.value;
    const prototype = known instanceof Thing ? known : new Thing("object", at);
    prototype.isOpen = true;
    if (known === undefined) this.set(builtin, "prototype", prototype, at);
    if (!isNamed) this.set(prototype, "constructor", builtin, at);
    return prototype;
  }

  /** The number under which the board holds on to it. */
  hold(thing: Thing): number {
    this.set(this.#board, `(${++this.#numbers})`, thing, thing.at);
    return this.#numbers;
  }

  /** What it holds on to under that number, or its text. */
  held(number: string): Value {
    return this.#board.slots.get(`(${number})`)?.value;
  }

  /** What `hold` has given, or what only the board knows: then all of it may be gone. */
  release(number: Value): void {
    this.#board.remove(number === UNKNOWN ? undefined : `(${String(number)})`);
  }

  native(kind: "builtin" | "module", name: string, at: number): Thing {
    const key = `(${kind} ${name})`;
    const known = this.#board.slots.get(key)?.value;
    if (known instanceof Thing) return known;
    const made = new Thing(kind, at, { name });
    this.set(this.#board, key, made, at);
    return made;
  }

  /** @throws OutOfSteps */
  step(count = 1): void {
    this.#steps += count;
    if (this.#steps <= MOST_STEPS) return;
    this.#running = this.scopes;
    this.#isLost = true;
    throw new OutOfSteps();
  }

  /** Where a variable is declared. */
  get scope(): Thing {
    return this.scopes.find(({ name }) => name !== CATCH) ?? this.globals;
  }

  /** What is caught has a scope of its own: its name may be a variable's around it. */
  inCatch<T>({ variableDeclaration, pos }: ts.CatchClause, caught: Value, run: () => T): T {
    const name = variableDeclaration?.name;
    if (name === undefined || !ts.isIdentifier(name)) return run();
    const { scopes } = this;
    const scope = new Thing("scope", pos, { name: CATCH });
    this.set(scope, name.text, caught, name.pos);
    this.scopes = [scope, ...scopes];
    try {
      return run();
    } finally {
      this.scopes = scopes;
    }
  }

  /** Calls a function of the bundle; anything else is the board's. */
  call(callee: Value, self: Value, values: readonly Value[]): Value {
    if (!(callee instanceof Thing) || callee.code?.body === undefined) return UNKNOWN;
    const { code, scopes } = callee;
    // What would end it is unknown.
    const within = this.#calls.filter((running) => running === code).length;
    const isEndless = within > (this.isGuess ? 0 : MOST_WITHIN);
    if (isEndless || this.#calls.length >= MOST_CALLS) return UNKNOWN;
    // Its parameters are gone through.
    this.locks.glance(callee, 1);
    const before = { scopes: this.scopes, self: this.self, values: this.values };
    const scope = new Thing("scope", code.pos);
    const { parameters } = code;
    parameters.forEach(({ name, pos }, index) => {
      if (ts.isIdentifier(name)) this.set(scope, name.text, values[index], pos);
    });
    // Further ones have a name of no letters (jspeFunctionCall, jsparse.c).
    values.slice(parameters.length).forEach((value, index) => {
      this.set(scope, ` ${index}`, value, code.pos);
    });
    const ownName = ownNameOf(code);
    if (ownName !== undefined) this.set(scope, ownName, callee, code.pos);
    this.#calls.push(code);
    this.scopes = [scope, ...scopes];
    this.self = callee.slots.get("this")?.value ?? self;
    this.values = values;
    try {
      const { statements } = code.body as ts.Block;
      const end = this.locks.during([this.self], () => runBlock(this, statements));
      return end?.kind === "return" ? end.value : undefined;
    } finally {
      this.scopes = before.scopes;
      this.self = before.self;
      this.values = before.values;
      this.#calls.pop();
    }
  }
}
