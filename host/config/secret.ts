// A value that must never be printed. Whatever turns it into text gets a placeholder; only
// `reveal` gives the value, so that each use can be found by name.
import { inspect } from "node:util";

const PLACEHOLDER = "(secret)";

export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return PLACEHOLDER;
  }
  toJSON(): string {
    return PLACEHOLDER;
  }
  [inspect.custom](): string {
    return PLACEHOLDER;
  }
}
