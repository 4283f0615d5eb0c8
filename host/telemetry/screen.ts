// Where a reader or publisher writes: data to one output, everything else to the other. Keeps a
// slow taker of the data from filling the memory.
import type { Message } from "./message.ts";
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
const WAITING =
  "nobody takes the output, so nothing more is read; the broker may give up what it cannot keep";

export class Screen {
  readonly colors: Colors;
  readonly #data: Output;
  readonly #rest: Output;
  readonly #restColors: Colors;
  /** Lines on their way to the next write. */
  #lines = "";
  #toldOfWaiting = false;

  constructor(data: Output, rest: Output, env: NodeJS.ProcessEnv) {
    this.#data = data;
    this.#rest = rest;
    this.colors = colorsFor(data, env);
    this.#restColors = colorsFor(rest, env);
  }

  /** Width of the terminal the data goes to, undefined when it goes elsewhere. */
  get columns(): number | undefined {
    return this.#data.isTTY ? this.#data.columns : undefined;
  }

  /** Written with the lines that follow at once: a write costs more than a line. */
  line(text: string): void {
    if (this.#lines === "") process.nextTick(() => this.#flush());
    this.#lines += `${text}\n`;
  }

  /** Undefined while there is room for more lines; else to be waited for before the next. */
  room(): Promise<void> | undefined {
    this.#flush();
    if (this.#data.writableLength <= MOST_WAITING_BYTES) return undefined;
    if (!this.#toldOfWaiting) this.notice(WAITING, true);
    this.#toldOfWaiting = true;
    return new Promise((resolve) => this.#data.write("", "utf8", () => resolve()));
  }

  #flush(): void {
    if (this.#lines === "") return;
    const lines = this.#lines;
    this.#lines = "";
    // Alike for ASCII, which most lines are, and written in half the time.
    const isAscii = Buffer.byteLength(lines) === lines.length;
    this.#data.write(lines, isAscii ? "latin1" : "utf8");
  }

  notice(text: string, isTrouble = false): void {
    // What is shown before it was before it.
    this.#flush();
    const { dim, yellow } = this.#restColors;
    this.#rest.write(`${isTrouble ? yellow(text) : dim(text)}\n`);
  }
}
