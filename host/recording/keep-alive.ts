// Pings of a connection, and the judgement that its peer is gone. Knows no bytes. While nothing is read
// no answer can be seen: then pings go out, so that the broker keeps us, and none is missed.
import type { Clock } from "../clock.ts";

export interface KeepAliveOptions {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** How long an answer may take while we read. */
  readonly deadlineMs: number;
  readonly ping: () => void;
  readonly onSilent: () => void;
}

export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #unanswered = 0;
  #waitingSince = 0;
  #isReading = true;
  #cancel: () => void = () => {};

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#arm();
  }

  answered(): void {
    this.#unanswered = Math.max(0, this.#unanswered - 1);
    this.#waitingSince = this.#options.clock.now();
  }

  /** Anything came: an answer may be behind it, and whoever sends is alive. */
  heard(): void {
    if (this.#unanswered > 0) this.#waitingSince = this.#options.clock.now();
  }

  /** Whether what the peer says can be heard from now on. */
  set isReading(isReading: boolean) {
    if (isReading && !this.#isReading) this.#waitingSince = this.#options.clock.now();
    this.#isReading = isReading;
  }

  stop(): void {
    this.#cancel();
  }

  #arm(): void {
    this.#cancel = this.#options.clock.after(this.#options.intervalMs, () => this.#tick());
  }

  #tick(): void {
    const { clock, deadlineMs, ping, onSilent } = this.#options;
    const nowMs = clock.now();
    const isWaiting = this.#isReading && this.#unanswered > 0;
    if (isWaiting && nowMs - this.#waitingSince >= deadlineMs) {
      onSilent();
      return;
    }
    this.#arm();
    if (isWaiting) return;
    if (this.#unanswered === 0) this.#waitingSince = nowMs;
    this.#unanswered++;
    ping();
  }
}
