// A clock that a test moves by hand. What is due runs in order, and what it leads to is done before the
// next is.
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../host/clock.ts";

export class ManualClock implements Clock {
  #nowMs = 0;
  #calls: { atMs: number; callback: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const call = { atMs: this.#nowMs + delayMs, callback };
    this.#calls.push(call);
    return () => {
      this.#calls = this.#calls.filter((other) => other !== call);
    };
  }

  /** Calls that have been asked for and not taken back. */
  get waiting(): number {
    return this.#calls.length;
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settled();
    for (;;) {
      const [first] = this.#calls.toSorted((a, b) => a.atMs - b.atMs);
      if (first === undefined || first.atMs > endMs) break;
      this.#calls = this.#calls.filter((other) => other !== first);
      this.#nowMs = Math.max(this.#nowMs, first.atMs);
      first.callback();
      await settled();
    }
    this.#nowMs = endMs;
  }
}

/** Whatever runs without waiting for a clock or a peer has run. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await turn();
}
