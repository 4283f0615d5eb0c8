// One run of the Espruino interpreter for Linux: a child process whose stdin and stdout are the
// board's console. Owns the process and the cutting of its output; knows nothing of boards.
import { type ChildProcess, spawn } from "node:child_process";
import { launchCommand } from "./launch.ts";
import { SHIM_LINE } from "./shared-output.ts";

/** A line without an end is given out in pieces of this length. */
const LONGEST_LINE = 65_536;

export interface InterpreterEvents {
  /** What the program printed. */
  line(text: string): void;
  /** What the shim has to say: a letter, and what follows it. */
  hostLine(kind: string, rest: string): void;
  /** All that comes, in the place of lines: for a console that somebody types at. */
  readonly received?: (chunk: string) => void;
  ended(status: number | null, signal: NodeJS.Signals | null): void;
}

export class InterpreterProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #events: InterpreterEvents;
  #partial = "";
  #hasEnded = false;

  constructor(binary: string, folder: string, events: InterpreterEvents) {
    this.#events = events;
    const [command, ...args] = launchCommand(binary);
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
      // A process group of its own: Ctrl-C in the terminal would interrupt its JavaScript.
      detached: true,
    });
    this.#child = child;
    // It may be gone while something is written; `ended` tells.
    child.stdin!.on("error", () => {});
    child.stdout!.setEncoding("latin1").on("data", (chunk: string) => this.#received(chunk));
    this.#ended = new Promise((resolve) => {
      const end = (status: number | null, signal: NodeJS.Signals | null): void => {
        if (this.#hasEnded) return;
        this.#hasEnded = true;
        if (this.#partial !== "") this.#cut("\n");
        events.ended(status, signal);
        resolve();
      };
      child.on("close", end);
      child.on("error", () => end(127, null));
    });
  }

  #received(chunk: string): void {
    if (this.#hasEnded) return;
    if (this.#events.received) this.#events.received(chunk);
    else this.#cut(chunk);
  }

  #cut(chunk: string): void {
    const lines = (this.#partial + chunk).split("\n");
    this.#partial = lines.pop()!;
    for (const line of lines) this.#line(line.replace(/\r$/, ""));
    if (this.#partial.length > LONGEST_LINE) {
      this.#line(this.#partial);
      this.#partial = "";
    }
  }

  #line(line: string): void {
    if (line.startsWith(SHIM_LINE)) this.#events.hostLine(line.charAt(1), line.slice(2));
    else this.#events.line(line);
  }

  write(bytes: Uint8Array): void {
    this.#child.stdin!.write(bytes);
  }

  /** Runs a statement of one line at the console; DLE keeps it out of the history. */
  run(statement: string): void {
    this.#child.stdin!.write(`\x10${statement}\n`, "latin1");
  }

  /** Resolves once it is gone; after `withinMs`, if given, it is killed. */
  async end(withinMs: number): Promise<void> {
    const deadline = setTimeout(() => this.#child.kill("SIGKILL"), withinMs);
    await this.#ended;
    clearTimeout(deadline);
  }

  /** kill -9: the power cut. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}
