// Where a simulated board gets monotonic time and delayed calls from, so that tests can own both; and
// the one clock of all boards of a process. Knows nothing of the board's wall clock.
import { performance } from "node:perf_hooks";
import { DueHeap } from "./due-heap.ts";

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
/** Boards run for so long before sockets get their turn. */
const TURN_MS = 5;

const nativeTimers: Scheduler = {
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

/**
 * Many boards on one native timer and one native immediate: a heap of absolute due times. What is due
 * runs in turns, so that a thousand boards due at once hold up no socket.
 */
export class SharedScheduler implements Scheduler {
  readonly #calls = new DueHeap();
  #soon: { callback: (() => void) | undefined }[] = [];
  /** When the native timer fires; infinite while there is none. */
  #armedMs = Number.POSITIVE_INFINITY;
  #disarm: () => void = () => {};
  #isTurnPlanned = false;

  constructor(private readonly native: Scheduler) {}

  now(): number {
    return this.native.now();
  }

  after(delayMs: number, callback: () => void): () => void {
    const call = this.#calls.add(this.now() + Math.max(0, delayMs), callback);
    if (call.atMs < this.#armedMs && !this.#isTurnPlanned) this.#arm();
    return () => {
      this.#calls.remove(call);
      // A timer that nobody waits for would keep the process.
      if (this.#calls.size === 0) this.#arm();
    };
  }

  soon(callback: () => void): () => void {
    const call: { callback: (() => void) | undefined } = { callback };
    this.#soon.push(call);
    this.#planTurn();
    return () => {
      call.callback = undefined;
    };
  }

  #planTurn(): void {
    if (this.#isTurnPlanned) return;
    this.#isTurnPlanned = true;
    this.native.soon(() => this.#turn());
  }

  #arm(): void {
    this.#disarm();
    this.#disarm = () => {};
    const { firstAtMs } = this.#calls;
    this.#armedMs = firstAtMs ?? Number.POSITIVE_INFINITY;
    if (firstAtMs === undefined) return;
    const leftMs = Math.max(0, Math.ceil(firstAtMs - this.now()));
    this.#disarm = this.native.after(leftMs, () => this.#turn());
  }

  #turn(): void {
    this.#isTurnPlanned = true;
    let nowMs = this.now();
    const endMs = nowMs + TURN_MS;
    // What these ask for waits for the next turn.
    const soon = this.#soon;
    this.#soon = [];
    let next = 0;
    for (; next < soon.length && nowMs < endMs; next++) {
      soon[next]!.callback?.();
      nowMs = this.now();
    }
    if (next < soon.length) this.#soon = [...soon.slice(next), ...this.#soon];
    for (; nowMs < endMs; nowMs = this.now()) {
      const call = this.#calls.takeDue(nowMs);
      if (call === undefined) break;
      call.callback();
    }
    this.#isTurnPlanned = false;
    const { firstAtMs } = this.#calls;
    if (this.#soon.length > 0 || (firstAtMs !== undefined && firstAtMs <= nowMs)) this.#planTurn();
    this.#arm();
  }
}

/** All boards of this process. */
export const realTime: Scheduler = new SharedScheduler(nativeTimers);
