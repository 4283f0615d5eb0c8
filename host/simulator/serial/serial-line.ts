// The serial line of a simulated board: from the end that a program opens to the wire at the board's
// console, at the pace of its baud rate, with the faults it is asked for. Knows no runtime.
import { type Clock, systemClock } from "../../clock.ts";
import type { SerialWire } from "../console/uart.ts";
import { PacedLine } from "./paced-line.ts";
import { openSerialEnd, type SerialEnd } from "./serial-end.ts";
import { type FaultEvent, type SerialFault, SerialFaults } from "./serial-fault.ts";

const BITS_PER_SECOND = 115_200;
/** What may be under way to the board before whoever writes has to wait. */
const MOST_UNDER_WAY_BYTES = 1024;
/** A board that prints faster than its line has a buffer, too, but waits when it is full. */
const MOST_PRINTED_BYTES = 1_000_000;
const XON = Uint8Array.of(0x11);
const XOFF = Uint8Array.of(0x13);
const PAUSE_MS = 500;

export interface SerialLineOptions {
  readonly clock?: Clock;
  /** 115200 without; `undefined` for a line that takes no time. */
  readonly bitsPerSecond?: number | undefined;
  readonly faults?: readonly SerialFault[];
  readonly end?: SerialEnd;
}

export class SerialLine implements SerialWire {
  /** What a program opens. */
  readonly address: string;
  /** How the board is switched off and on. */
  onReboot: () => void = () => {};
  readonly #end: SerialEnd;
  readonly #clock: Clock;
  readonly #faults: SerialFaults;
  readonly #toBoard: PacedLine;
  readonly #toHost: PacedLine;
  #receive: (bytes: Uint8Array) => void = () => {};
  #cancelPause: (() => void) | undefined;

  private constructor(end: SerialEnd, options: SerialLineOptions) {
    const { clock = systemClock, faults = [] } = options;
    const bitsPerSecond = "bitsPerSecond" in options ? options.bitsPerSecond : BITS_PER_SECOND;
    this.address = end.address;
    this.#end = end;
    this.#clock = clock;
    this.#faults = new SerialFaults(faults);
    this.#toBoard = new PacedLine({ clock, bitsPerSecond }, (bytes) => this.#arrived(bytes));
    this.#toHost = new PacedLine({ clock, bitsPerSecond }, (bytes) => end.write(bytes));
    end.onBytes = (bytes) => {
      // A copy: the end may read into the same memory again.
      this.#toBoard.push(Uint8Array.from(bytes));
      end.setTaking(this.#toBoard.waiting < MOST_UNDER_WAY_BYTES);
    };
  }

  static async open(options: SerialLineOptions = {}): Promise<SerialLine> {
    return new SerialLine(options.end ?? (await openSerialEnd()), options);
  }

  #arrived(bytes: Uint8Array): void {
    this.#end.setTaking(this.#toBoard.waiting < MOST_UNDER_WAY_BYTES);
    for (const event of this.#faults.push(bytes)) this.#take(event);
  }

  #take(event: FaultEvent): void {
    if (event.kind === "bytes") this.#receive(event.bytes);
    else if (event.kind === "reply") this.send(Uint8Array.of(event.byte));
    else if (event.kind === "reboot") this.onReboot();
    else {
      this.send(XOFF);
      this.#cancelPause?.();
      this.#cancelPause = this.#clock.after(PAUSE_MS, () => this.send(XON));
    }
  }

  send(bytes: Uint8Array): void {
    if (this.#toHost.waiting < MOST_PRINTED_BYTES) this.#toHost.push(Uint8Array.from(bytes));
  }

  listen(receive: (bytes: Uint8Array) => void): void {
    this.#receive = receive;
  }

  async close(): Promise<void> {
    this.#cancelPause?.();
    this.#toBoard.clear();
    this.#toHost.clear();
    await this.#end.close();
  }
}
