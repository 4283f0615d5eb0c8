// The receive path of a connection: takes the messages out of what a broker sends, hands them over,
// and acknowledges them. To the MQTT library above it is the stream of everything else. Owns when is
// read and when is acknowledged; what a message says is not its business.
import { Duplex } from "node:stream";
import type { MqttVersion } from "../config/broker.ts";
import type { Message } from "./message.ts";
import { READ_BYTES } from "./open-socket.ts";
import { pubacks } from "./pubacks.ts";
import { PublishParser } from "./publish-parser.ts";
import { ReadPacer } from "./read-pacer.ts";

/** Where messages go. */
export interface Receiver {
  /** `payload` is a view of all that was read at once: copy what is kept for long. */
  readonly onMessage: (message: Message) => void;
  /**
   * Asked when all that has arrived is handed over. What it returns is waited for before the
   * messages are acknowledged and anything more is read: until they are safe, or there is room.
   */
  readonly settled?: (() => Promise<void> | undefined) | undefined;
}

export interface ReceiveStreamOptions extends Receiver {
  readonly version: MqttVersion;
  /** Opens the bytes below; calls back with what arrives there. */
  readonly open: (receive: (bytes: Buffer) => void) => Duplex;
}

export class ReceiveStream extends Duplex {
  readonly #receiver: Receiver;
  readonly #parser: PublishParser;
  readonly #pacer = new ReadPacer();
  readonly #socket: Duplex;
  #messages: Message[] = [];
  /** Packet ids of what is to be acknowledged. */
  #unanswered: number[] = [];
  /** What came although nothing was to be read. */
  #early: Buffer[] = [];
  #isHeld = false;
  #isOver = false;
  #turn: NodeJS.Immediate | undefined;
  #pause: NodeJS.Timeout | undefined;
  /** The library has to answer something, or there is more to read: no time to pause. */
  #isUrgent = false;

  constructor(options: ReceiveStreamOptions) {
    super({ autoDestroy: true });
    this.#receiver = options;
    this.#parser = new PublishParser(options.version);
    this.#socket = options.open((bytes) => this.#receive(bytes));
    this.#socket.on("error", (error) => this.destroy(error));
    this.#socket.on("close", () => {
      if (this.destroyed) return;
      this.#handOver();
      // What the library has not read yet comes first, such as a DISCONNECT.
      this.once("end", () => this.destroy());
      this.push(null);
      if (this.readableEnded) this.destroy();
    });
  }

  /** Whether `settled` is waited for, and nothing is read meanwhile. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Takes a message the library received: it goes the way of all others. */
  deliver(message: Message): void {
    if (this.#isOver) return;
    this.#messages.push(message);
    this.#turn ??= setImmediate(() => this.#settle());
  }

  #receive(bytes: Buffer): void {
    if (this.#isHeld) {
      this.#early.push(bytes);
      return;
    }
    if (bytes.length === READ_BYTES) this.#isUrgent = true;
    for (const packet of this.#parser.push(bytes, Date.now())) {
      if (packet.kind === "other") {
        this.#isUrgent = true;
        this.push(packet.bytes);
      } else if (!this.#isOver) {
        if (packet.qos === 1) this.#unanswered.push(packet.packetId);
        this.#messages.push(packet);
      }
    }
    // The library acts on what it was given first: "subscribed" is known before the first message.
    this.#turn ??= setImmediate(() => this.#settle());
  }

  /** Whether there was anything. */
  #handOver(): boolean {
    const messages = this.#messages;
    if (messages.length === 0) return false;
    this.#messages = [];
    for (const message of messages) this.#receiver.onMessage(message);
    return true;
  }

  #settle(): void {
    this.#turn = undefined;
    const settled = this.#handOver() && !this.#isOver ? this.#receiver.settled?.() : undefined;
    if (settled === undefined) {
      this.#goOn();
      return;
    }
    this.#isHeld = true;
    this.#socket.pause();
    settled.then(
      () => this.#release(),
      (error: Error) => this.destroy(error),
    );
  }

  #release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#isUrgent = true;
    this.#goOn();
    for (const bytes of this.#early.splice(0)) this.#receive(bytes);
    this.#socket.resume();
  }

  #goOn(): void {
    this.#acknowledge();
    const { length } = this.#unanswered;
    this.#unanswered = [];
    const pauseMs =
      this.#isUrgent || this.#isOver ? 0 : this.#pacer.after(length, performance.now());
    this.#isUrgent = false;
    if (pauseMs === 0) return;
    this.#socket.pause();
    this.#pause = setTimeout(() => this.#socket.resume(), pauseMs);
  }

  /** One write for all of them; the library's packets are written whole as well. */
  #acknowledge(): void {
    if (this.#unanswered.length === 0 || this.#isOver || this.destroyed) return;
    this.write(pubacks(this.#unanswered));
  }

  override _read(): void {
    // What there is is pushed: it is little, and nothing is read while a message waits.
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void) {
    this.#socket.write(bytes, done);
  }

  override _writev(
    chunks: readonly { readonly chunk: Buffer }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  /** Nothing more is wanted, but the end of the connection is to be seen. */
  override _final(done: (error?: Error | null) => void): void {
    this.#handOver();
    this.#isOver = true;
    this.#release();
    clearTimeout(this.#pause);
    this.#socket.resume();
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#handOver();
    this.#isOver = true;
    clearTimeout(this.#pause);
    this.#socket.destroy();
    done(error);
  }
}
