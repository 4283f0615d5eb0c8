// esptool-js's transport over our port. What is its own here: it tells nothing to the console, waits for
// bytes without polling, takes answers out of noise, and ends with the port instead of waiting on.
import { ESPError, Transport } from "esptool-js";
import { type Clock, systemClock } from "../clock.ts";
import { takeFrame } from "./frames.ts";
import type { WebSerialPort } from "./web-serial-port.ts";

/** The chip said nothing that is a frame, in time. */
export class NoAnswer extends ESPError {
  constructor(readonly waitedMs: number) {
    super(`no answer within ${waitedMs / 1000} s`);
  }
}

/** Of what is no frame, for a look at boot messages. */
const KEPT_NOISE = 4096;

export class ChipTransport extends Transport {
  /** The last of what came outside frames, a character a byte. */
  noise = "";
  readonly #port: WebSerialPort;
  #received = new Uint8Array(0);
  #wake: () => void = () => {};

  constructor(
    port: WebSerialPort,
    private readonly onTrace: (line: string) => void = () => {},
    private readonly clock: Clock = systemClock,
  ) {
    super(port as unknown as ConstructorParameters<typeof Transport>[0]);
    this.#port = port;
  }

  override trace(line: string): void {
    this.onTrace(line);
  }

  override async readLoop(): Promise<void> {
    const reader = this.#port.readable?.getReader();
    if (!reader) return;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      this.#received = this.appendArray(this.#received, value) as Uint8Array<ArrayBuffer>;
      this.#wake();
    }
    reader.releaseLock();
  }

  /** The lock is released whatever happens: the library leaves it when a write fails. */
  override async write(bytes: Uint8Array): Promise<void> {
    const writer = this.#port.writable?.getWriter();
    if (!writer) throw this.#port.ended ?? new ESPError("the port is closed");
    try {
      await writer.write(this.slipWriter(bytes));
    } finally {
      writer.releaseLock();
    }
  }

  /** @throws NoAnswer; TransportError when the port has ended */
  override async read(timeoutMs: number): Promise<Uint8Array> {
    const end = this.clock.now() + timeoutMs;
    for (;;) {
      const taken = takeFrame(this.#received);
      if (taken) {
        this.#keepNoise(taken.noise);
        this.#received = taken.rest as Uint8Array<ArrayBuffer>;
        return taken.frame;
      }
      if (this.#port.ended) throw this.#port.ended;
      const leftMs = end - this.clock.now();
      if (leftMs <= 0) throw new NoAnswer(timeoutMs);
      await this.#more(leftMs);
    }
  }

  override flushInput(): void {
    this.#keepNoise(this.#received);
    this.#received = new Uint8Array(0);
  }

  override async drainInput(quietMs = 100, maxMs = 400): Promise<void> {
    const end = this.clock.now() + maxMs;
    for (let length = -1; length !== this.#received.length && this.clock.now() < end; ) {
      length = this.#received.length;
      await new Promise<void>((resolve) => this.clock.after(quietMs, resolve));
    }
    this.flushInput();
  }

  override inWaiting(): number {
    return this.#received.length;
  }

  override peek(): Uint8Array {
    return this.#received;
  }

  /** Without waiting for locks that a lost device leaves behind: our port closes all the same. */
  override disconnect(): Promise<void> {
    return this.#port.close();
  }

  #keepNoise(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.noise = (this.noise + Buffer.from(bytes).toString("latin1")).slice(-KEPT_NOISE);
  }

  /** Resolves when bytes have come, the port has ended or the time is over. */
  #more(leftMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        takeBackTimer();
        takeBackEnd();
        resolve();
      };
      const takeBackTimer = this.clock.after(leftMs, done);
      const takeBackEnd = this.#port.whenEnded(done);
      this.#wake = done;
    });
  }
}
