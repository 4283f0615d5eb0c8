// The line that is typed at a board's console: what is in it, and what a terminal is told so that it
// shows it (jsiHandleConsoleChar and what it calls, jsinteractive.c). Owns no history, and knows
// nothing of what a line does.
import { openBrackets } from "./brackets.ts";

const LEFT = "\x1b[D";
const RIGHT = "\x1b[C";
const UP = "\x1b[A";
const ERASE = "\r\x1b[J";

export class InputLine {
  /** echo(1) */
  isEchoOn = true;
  /** DLE: no echo for this line. */
  isQuiet = false;
  #text = "";
  #cursor = 0;
  /** Taken off the terminal, because something was printed; the prompt comes back with it. */
  #isRemoved = false;

  /** @param send one character a byte */
  constructor(private readonly send: (text: string) => void) {}

  get isEmpty(): boolean {
    return this.#text === "";
  }

  get echoes(): boolean {
    return this.isEchoOn && !this.isQuiet;
  }

  get #isShown(): boolean {
    return this.echoes && !this.#isRemoved;
  }

  /** Before anything is printed. */
  remove(): void {
    if (this.#isRemoved) return;
    this.#isRemoved = true;
    if (!this.echoes) return;
    const before = this.#text.slice(0, this.#cursor).split("\n");
    this.send(LEFT.repeat(before.at(-1)!.length) + UP.repeat(before.length - 1) + ERASE);
  }

  /** The prompt, and the line behind it, when they were taken away. */
  restore(): void {
    if (!this.#isRemoved) return;
    this.#isRemoved = false;
    if (!this.echoes) return;
    const after = this.#text.length - this.#cursor;
    this.send(`>${this.#text.replaceAll("\n", "\r\n:")}${LEFT.repeat(after)}`);
  }

  insert(character: string): void {
    const rest = this.#text.slice(this.#cursor);
    this.#text = this.#text.slice(0, this.#cursor) + character + rest;
    this.#cursor += character.length;
    if (this.#isShown) this.send(character + this.#drawn(rest));
  }

  /** What stands behind the cursor, which is then where it was. */
  #drawn(rest: string): string {
    const [line = ""] = rest.split("\n");
    return line + "\b".repeat(line.length);
  }

  backspace(): void {
    if (this.#cursor === 0) return;
    this.#delete(this.#cursor - 1);
  }

  deleteForward(): void {
    if (this.#cursor < this.#text.length) this.#delete(this.#cursor);
  }

  #delete(at: number): void {
    const isLine = this.#text[at] === "\n";
    if (isLine) this.remove();
    const isBackspace = at < this.#cursor;
    this.#text = this.#text.slice(0, at) + this.#text.slice(at + 1);
    this.#cursor = at;
    if (isLine) this.restore();
    else if (this.#isShown) {
      const [rest = ""] = this.#text.slice(at).split("\n");
      this.send(`${isBackspace ? "\b" : ""}${rest} ${"\b".repeat(rest.length + 1)}`);
    }
  }

  /** Within one line of the text. */
  move(by: number): void {
    for (let left = Math.abs(by); left > 0; left--) {
      const at = by < 0 ? this.#cursor - 1 : this.#cursor;
      if (at < 0 || at >= this.#text.length || this.#text[at] === "\n") return;
      this.#cursor += Math.sign(by);
      if (this.#isShown) this.send(by < 0 ? LEFT : RIGHT);
    }
  }

  /** Empties it; the terminal is told, and gets a new prompt from `restore`. */
  clear(): void {
    if (this.isEmpty) return;
    this.remove();
    this.#text = "";
    this.#cursor = 0;
  }

  /** The end of a line: the text to run, when it is whole and may be run. */
  enter(mayRun = true): string | undefined {
    const isAtEnd = this.#text.slice(this.#cursor).trim() === "";
    if (isAtEnd && mayRun && openBrackets(this.#text) <= 0) {
      if (this.#isShown) this.send("\r\n");
      if (!this.isQuiet) this.#isRemoved = true;
      const line = this.#text.trimEnd();
      this.#text = "";
      this.#cursor = 0;
      return line;
    }
    if (isAtEnd) {
      this.#text = `${this.#text}\n`;
      this.#cursor = this.#text.length;
      if (this.#isShown) this.send("\r\n:");
      return undefined;
    }
    this.remove();
    this.#text = `${this.#text.slice(0, this.#cursor)}\n${this.#text.slice(this.#cursor)}`;
    this.#cursor++;
    this.restore();
    return undefined;
  }

  /** As after a start: a prompt is due. */
  awaitPrompt(): void {
    this.#isRemoved = true;
  }
}
