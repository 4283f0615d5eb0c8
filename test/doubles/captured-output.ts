// An output that keeps what was written to it, in place of a process's stdout or stderr.
import type { Output } from "../../host/telemetry/terminal.ts";

export class CapturedOutput implements Output {
  text = "";
  readonly isTTY: boolean;
  readonly columns: number;
  writableLength = 0;
  #waiting: { part: string | RegExp; resolve: () => void }[] = [];

  constructor({ isTTY = false, columns = 80 } = {}) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write = (chunk: string | Uint8Array): boolean => {
    this.text += String(chunk);
    const satisfied = this.#waiting.filter(({ part }) => this.#holds(part));
    this.#waiting = this.#waiting.filter(({ part }) => !this.#holds(part));
    for (const { resolve } of satisfied) resolve();
    return true;
  };

  get lines(): string[] {
    return this.text.split("\n").slice(0, -1);
  }

  /** Resolves once `part` has been written. */
  async until(part: string | RegExp): Promise<void> {
    if (this.#holds(part)) return;
    await new Promise<void>((resolve) => this.#waiting.push({ part, resolve }));
  }

  #holds(part: string | RegExp): boolean {
    return typeof part === "string" ? this.text.includes(part) : part.test(this.text);
  }
}
