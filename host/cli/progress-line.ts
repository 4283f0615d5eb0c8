// The line on a terminal that tells how far something is, below what else is printed there. Elsewhere
// there is none.
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const CLEAR_LINE = "\r\x1b[K";

export class ProgressLine {
  #text = "";

  constructor(private readonly output: Terminal) {}

  show(text: string): void {
    if (!this.output.isTTY) return;
    this.#text = text;
    this.output.write(CLEAR_LINE + text);
  }

  /** A line that stays, above the progress. */
  print(line: string): void {
    if (this.#text === "") this.output.write(`${line}\n`);
    else this.output.write(`${CLEAR_LINE}${line}\n${this.#text}`);
  }

  clear(): void {
    if (this.#text !== "") this.output.write(CLEAR_LINE);
    this.#text = "";
  }
}
