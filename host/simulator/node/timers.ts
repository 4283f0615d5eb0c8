// The interpreter's timer array: what jsiIdle (jsinteractive.c) and jswrap_interactive.c do with
// it, clock steps included. Owns no native timer and runs no JavaScript itself.
import type { SystemClock } from "./clock.ts";

const MIN_INTERVAL_MS = 0.1; // TIMER_MIN_INTERVAL, jsinteractive.h
const MAX_INTERVAL_MS = 31_536_000_001_000; // TIMER_MAX_INTERVAL
/** A pass that has called this often yields: after a clock step a catch-up may take millions. */
const CALLS_BEFORE_YIELDING = 1000;

export interface Timer {
  readonly id: number;
  /** The interpreter keeps `time` relative to its last idle pass; this is the same, plus an origin. */
  due: number;
  intervalUs: number | undefined;
  readonly callback: unknown;
  readonly args: readonly unknown[];
}

export class TimerArray {
  #timers: Timer[] = [];
  #changed = false;
  /** jsiLastIdleTime */
  #lastIdleUs: number;
  /** System time at which `due` is 0; `setTime` moves it and so keeps every timer. */
  #originUs = 0;

  constructor(private readonly clock: SystemClock) {
    this.#lastIdleUs = clock.nowUs();
  }

  get size(): number {
    return this.#timers.length;
  }

  /** _jswrap_interface_setTimeoutOrInterval; @throws RangeError for more than 100 years. */
  add(callback: unknown, delayMs: number, repeats: boolean, args: readonly unknown[]): number {
    const delayUs = microseconds(delayMs);
    // jsvArrayAddToEnd: one more than the last one left, so the id of a removed timer comes again.
    const id = (this.#timers.at(-1)?.id ?? 0) + 1;
    this.#timers.push({
      id,
      due: this.clock.nowUs() - this.#originUs + delayUs,
      intervalUs: repeats ? delayUs : undefined,
      callback,
      args,
    });
    this.#changed = true;
    return id;
  }

  remove(id: unknown): void {
    const index = this.#timers.findIndex((timer) => timer.id === id);
    if (index >= 0) this.#timers.splice(index, 1);
    this.#changed = true;
  }

  removeAll(): void {
    this.#timers = [];
    this.#changed = true;
  }

  /** jswrap_interface_changeInterval: counts from now. Turns a timeout into an interval, as there. */
  change(id: unknown, intervalMs: number): boolean {
    const timer = this.#timers.find((candidate) => candidate.id === id);
    if (timer === undefined) return false;
    timer.intervalUs = microseconds(intervalMs);
    timer.due = this.clock.nowUs() - this.#originUs + timer.intervalUs;
    this.#changed = true;
    return true;
  }

  /**
   * jswrap_interactive_setTime: jsiLastIdleTime is set to the new time, so timers keep what they
   * had left at the last idle pass (the time since that pass does not count).
   */
  setTime(timeUs: number): void {
    this.#originUs += timeUs - this.#lastIdleUs;
    this.#lastIdleUs = timeUs;
    this.clock.setUs(timeUs);
  }

  /**
   * An idle pass without a due timer. The ESP32's loop never sleeps (jshSleep, IDF 3), so that its
   * last pass is always just over when something else begins.
   */
  markIdle(): void {
    this.#lastIdleUs = this.clock.nowUs();
  }

  /**
   * The timers' part of jsiIdle: calls each due timer once, in the order of the array, and starts
   * over when the array has changed. True when something ran; ends early when `call` returns false.
   */
  runDue(call: (timer: Timer) => boolean): boolean {
    this.markIdle();
    let calls = 0;
    let goesOn = true;
    do {
      this.#changed = false;
      let index = 0;
      while (index < this.#timers.length && !this.#changed && goesOn) {
        const timer = this.#timers[index]!;
        if (timer.due + this.#originUs > this.#lastIdleUs) {
          index++;
          continue;
        }
        calls++;
        // The interval is looked up after the call, the due time before it, as jsiIdle does.
        const due = timer.due;
        goesOn = call(timer) && calls < CALLS_BEFORE_YIELDING;
        const at = this.#timers.indexOf(timer);
        if (timer.intervalUs !== undefined) {
          timer.due = due + timer.intervalUs;
          index = at >= 0 ? at + 1 : index;
        } else if (at >= 0) {
          this.#timers.splice(at, 1);
          index = at;
        }
      }
    } while (this.#changed && goesOn);
    return calls > 0;
  }

  /** Microseconds until the next timer is due by the system clock; undefined when there is none. */
  untilNextUs(): number | undefined {
    if (this.#timers.length === 0) return undefined;
    const nowUs = this.clock.nowUs();
    let next = Number.POSITIVE_INFINITY;
    for (const timer of this.#timers) next = Math.min(next, timer.due + this.#originUs - nowUs);
    return Math.max(0, next);
  }
}

function microseconds(ms: number): number {
  if (Number.isNaN(ms) || ms < MIN_INTERVAL_MS) return MIN_INTERVAL_MS * 1000;
  if (ms > MAX_INTERVAL_MS) throw new RangeError("Interval is too long (>100 years)");
  // jshGetTimeFromMilliseconds on ESP32 cuts to whole microseconds.
  return Math.trunc(ms * 1000);
}
