// The one console of an interpreter for two: whoever is at the board's serial port, and the simulator
// with its own statements. Owns what goes in between what, and what each of them sees; knows no
// process. The interpreter for Linux ends at byte 04 and at a second Ctrl-C that finds it idle, which
// no board does: neither gets that far.
import { encodePacket, isSafeLength } from "../../console/codec.ts";
import { HOST_LINE, literalOf, plainLine } from "../../console/statements.ts";
import { BoardConsole } from "../console/board-console.ts";
import { NAK } from "../console/packets.ts";
import type { Scheduler } from "../node/scheduler.ts";
import { SharedOutput } from "./shared-output.ts";

const CTRL_C = 0x03;
const CTRL_D = 0x04;
/** For what was written to be taken in: the interpreter for Linux reads each 50 ms. */
const TAKEN_MS = 150;
/** A line that somebody types may stay unfinished for long; the simulator waits no longer for it. */
const PATIENCE_MS = 1000;

export interface SharedConsoleSurroundings {
  readonly scheduler: Scheduler;
  /** To the interpreter. */
  readonly write: (bytes: Uint8Array) => void;
  /** To whoever is at the port. */
  readonly send: (bytes: Uint8Array) => void;
  /** A line that came from the interpreter, what is typed and its echo included. */
  readonly line: (text: string) => void;
  /** A line of the shim: a letter, and what follows it. */
  readonly hostLine: (kind: string, rest: string) => void;
}

export class SharedConsole {
  readonly #surroundings: SharedConsoleSurroundings;
  readonly #output: SharedOutput;
  /** Takes what is typed as the interpreter does, to know where a line of it ends. */
  #shadow: BoardConsole;
  #typed: number[] = [];
  #isHeld = false;
  /** The interpreter knows by now that it is in a packet, in which 03 is a byte like any other. */
  #isPacketTaken = false;
  #statements: string[] = [];
  #cancelPatience: (() => void) | undefined;
  #hasEnded = false;

  constructor(surroundings: SharedConsoleSurroundings) {
    this.#surroundings = surroundings;
    const { send, line, hostLine } = surroundings;
    this.#output = new SharedOutput({
      send: (text) => send(Buffer.from(text, "latin1")),
      line(text) {
        const plain = plainLine(text);
        if (plain !== "" && !plain.startsWith(HOST_LINE)) line(plain);
      },
      hostLine,
    });
    this.#shadow = this.#newShadow();
  }

  #newShadow(): BoardConsole {
    return new BoardConsole({
      // The interpreter's own time begins later; its NAK comes first.
      after: (ms, callback) => this.#surroundings.scheduler.after(ms + 2 * TAKEN_MS, callback),
      send() {},
      run: () => undefined,
      evaluate: () => "",
      tellErrors() {},
      failed() {},
      event: () => true,
      write() {},
      read: () => undefined,
      enquiry: "",
    });
  }

  /** The program has been started again, and the line that was typed is gone. */
  restarted(): void {
    this.#shadow.end();
    this.#shadow = this.#newShadow();
    this.#next();
  }

  /** From the port. */
  typed(bytes: Uint8Array): void {
    this.#typed.push(...bytes);
    this.#next();
  }

  /** Runs a statement of one line, as soon as what is typed lets it. */
  run(statement: string): void {
    this.#statements.push(statement);
    this.#next();
  }

  received(chunk: string): void {
    if (this.#hasEnded) return;
    if (chunk.includes(NAK)) this.#shadow.giveUpPacket();
    this.#output.push(chunk);
  }

  #next(): void {
    if (this.#isHeld || this.#hasEnded) return;
    this.#cancelPatience?.();
    this.#cancelPatience = undefined;
    const safe: number[] = [];
    for (let byte = this.#typed.shift(); byte !== undefined; byte = this.#typed.shift()) {
      if (byte === CTRL_D) continue;
      if (byte === CTRL_C && !this.#isPacketTaken) {
        this.#write(safe);
        void this.#interrupt();
        return;
      }
      safe.push(byte);
      this.#shadow.receive(Uint8Array.of(byte));
      this.#isPacketTaken &&= this.#shadow.isInPacket;
    }
    this.#write(safe);
    this.#runStatements();
  }

  #write(bytes: readonly number[]): void {
    if (bytes.length > 0) this.#surroundings.write(Uint8Array.from(bytes));
  }

  /**
   * Ctrl-C, once what came before it has been taken in: into an empty line a character is put first,
   * so that an idle interpreter finds something to take away, and taken out after it.
   */
  async #interrupt(): Promise<void> {
    this.#isHeld = true;
    const { isInPacket } = this.#shadow;
    const isEmpty = this.#shadow.isLineEmpty && !isInPacket;
    if (isEmpty) this.#write([...Buffer.from("\x10x")]);
    await this.#taken();
    this.#write([CTRL_C]);
    if (!isInPacket) await this.#taken();
    if (isEmpty) this.#write([...Buffer.from("\x1b[2H\n")]);
    this.#shadow.receive(Uint8Array.of(CTRL_C));
    this.#isPacketTaken = this.#shadow.isInPacket;
    this.#isHeld = false;
    this.#next();
  }

  #taken(): Promise<void> {
    return new Promise((resolve) => this.#surroundings.scheduler.after(TAKEN_MS, resolve));
  }

  #runStatements(): void {
    if (this.#statements.length === 0) return;
    if (this.#shadow.isAtLineStart) {
      for (const statement of this.#statements.splice(0)) {
        this.#write([...Buffer.from(`\x10${statement}\n`, "latin1")]);
      }
      return;
    }
    this.#cancelPatience = this.#surroundings.scheduler.after(PATIENCE_MS, () => {
      this.#cancelPatience = undefined;
      const { isInPacket, isAtLineStart } = this.#shadow;
      if (!isInPacket && !isAtLineStart) this.#runInPackets();
      this.#runStatements();
    });
  }

  /** A packet leaves the line that is being typed as it is. */
  #runInPackets(): void {
    for (const statement of this.#statements.splice(0)) {
      let source = `eval(${literalOf(Buffer.from(statement, "latin1"))})`;
      while (!isSafeLength(source.length)) source += " ";
      this.#output.expectReply();
      this.#write([...encodePacket("eval", Buffer.from(source, "latin1"))]);
    }
  }

  end(): void {
    this.#hasEnded = true;
    this.#cancelPatience?.();
    this.#shadow.end();
    this.#output.end();
  }
}
