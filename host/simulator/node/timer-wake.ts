// When the interpreter is woken for its next timer. Owns the one call it has of the scheduler; knows no
// timers.
import type { Scheduler } from "./scheduler.ts";

export class TimerWake {
  #atMs = 0;
  #cancel: (() => void) | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly run: () => void,
  ) {}

  /** To be woken in so many microseconds, whatever was asked for before; undefined: not at all. */
  set(inUs: number | undefined): void {
    if (inUs === undefined) {
      this.#cancel?.();
      this.#cancel = undefined;
      return;
    }
    const nowMs = this.scheduler.now();
    const earlyMs = nowMs + inUs / 1000 - this.#atMs;
    // Most passes are for a socket, and leave the timers as they were.
    if (this.#cancel !== undefined && earlyMs <= 0 && earlyMs > -1) return;
    this.#cancel?.();
    const waitMs = Math.ceil(inUs / 1000);
    this.#atMs = nowMs + waitMs;
    this.#cancel = this.scheduler.after(waitMs, this.#wake);
  }

  readonly #wake = (): void => {
    this.#cancel = undefined;
    this.run();
  };
}
