// Lines to an output in few writes, no faster than they are taken.
import type { Output } from "../telemetry/terminal.ts";

const MOST_CHARACTERS = 64 * 1024;

export class LineWriter {
  readonly #output: Pick<Output, "write">;
  #lines: string[] = [];
  #characters = 0;
  #written: Promise<void> = Promise.resolve();

  constructor(output: Pick<Output, "write">) {
    this.#output = output;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters >= MOST_CHARACTERS) this.#write();
  }

  /** Resolves when all is taken. */
  async flush(): Promise<void> {
    this.#write();
    await this.#written;
  }

  #write(): void {
    if (this.#lines.length === 0) return;
    const text = `${this.#lines.join("\n")}\n`;
    this.#lines = [];
    this.#characters = 0;
    this.#written = new Promise((resolve) => {
      this.#output.write(text, "utf8", () => resolve());
    });
  }
}
