// Where a simulated board gets monotonic time and delayed calls from, so that tests can own both.
// Knows nothing of the board's wall clock.
import { performance } from "node:perf_hooks";

export interface Scheduler {
  /** Milliseconds on a clock that never steps, with fractions. */
  now(): number;
  /** Calls back once, not before `delayMs`; the result takes the call back. */
  after(delayMs: number, callback: () => void): () => void;
  /** Calls back once, as soon as whatever runs now has returned. */
  soon(callback: () => void): () => void;
}

/** Node cannot wait longer than 2^31-1 ms in one go; whoever waits looks at the clock again. */
const LONGEST_WAIT_MS = 3_600_000;

export const realTime: Scheduler = {
  now: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), LONGEST_WAIT_MS));
    return () => clearTimeout(timer);
  },
  soon(callback) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  },
};
