// A conversation with Espruino's console over any transport: comes to a prompt whatever state the
// last user left, interrupts, evaluates, says what the board is. One question at a time. Leaves
// nothing behind on the board: the echo is off line by line.
import { type Clock, systemClock } from "../clock.ts";
import { DeadlineError, DeviceError } from "../errors.ts";
import type { Transport } from "../transport/transport.ts";
import { CLEAR_LINE, encodeLine, INTERRUPT } from "./codec.ts";
import { ConsoleLink } from "./link.ts";
import { evaluation, mark } from "./statements.ts";

/** A board that idles answers within this; over Bluetooth and Telnet too. */
const ANSWER_MS = 1000;
/** The board gives up a packet that does not come to its end, and says NAK (jsiPacketStart). */
const PACKET_TIMEOUT_MS = 5000;
const DEFAULT_DEADLINE_MS = 5000;
/** For what was written to be taken in: the interpreter for Linux reads each 50 ms. */
const TAKEN_MS = 150;
/** For an interrupted statement to end. */
const END_MS = 2000;
/** A probe that went into a half packet, a debugger, a half line: each round leaves one of them. */
const MOST_ROUNDS = 12;

export interface SessionOptions {
  readonly clock?: Clock;
  /** Each line that the board or its program prints of itself. */
  readonly onLine?: (line: string) => void;
  /**
   * How long a board that does not answer is left alone before what it runs is interrupted; a board
   * that restarts when its port is opened needs some. Default 3000.
   */
  readonly patienceMs?: number;
}

export interface Evaluation {
  /** Undefined where the value has no JSON: a function, undefined, NaN. */
  readonly json: unknown;
  /** The JSON, or the value as Espruino turns it into text. */
  readonly text: string;
}

/** Of `process.env`. */
export interface BoardIdentity {
  /** Of Espruino, such as "2v29". */
  readonly version: string;
  /** Espruino's name for the board, such as "ESP32". */
  readonly board: string;
  readonly serial?: string;
  readonly env: Readonly<Record<string, unknown>>;
}

export class ConsoleSession {
  readonly link: ConsoleLink;
  #identity: BoardIdentity | undefined;
  #last = 0;
  #isRunning = false;
  #questions = 0;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(link: ConsoleLink) {
    this.link = link;
  }

  /**
   * Takes the transport over. Resolves at a prompt.
   * @throws DeadlineError when nothing there answers as Espruino's console; TransportError
   */
  static async open(transport: Transport, options: SessionOptions = {}): Promise<ConsoleSession> {
    const { clock = systemClock, onLine = () => {}, patienceMs = 3000 } = options;
    const session = new ConsoleSession(new ConsoleLink(transport, clock, onLine));
    try {
      await session.recover(patienceMs);
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  /** Runs one after another what would mix at the console. */
  inTurn<Result>(question: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(question);
    this.#turn = result.catch(() => {});
    return result;
  }

  /**
   * Comes to a prompt, out of a half line, open brackets, a half packet, the debugger. What is running
   * is interrupted only after `patienceMs` without an answer: Ctrl-C takes away the interval that it
   * hits, and an interpreter for Linux ends at the second within 5 s of idling.
   */
  async recover(patienceMs = 0): Promise<void> {
    const { link } = this;
    link.resetPackets();
    const nextSteps = [
      () => link.write(INTERRUPT),
      // A half packet swallows what comes, and ends by itself, with a NAK.
      () => link.wait(PACKET_TIMEOUT_MS, () => link.replies.pop()),
      () => link.write(INTERRUPT),
    ];
    let silentMs = 0;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const state = await this.#probe();
      if (state === "prompt") return;
      if (state === "debugger") await this.#leaveDebugger();
      if (state !== "silent") continue;
      silentMs += ANSWER_MS;
      if (silentMs < patienceMs) continue;
      const step = nextSteps.shift();
      if (step === undefined) break;
      await step();
    }
    throw new DeadlineError(noConsole(link));
  }

  /**
   * By Ctrl-C: `quit` leaves it too, but then the program goes on. Nothing may come with it, because
   * what is read in the same turn is still run in the debugger.
   */
  async #leaveDebugger(): Promise<void> {
    const { link } = this;
    link.begin();
    // An interpreter for Linux counts a Ctrl-C that finds the line empty, and ends at the second.
    await link.write(Buffer.from("x"));
    await link.wait(TAKEN_MS, () => undefined);
    await link.write(INTERRUPT);
    await link.wait(ANSWER_MS, () => link.lines.find((line) => /Interrupted/.test(line)));
  }

  async #probe(): Promise<"prompt" | "debugger" | "silent" | "garbage"> {
    const { link } = this;
    const id = `P${++this.#last}`;
    link.begin();
    await link.write(Buffer.concat([CLEAR_LINE, encodeLine(mark(id))]));
    const state = await link.wait(ANSWER_MS, () => {
      if (link.answers.includes(id)) return "prompt";
      // The debugger answers an expression, echo or not, and its prompt has no end of line.
      const isDebugger =
        link.partialLine.includes("debug>") || link.lines.some((line) => line.startsWith('="\\x1'));
      if (isDebugger) return "debugger";
      return link.replies.length > 0 ? "garbage" : undefined;
    });
    return state ?? "silent";
  }

  /**
   * Ctrl-C to whatever runs: the statement that is being evaluated, else the program. False when
   * nothing ran: an idle board is not sent one.
   */
  async interrupt(): Promise<boolean> {
    // A Ctrl-C that comes with its line is looked at before the line is run, and does not hit it.
    if (this.#questions > 0) {
      await this.link.wait(TAKEN_MS, () => this.#questions === 0 || undefined);
    }
    if (this.#isRunning) {
      await this.link.write(INTERRUPT);
      return true;
    }
    return this.inTurn(async () => {
      if ((await this.#probe()) === "prompt") return false;
      await this.link.write(INTERRUPT);
      await this.recover(END_MS);
      return true;
    });
  }

  /**
   * An expression, or statements of which the last has the value, in the console's own scope.
   * @throws DeviceError with what the board said; DeadlineError, the statement being interrupted;
   * TransportError
   */
  evaluate(source: string, deadlineMs = DEFAULT_DEADLINE_MS): Promise<Evaluation> {
    this.#questions++;
    return this.inTurn(async () => {
      try {
        return parseAnswer(await this.run((id) => evaluation(id, source), source, deadlineMs));
      } finally {
        this.#questions--;
      }
    });
  }

  /**
   * Runs a line that prints the answer `id`, and gives what follows it; for use in turn.
   * A line and not an EVAL packet: what an EVAL runs cannot be interrupted, because the board takes
   * Ctrl-C for a byte of the packet until it is done (jsiCtrlC, jsinteractive.c).
   * @param source what an error names as the statement
   */
  async run(lineFor: (id: string) => string, source: string, deadlineMs: number): Promise<string> {
    const { link } = this;
    const id = `E${++this.#last}`;
    const end = `Z${this.#last}`;
    const hasEnded = (): true | undefined => link.answers.includes(end) || undefined;
    const lines = [lineFor(id), mark(end)].map(encodeLine);
    link.begin();
    this.#isRunning = true;
    try {
      await link.write(Buffer.concat(lines));
      if (!(await link.wait(deadlineMs, hasEnded))) {
        // A line without echo is interrupted at once, and not taken to the debugger.
        await link.write(INTERRUPT);
        if (!(await link.wait(END_MS, hasEnded))) await this.recover();
        const seconds = deadlineMs / 1000;
        throw new DeadlineError(`${source}: no answer within ${seconds} s; it was interrupted`);
      }
    } finally {
      this.#isRunning = false;
    }
    const answer = link.answers.find((found) => found.startsWith(`${id} `));
    if (answer !== undefined) return answer.slice(id.length + 1);
    throw new DeviceError(source, link.lines.join("\n") || "it ended without a value");
  }

  /** Asked once. @throws DeviceError, DeadlineError, TransportError */
  async identity(): Promise<BoardIdentity> {
    this.#identity ??= await this.#askIdentity();
    return this.#identity;
  }

  async #askIdentity(): Promise<BoardIdentity> {
    const { json } = await this.evaluate("process.env");
    const env = (json ?? {}) as Record<string, unknown>;
    const { VERSION, BOARD, SERIAL } = env;
    return {
      version: String(VERSION),
      board: String(BOARD),
      ...(typeof SERIAL === "string" && { serial: SERIAL }),
      env,
    };
  }

  async close(): Promise<void> {
    await this.link.close();
  }
}

function parseAnswer(answer: string): Evaluation {
  const text = answer.slice(1);
  try {
    const json: unknown = JSON.parse(text);
    return answer.startsWith("J") ? { json, text } : { json: undefined, text: String(json) };
  } catch {
    // Such as a pin, which Espruino writes bare.
    return { json: undefined, text };
  }
}

function noConsole({ address, recentText }: ConsoleLink): string {
  const said = recentText.replaceAll("\r", "").trim();
  const heard = said === "" ? "nothing came" : `last came ${JSON.stringify(said)}`;
  return `${address}: no answer from an Espruino console; ${heard}; is it the board's port, with Espruino on it, at its baud rate, and without a password?`;
}
