// What a place in a random program may name and do.
import type { Chance } from "./chance.ts";

/** Of which function a place is a part. */
export type Within = "top" | "function" | "generator" | "async";

export class Scope {
  /** Names that may be assigned to, and all that may be read. */
  readonly variables: string[];
  readonly readable: string[];
  readonly functions: string[];

  constructor(
    readonly chance: Chance,
    private readonly names: { made: number },
    readonly within: Within = "top",
    readonly depth = 0,
    readonly isInLoop = false,
    /** Loops that `break` and `continue` may name. */
    readonly labels: readonly string[] = [],
    outer?: Scope,
  ) {
    this.variables = [...(outer?.variables ?? [])];
    this.readable = [...(outer?.readable ?? [])];
    this.functions = [...(outer?.functions ?? [])];
  }

  fresh(prefix: string): string {
    return `${prefix}${this.names.made++}`;
  }

  declare(name: string): string {
    this.variables.push(name);
    this.readable.push(name);
    return name;
  }

  block(): Scope {
    const { chance, names, within, depth, isInLoop, labels } = this;
    return new Scope(chance, names, within, depth + 1, isInLoop, labels, this);
  }

  loop(label?: string): Scope {
    const { chance, names, within, depth, labels } = this;
    const all = label ? [...labels, label] : labels;
    return new Scope(chance, names, within, depth + 1, true, all, this);
  }

  /** The body of a function. */
  body(within: Within, ...parameters: string[]): Scope {
    const scope = new Scope(this.chance, this.names, within, this.depth + 1, false, [], this);
    for (const parameter of parameters) scope.declare(parameter);
    return scope;
  }
}
