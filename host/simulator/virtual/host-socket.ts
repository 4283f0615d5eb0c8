// A client's socket in the model network, as a stream like those of node:net: a session of the host
// needs not know where it runs. Owns nothing but the translation.
import { Duplex } from "node:stream";
import type { Opening } from "../node/network.ts";
import type { Station } from "./station.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Wire } from "./wire.ts";

export interface HostSocketOptions {
  readonly time: VirtualTime;
  readonly station: Station;
  readonly host: string;
  readonly port: number;
  /** Takes what arrives, in place of the stream's readable side, as `onread` of node:net does. */
  readonly receive?: ((bytes: Buffer) => void) | undefined;
}

/** Bytes that may be under way before a write has to wait: a send buffer of Linux. */
const SEND_BUFFER_BYTES = 256 * 1024;
/** That may have come and not been read: a receive buffer of Linux; and what Node reads at once. */
const RECEIVE_BUFFER_BYTES = 256 * 1024;
const READ_BYTES = 64 * 1024;

export class HostSocket extends Duplex {
  readonly #options: HostSocketOptions;
  readonly #opening: Opening;
  #wire: Wire | undefined;
  #isPaused = false;
  /** Has come while nobody read. */
  #unread: Buffer[] = [];
  #unreadBytes = 0;
  #isFull = false;
  #hasEnded = false;
  #onWire: (() => void) | undefined;
  #onRoom: (() => void) | undefined;

  constructor(options: HostSocketOptions) {
    super({ allowHalfOpen: false });
    this.#options = options;
    const { station, host, port } = options;
    this.#opening = station.connect(host, port, (result) => {
      options.time.await();
      if (typeof result === "string") {
        const error = new Error(`connect ${result} ${host}:${port}`);
        this.destroy(Object.assign(error, { code: result, syscall: "connect" }));
      } else this.#opened(result);
    });
  }

  #opened(wire: Wire): void {
    this.#wire = wire;
    const { time, receive } = this.#options;
    wire.onBytes = (bytes) => {
      if (receive === undefined) {
        time.await();
        if (!this.push(bytes)) wire.pause();
        return true;
      }
      if (this.#unreadBytes >= RECEIVE_BUFFER_BYTES) {
        this.#isFull = true;
        return false;
      }
      this.#unread.push(bytes);
      this.#unreadBytes += bytes.length;
      this.#read();
      return true;
    };
    wire.onEnd = (isReset) => {
      time.await();
      if (isReset) {
        this.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
        return;
      }
      this.#hasEnded = true;
      if (this.#unread.length === 0) this.#end();
    };
    wire.onRoom = () => {
      if (this.#onRoom === undefined || wire.bytesUnderWay > SEND_BUFFER_BYTES) return;
      const done = this.#onRoom;
      this.#onRoom = undefined;
      time.await();
      done();
    };
    this.emit("connect");
    this.#onWire?.();
    this.#onWire = undefined;
  }

  /** All that has come at once, as from a socket of the system. */
  #read(): void {
    const { receive, time } = this.#options;
    while (receive !== undefined && this.#unread.length > 0 && !this.#isPaused) {
      if (this.destroyed) return;
      let bytes = this.#unread.shift()!;
      if (this.#unread.length > 0) {
        const all = Buffer.concat([bytes, ...this.#unread]);
        bytes = all.subarray(0, READ_BYTES);
        this.#unread = all.length > bytes.length ? [all.subarray(bytes.length)] : [];
      }
      this.#unreadBytes -= bytes.length;
      time.await();
      receive(bytes);
    }
    if (this.#unread.length > 0) return;
    if (this.#isFull) {
      this.#isFull = false;
      this.#wire?.resume();
    }
    if (this.#hasEnded) this.#end();
  }

  #end(): void {
    this.push(null);
    // Nobody reads it to its end.
    if (this.#options.receive !== undefined) super.resume();
  }

  override pause(): this {
    this.#isPaused = true;
    if (this.#options.receive === undefined) super.pause();
    return this;
  }

  override resume(): this {
    this.#isPaused = false;
    if (this.#options.receive === undefined) super.resume();
    else if (this.#unread.length > 0) this.#options.time.soon(() => this.#read());
    return this;
  }

  override _read(): void {
    if (this.#options.receive === undefined) this.#wire?.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#wire === undefined) {
      this.#onWire = () => this._write(bytes, _encoding, done);
      return;
    }
    this.#options.time.await();
    // Whoever writes may use the buffer again.
    this.#wire.send(Buffer.from(bytes));
    if (this.#wire.bytesUnderWay > SEND_BUFFER_BYTES) this.#onRoom = done;
    else done();
  }

  override _final(done: () => void): void {
    this.#options.time.await();
    if (this.#wire === undefined) this.#opening.abandon();
    else this.#wire.finish();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // Its end is told in a later turn of the event loop.
    this.#options.time.await();
    if (this.#wire === undefined) this.#opening.abandon();
    else this.#wire.close();
    done(error);
  }
}
