// An output that keeps what was written to it, in place of a process's stdout or stderr.
import type { Output } from "../../host/telemetry/terminal.ts";

export class CapturedOutput implements Output {
  text = "";
  readonly isTTY: boolean;
  readonly columns: number;
  writableLength = 0;
  #takers: (() => void)[] = [];
  #waiting: { part: string | RegExp; resolve: () => void }[] = [];

  constructor({ isTTY = false, columns = 80 } = {}) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write = (chunk: string, _encoding?: BufferEncoding, taken?: () => void): boolean => {
    this.text += chunk;
    if (taken) this.#takers.push(taken);
    const satisfied = this.#waiting.filter(({ part }) => this.#holds(part));
    this.#waiting = this.#waiting.filter(({ part }) => !this.#holds(part));
    for (const { resolve } of satisfied) resolve();
    return true;
  };

  get lines(): string[] {
    return this.text.split("\n").slice(0, -1);
  }

  /** Takes what waits. */
  take(): void {
    this.writableLength = 0;
    for (const taken of this.#takers.splice(0)) taken();
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
