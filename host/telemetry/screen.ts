// Where a reader or publisher writes: data to one output, everything else to the other. Keeps a
// slow taker of the data from filling the memory.
import type { Message } from "./connection.ts";
import { type Colors, colorsFor, type Output } from "./terminal.ts";

/** What a mode of watching makes of messages: readings, or any topic as it is. */
export interface Lines {
  /** Shows the message; whether it counts towards what was asked for. */
  take(message: Message): boolean;
  /** Writes the sum of what was seen. */
  sumUp(): void;
}

/** Waiting in memory for a taker that does not take, such as a pager nobody scrolls. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

export class Screen {
  readonly colors: Colors;
  readonly #data: Output;
  readonly #rest: Output;
  readonly #restColors: Colors;
  #unshown = 0;

  constructor(data: Output, rest: Output, env: NodeJS.ProcessEnv) {
    this.#data = data;
    this.#rest = rest;
    this.colors = colorsFor(data, env);
    this.#restColors = colorsFor(rest, env);
  }

  /** Lines that were given up because nothing took them. */
  get unshown(): number {
    return this.#unshown;
  }

  /** Width of the terminal the data goes to, undefined when it goes elsewhere. */
  get columns(): number | undefined {
    return this.#data.isTTY ? this.#data.columns : undefined;
  }

  line(text: string): void {
    if (this.#data.writableLength > MOST_WAITING_BYTES) this.#unshown++;
    else this.#data.write(`${text}\n`);
  }

  notice(text: string, isTrouble = false): void {
    const { dim, yellow } = this.#restColors;
    this.#rest.write(`${isTrouble ? yellow(text) : dim(text)}\n`);
  }
}
