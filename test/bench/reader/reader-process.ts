// A reader under measurement: its lines are taken as they come and counted; what it cost is asked
// of the kernel. Linux only (/proc).
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { cpuSecondsOf, mostMemoryMbOf } from "./cpu-of.ts";

export class ReaderProcess {
  lines = 0;
  /** Of the first line of each chunk, the one that waited longest: milliseconds since its `t`. */
  delaysMs: number[] = [];
  readonly #child: ChildProcess;
  #startUpSeconds = 0;
  #error = "";
  #isLineStart = true;

  constructor(
    readonly name: string,
    command: string,
    args: readonly string[],
  ) {
    this.#child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child.on("error", (error) => {
      this.#error = error.message;
    });
    this.#child.stdout!.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#child.stderr!.on("data", (chunk: Buffer) => {
      this.#error = String(chunk);
    });
  }

  /** Forgets the lines so far; what was spent so far counts as start-up. */
  begin(): void {
    this.lines = 0;
    this.delaysMs = [];
    this.#startUpSeconds = this.cpuSeconds();
  }

  /** Of the whole process, start-up included. */
  cpuSeconds(): number {
    return cpuSecondsOf(this.#child.pid!);
  }

  get startUpSeconds(): number {
    return this.#startUpSeconds;
  }

  mostMemoryMb(): number {
    return mostMemoryMbOf(this.#child.pid!);
  }

  delayMsAt(quantile: number): number {
    const sorted = this.delaysMs.toSorted((a, b) => a - b);
    return sorted[Math.floor(quantile * (sorted.length - 1))] ?? Number.NaN;
  }

  /** @throws Error when so many lines have not come a while after the last */
  async untilLines(count: number): Promise<void> {
    for (let before = -1; this.lines < count; ) {
      if (before === this.lines) {
        throw new Error(`${this.name}: ${this.lines} of ${count} readings; ${this.#error}`);
      }
      before = this.lines;
      for (let tries = 0; tries < 100 && this.lines < count; tries++) await pause(50);
    }
  }

  async close(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#child;
    if (exitCode !== null || signalCode !== null || pid === undefined) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  #take(chunk: Buffer): void {
    const now = Date.now();
    let end = chunk.indexOf(10);
    if (this.#isLineStart && end >= 0) {
      const t = /"t": ?(\d{13})/.exec(chunk.toString("latin1", 0, end));
      if (t) this.delaysMs.push(now - Number(t[1]));
    }
    for (; end >= 0; end = chunk.indexOf(10, end + 1)) this.lines++;
    this.#isLineStart = chunk.at(-1) === 10;
  }
}
