// A transport with the console's codec on it: reads all the time, keeps what came since the last
// question, holds back what is sent while the board says XOFF. Knows no statement and no deadline.
import type { Clock } from "../clock.ts";
import { DeadlineError, TransportError } from "../errors.ts";
import type { Transport } from "../transport/transport.ts";
import { ConsoleDecoder, type ConsoleEvent } from "./codec.ts";
import { fromUtf8, HOST_LINE, plainLine } from "./statements.ts";

/** What is written at once: so much may still be under way when an XOFF comes. */
const PIECE_BYTES = 256;
const RECENT_CHARACTERS = 120;
/** A board that says XOFF has this long to say XON; one that restarted meanwhile never does. */
const LONGEST_PAUSE_MS = 10_000;

export class ConsoleLink {
  /** Replies since `begin()`. */
  readonly replies: ("ack" | "nak")[] = [];
  /** Answers since `begin()`: what follows HOST_LINE. */
  readonly answers: string[] = [];
  /** Lines that the board or its program printed since `begin()`, without the editor's movements. */
  readonly lines: string[] = [];
  /** The end of all that ever came, for a message. */
  recentText = "";

  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #onLine: (line: string) => void;
  readonly #decoder = new ConsoleDecoder();
  readonly #watchers = new Set<() => void>();
  readonly #reading: Promise<void>;
  #writing: Promise<void> = Promise.resolve();
  #partial = "";
  #lastNumber = 0;
  #isPaused = false;
  #hadOwnFrame = false;
  #failure: Error | undefined;

  constructor(transport: Transport, clock: Clock, onLine: (line: string) => void) {
    this.#transport = transport;
    this.#clock = clock;
    this.#onLine = onLine;
    this.#reading = this.#read();
  }

  get address(): string {
    return this.#transport.address;
  }

  /** Of a line that has no end yet, such as a prompt. */
  get partialLine(): string {
    return this.#partial;
  }

  async #read(): Promise<void> {
    try {
      for await (const chunk of this.#transport) {
        for (const event of this.#decoder.push(chunk)) this.#take(event);
        this.#wake();
      }
      this.#failure = new TransportError(this.address, "read", "it has been closed");
    } catch (error) {
      this.#failure = error as Error;
    }
    this.#wake();
  }

  #wake(): void {
    for (const look of [...this.#watchers]) look();
  }

  #take(event: ConsoleEvent): void {
    if (event.kind === "text") this.#takeText(event.text);
    else if (event.kind === "ack" || event.kind === "nak") this.replies.push(event.kind);
    else if (event.kind !== "packet") this.#isPaused = event.kind === "pause";
  }

  #takeText(text: string): void {
    this.recentText = (this.recentText + text).slice(-RECENT_CHARACTERS);
    const lines = (this.#partial + text).split("\n");
    this.#partial = lines.pop()!;
    for (const line of lines) {
      const plain = plainLine(line);
      if (plain.startsWith(HOST_LINE)) this.answers.push(plain.slice(1));
      else if (plain !== "" && !this.#isOwnFrame(plain)) {
        const line = fromUtf8(plain);
        this.lines.push(line);
        this.#onLine(line);
      }
    }
  }

  /** Where in our own line the board failed, and the caret below it: nothing that a user wrote. */
  #isOwnFrame(line: string): boolean {
    const isCaret = this.#hadOwnFrame && /^ *\^$/.test(line);
    this.#hadOwnFrame = /^ *at REPL \(/.test(line);
    return this.#hadOwnFrame || isCaret;
  }

  /** For the name of an answer: a late one is then nobody's. */
  nextNumber(): number {
    return ++this.#lastNumber;
  }

  /** Forgets what came before the question that is asked next. */
  begin(): void {
    this.replies.length = 0;
    this.answers.length = 0;
    this.lines.length = 0;
  }

  /** A packet that a restart of the board cut is text again. */
  resetPackets(): void {
    this.#decoder.reset();
  }

  /** One after another. @throws TransportError; DeadlineError when the board says XOFF and no XON. */
  write(bytes: Uint8Array): Promise<void> {
    const written = this.#writing.then(() => this.#writeNow(bytes));
    this.#writing = written.catch(() => {});
    return written;
  }

  async #writeNow(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const mayGoOn = await this.wait(LONGEST_PAUSE_MS, () => !this.#isPaused || undefined);
      if (mayGoOn === undefined) {
        this.#isPaused = false;
        const seconds = LONGEST_PAUSE_MS / 1000;
        throw new DeadlineError(
          `${this.address}: the board said XOFF, and no XON for ${seconds} s`,
        );
      }
      await this.#transport.write(bytes.subarray(from, from + PIECE_BYTES));
    }
  }

  /** The first that `look` finds, now or after any byte; undefined after so long. @throws TransportError */
  wait<Found>(ms: number, look: () => Found | undefined): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#watchers.delete(attempt);
        cancel();
        settle();
      };
      const attempt = (): void => {
        const found = look();
        if (found !== undefined) end(() => resolve(found));
        else if (this.#failure) end(() => reject(this.#failure));
      };
      const cancel = this.#clock.after(ms, () => end(() => resolve(undefined)));
      this.#watchers.add(attempt);
      attempt();
    });
  }

  /** Resolves once nothing will come any more. */
  ended(): Promise<void> {
    return this.#reading;
  }

  /** Why nothing will come any more, when it is so. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  async close(): Promise<void> {
    await this.#transport.close();
    await this.#reading;
  }
}
