// Where a session gets time from, so that a test can own it. Knows nothing of the time of day.
import { performance } from "node:perf_hooks";

export interface Clock {
  /** Milliseconds on a clock that never steps. */
  now(): number;
  /** Calls back once, not before `delayMs`; the result takes the call back. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
