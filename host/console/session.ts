// A conversation with Espruino's console over any transport: comes to a prompt whatever state the
// last user left, interrupts, evaluates, says what the board is. One question at a time. Leaves
// nothing behind on the board: the echo is off line by line.
import { type Clock, systemClock } from "../clock.ts";
import { DeadlineError, DeviceError } from "../errors.ts";
import type { Transport } from "../transport/transport.ts";
import { encodeLine, INTERRUPT } from "./codec.ts";
import { ConsoleLink } from "./link.ts";
import { comeToPrompt, probe, TAKEN_MS } from "./prompt.ts";
import { evaluation, fromUtf8, mark } from "./statements.ts";

const DEFAULT_DEADLINE_MS = 5000;
/** For an interrupted statement to end. */
const END_MS = 2000;

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
  #isRunning = false;
  #isStuck = false;
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
      await comeToPrompt(session.link, patienceMs);
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  /** What was run last did not end, and Ctrl-C did not end it. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  /** Runs one after another what would mix at the console. */
  inTurn<Result>(question: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(question);
    this.#turn = result.catch(() => {});
    return result;
  }

  /**
   * Comes to a prompt, whatever happened; for use in turn.
   * @param patienceMs without an answer before what runs is interrupted
   * @throws as `comeToPrompt`
   */
  recover(patienceMs = 0): Promise<void> {
    return comeToPrompt(this.link, patienceMs);
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
      if ((await probe(this.link)) === "prompt") return false;
      await this.link.write(INTERRUPT);
      await comeToPrompt(this.link, END_MS);
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
    const number = link.nextNumber();
    const [id, done] = [`E${number}`, `Z${number}`];
    const hasEnded = (): true | undefined => link.answers.includes(done) || undefined;
    const lines = [lineFor(id), mark(done)].map(encodeLine);
    link.begin();
    this.#isStuck = false;
    this.#isRunning = true;
    try {
      await link.write(Buffer.concat(lines));
      if (!(await link.wait(deadlineMs, hasEnded))) {
        // A line without echo is interrupted at once, and not taken to the debugger.
        await link.write(INTERRUPT);
        const isOver =
          (await link.wait(END_MS, hasEnded)) ??
          (await this.recover().then(
            () => true,
            () => false,
          ));
        this.#isStuck = !isOver;
        const end = isOver ? "it was interrupted" : "Ctrl-C does not end it; restart the board";
        throw new DeadlineError(`${source}: no answer within ${deadlineMs / 1000} s; ${end}`);
      }
    } finally {
      this.#isRunning = false;
    }
    const answer = link.answers.find((found) => found.startsWith(`${id} `));
    if (answer !== undefined) return answer.slice(id.length + 1);
    if (link.lines.length > 0) throw new DeviceError(source, link.lines.join("\n"), true);
    throw new DeviceError(source, "it ended without a value");
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
    const json: unknown = JSON.parse(text, (_, value) =>
      typeof value === "string" ? fromUtf8(value) : value,
    );
    return answer.startsWith("J") ? { json, text } : { json: undefined, text: String(json) };
  } catch {
    // Such as a pin, which Espruino writes bare.
    return { json: undefined, text };
  }
}
