// When a batch of messages is full enough to be committed. Pure: the caller owns time.
//
// A commit costs the same for one reading and for a thousand, so a batch waits a while for more. But a
// broker sends only so many messages until they are acknowledged (Mosquitto 20 to a client of MQTT
// 3.1.1), and what is not committed is not: where batch after batch stops at the same number, that
// is the number, and waiting for more is in vain.

export interface BatchLimits {
  /** How long the first message of a batch waits at most. */
  readonly ageMs: number;
  readonly messages: number;
  readonly bytes: number;
}

export const BATCH_LIMITS: BatchLimits = {
  ageMs: 250,
  messages: 16_384,
  bytes: 4 * 1024 * 1024,
};

/** Batches of one size in a row: fewer are chance. */
const SURE = 2;

export class BatchPacer {
  readonly #limits: BatchLimits;
  #before = 0;
  #repeats = 0;

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  /** Whether the broker's window of unacknowledged messages is known, and holds up the batches. */
  get isLimited(): boolean {
    return this.#repeats >= SURE;
  }

  isFull(messages: number, bytes: number): boolean {
    if (messages >= this.#limits.messages || bytes >= this.#limits.bytes) return true;
    return this.isLimited && messages >= this.#before;
  }

  /**
   * A batch was closed.
   * @param quietMs how long ago its last message came
   */
  closed(messages: number, quietMs: number): void {
    // Full by number or by age while messages still came: the broker would have sent more.
    const isLimited = this.isLimited
      ? messages === this.#before
      : messages > 1 && quietMs >= this.#limits.ageMs / 2;
    this.#repeats = isLimited && messages === this.#before ? this.#repeats + 1 : isLimited ? 1 : 0;
    this.#before = messages;
  }
}
