// One direction of a serial line: bytes come out at the time the last of their bits is over. Owns what
// is under way; has its time from outside, and knows nothing of what is said.
import type { Clock } from "../../clock.ts";

/** A start bit, eight of a byte, a stop bit. */
const BITS_PER_BYTE = 10;
/** Bytes are handed on at this distance at most, and at the end of what is under way. */
const LONGEST_PIECE_MS = 5;

export interface LineOptions {
  readonly clock: Clock;
  /** Bytes come out at once without. */
  readonly bitsPerSecond: number | undefined;
}

export class PacedLine {
  readonly #clock: Clock;
  readonly #bytesPerMs: number | undefined;
  readonly #deliver: (bytes: Uint8Array) => void;
  #chunks: Uint8Array[] = [];
  #waiting = 0;
  /** Since when the line has been busy without a pause, and what has come out since. */
  #busySinceMs = 0;
  #delivered = 0;
  #cancel: (() => void) | undefined;

  constructor({ clock, bitsPerSecond }: LineOptions, deliver: (bytes: Uint8Array) => void) {
    this.#clock = clock;
    this.#bytesPerMs = bitsPerSecond && bitsPerSecond / BITS_PER_BYTE / 1000;
    this.#deliver = deliver;
  }

  /** Bytes under way. */
  get waiting(): number {
    return this.#waiting;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#bytesPerMs === undefined) {
      this.#deliver(bytes);
      return;
    }
    if (this.#waiting === 0) {
      // The bits of the last byte may not be over yet, where its delivery was early; it never is.
      this.#busySinceMs = this.#clock.now();
      this.#delivered = 0;
    }
    this.#chunks.push(bytes);
    this.#waiting += bytes.length;
    this.#arm(this.#bytesPerMs);
  }

  #arm(bytesPerMs: number): void {
    if (this.#cancel !== undefined || this.#waiting === 0) return;
    const elapsedMs = this.#clock.now() - this.#busySinceMs;
    const endMs = (this.#delivered + this.#waiting) / bytesPerMs - elapsedMs;
    this.#cancel = this.#clock.after(Math.max(0, Math.min(endMs, LONGEST_PIECE_MS)), () => {
      this.#cancel = undefined;
      this.#deliverDue(bytesPerMs);
      this.#arm(bytesPerMs);
    });
  }

  #deliverDue(bytesPerMs: number): void {
    const elapsedMs = this.#clock.now() - this.#busySinceMs;
    // Where the clock gives the time of the last bit, rounding must not take it away.
    const due = Math.floor(elapsedMs * bytesPerMs + 1e-6) - this.#delivered;
    const bytes = this.#take(Math.min(this.#waiting, due));
    this.#delivered += bytes.length;
    if (bytes.length > 0) this.#deliver(bytes);
  }

  #take(count: number): Uint8Array {
    if (count <= 0) return new Uint8Array(0);
    const all = Buffer.concat(this.#chunks);
    this.#chunks = count < all.length ? [all.subarray(count)] : [];
    this.#waiting -= count;
    return all.subarray(0, count);
  }

  /** What is under way is lost. */
  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#chunks = [];
    this.#waiting = 0;
  }
}
