// A reader under measurement: its lines are taken as they come and counted; what it cost is asked
// of the kernel. Linux only (/proc).
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const TICKS_A_SECOND = 100;

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
    // The name of the program, in brackets, may hold spaces.
    const fields = this.#procFile("stat").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }

  get startUpSeconds(): number {
    return this.#startUpSeconds;
  }

  mostMemoryMb(): number {
    return Number(/VmHWM:\s+(\d+)/.exec(this.#procFile("status"))![1]) / 1024;
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

  #procFile(name: string): string {
    return readFileSync(`/proc/${this.#child.pid}/${name}`, "utf8");
  }
}
