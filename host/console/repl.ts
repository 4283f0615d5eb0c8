// A conversation with a board at a terminal: lines are edited and remembered here, and run there.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clearLine, createInterface, cursorTo, type Interface } from "node:readline";
import { Script } from "node:vm";
import { DeadlineError, DeviceError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { writeWhole } from "../write-whole.ts";
import { controllerOn } from "./controller.ts";
import type { ConsoleSession } from "./session.ts";
import { shownValue } from "./shown-value.ts";

const PROMPT = "> ";
const CONTINUED = ": ";
const LEAVE = "\x1d";
const HISTORY_LINES = 1000;

export interface ReplOptions {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Of the user's state; the history is kept there. */
  readonly folder: string;
}

export class Repl {
  readonly #options: ReplOptions;
  #lines: Interface | undefined;
  /** Lines that were typed and have not been run. */
  #asking = 0;
  /** What has brackets that are still open. */
  #begun = "";

  constructor(options: ReplOptions) {
    this.#options = options;
  }

  /** What the board prints, above the line that is being written. */
  printed(line: string): void {
    const { output } = this.#options;
    if (this.#lines === undefined) {
      output.write(`${line}\n`);
      return;
    }
    clearLine(output, 0);
    cursorTo(output, 0);
    output.write(`${line}\n`);
    if (this.#asking === 0) this.#lines.prompt(true);
  }

  /** Resolves when the user leaves or the input ends. @throws TransportError when the board is gone */
  async run(
    session: ConsoleSession,
    timeoutMs: number | undefined,
    left: AbortSignal,
  ): Promise<void> {
    const { input, output } = this.#options;
    await this.#greet(session);
    const lines = createInterface({
      input,
      output,
      terminal: true,
      prompt: PROMPT,
      historySize: HISTORY_LINES,
      removeHistoryDuplicates: true,
      history: this.#history(),
    });
    this.#lines = lines;
    const close = (): void => lines.close();
    left.addEventListener("abort", close, { once: true });
    // The board is gone.
    void session.link.ended().then(close);
    lines.on("history", (history) => this.#keep(history));
    lines.on("SIGINT", () => void this.#interrupt(session));
    input.on("keypress", (_, key?: { sequence?: string }) => {
      if (key?.sequence === LEAVE) close();
    });
    let asked: Promise<void> = Promise.resolve();
    let hasLeft = false;
    lines.on("line", (line) => {
      hasLeft ||= line.trim() === ".exit";
      if (hasLeft) return close();
      this.#asking++;
      asked = asked
        .then(() => this.#take(line, session, timeoutMs))
        .finally(() => {
          this.#asking--;
        });
      // Thrown below; until then nobody waits for it.
      asked.then(() => lines.prompt(true)).catch(close);
    });
    lines.prompt();
    await once(lines, "close");
    if (!left.aborted) await asked;
    this.#lines = undefined;
    output.write("\n");
    const lost = session.link.failure;
    if (lost) throw lost;
  }

  async #greet(session: ConsoleSession): Promise<void> {
    const { device, answerTo } = controllerOn(session);
    const board = await answerTo(device.getDeviceType());
    const { version } = await session.identity();
    this.#options.output.write(
      `Espruino ${version} on ${board.json}, ${session.link.address}\n` +
        "Ctrl-C interrupts the board; Ctrl-] or .exit leaves.\n",
    );
  }

  async #take(line: string, session: ConsoleSession, deadlineMs?: number): Promise<void> {
    const source = this.#begun === "" ? line : `${this.#begun}\n${line}`;
    const isUnfinished = isBegun(source);
    this.#begun = isUnfinished ? source : "";
    this.#lines?.setPrompt(isUnfinished ? CONTINUED : PROMPT);
    if (isUnfinished || source.trim() === "") return;
    try {
      const value = await session.evaluate(source, deadlineMs);
      this.printed(shownValue(value, true));
    } catch (error) {
      if (!(error instanceof DeadlineError || error instanceof DeviceError)) throw error;
      // What the board said has been shown as it came.
      const isShown = error instanceof DeviceError && error.isPrinted;
      if (!isShown) this.printed(error.message);
    }
  }

  async #interrupt(session: ConsoleSession): Promise<void> {
    const lines = this.#lines;
    const hasText = this.#begun !== "" || (lines?.line ?? "") !== "";
    if (lines !== undefined && hasText && this.#asking === 0) {
      this.#begun = "";
      lines.setPrompt(PROMPT);
      lines.write(null, { ctrl: true, name: "e" });
      lines.write(null, { ctrl: true, name: "u" });
      lines.prompt();
      return;
    }
    // A line that was typed just now is on its way.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      const didRun = await session.interrupt();
      if (!didRun) this.printed("nothing is running; Ctrl-] or .exit leaves");
    } catch (error) {
      this.printed((error as Error).message);
    }
  }

  get #historyFile(): string {
    return join(this.#options.folder, "console-history");
  }

  /** The newest first, as readline has it. */
  #history(): string[] {
    try {
      return readFileSync(this.#historyFile, "utf8").split("\n").filter(Boolean).reverse();
    } catch {
      return [];
    }
  }

  /** A history that cannot be kept is no reason to end the conversation. */
  #keep(history: readonly string[]): void {
    try {
      makeFolder(this.#options.folder, 0o700);
      writeWhole(this.#historyFile, `${[...history].reverse().join("\n")}\n`);
    } catch {}
  }
}

/** Whether more lines can make it whole. */
function isBegun(source: string): boolean {
  try {
    new Script(source);
    return false;
  } catch (error) {
    return /Unexpected end of input|Unterminated template|missing \) after/.test(
      (error as Error).message,
    );
  }
}
