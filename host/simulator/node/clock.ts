// The board's system clock: microseconds since 1970, as gettimeofday() of the ESP32 gives them.
// Knows nothing of the timers that are counted on it.
import type { Scheduler } from "./scheduler.ts";

export class SystemClock {
  #offsetUs: number;

  constructor(
    private readonly scheduler: Scheduler,
    nowUs: number,
  ) {
    this.#offsetUs = nowUs - this.#monotonicUs();
  }

  #monotonicUs(): number {
    return Math.floor(this.scheduler.now() * 1000);
  }

  nowUs(): number {
    return this.#monotonicUs() + this.#offsetUs;
  }

  setUs(nowUs: number): void {
    this.#offsetUs = nowUs - this.#monotonicUs();
  }
}
