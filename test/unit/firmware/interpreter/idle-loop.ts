// The interpreter's idle loop (jsiIdle, src/jsinteractive.c) on a clock in the test's hand: timers,
// then sockets, then the queue of events. Knows no socket and no module.

interface Timer {
  readonly id: number;
  /** Milliseconds since power-on at which it is due. */
  at: number;
  readonly callback: () => void;
}

/** setTimeout waits for a tenth of a millisecond at least (TIMER_MIN_INTERVAL). */
const LEAST_WAIT_MS = 0.1;
const MOST_ROUNDS = 10_000;

export class IdleLoop {
  /** Real milliseconds since power-on: no step of the system clock reaches them. */
  elapsed = 0;
  /** Milliseconds by which each timer fires late. */
  lateness: () => number = () => 0;
  /** What a callback threw: the interpreter prints it and goes on. */
  readonly errors: unknown[] = [];
  /** Called between the timers and the events, as jswIdle is; true when it did something. */
  readonly idlers: (() => boolean)[] = [];
  #timers: Timer[] = [];
  #events: (() => void)[] = [];
  #nextId = 1;
  /** What the system clock shows at power-on. */
  #systemOffset = 0;

  /** Seconds of the system clock. */
  getTime = (): number => (this.elapsed + this.#systemOffset) / 1000;

  setTimeout = (callback: () => void, milliseconds: number): number => {
    const at = this.elapsed + Math.max(milliseconds, LEAST_WAIT_MS);
    this.#timers.push({ id: this.#nextId, at, callback });
    return this.#nextId++;
  };

  /** `setTime` at a console: the timers keep their distance (jswrap_interactive_setTime). */
  stepClock(milliseconds: number): void {
    this.#systemOffset += milliseconds;
  }

  /** What an SNTP client of the system does: the timers are measured by the stepped clock. */
  stepClockUnderTimers(milliseconds: number): void {
    this.#systemOffset += milliseconds;
    for (const timer of this.#timers) timer.at -= milliseconds;
  }

  get timerCount(): number {
    return this.#timers.length;
  }

  /** All timers go, as `clearTimeout()` without an id does. */
  clearTimers(): void {
    this.#timers = [];
  }

  /** Runs later, after what is queued already: nothing can call it back (jsiQueueEvents). */
  queue(event: () => void): void {
    this.#events.push(event);
  }

  run(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.errors.push(error);
    }
  }

  /** Blocks JavaScript, as a slow call does: time goes by and no timer fires. */
  block(milliseconds: number): void {
    this.elapsed += milliseconds;
  }

  /** Goes round until there is nothing left to do at this moment, or it is `end`. */
  settle(end = Infinity): void {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (this.elapsed > end) return;
      const due = this.#timers.filter(({ at }) => at <= this.elapsed).sort((a, b) => a.at - b.at);
      for (const timer of due) {
        if (!this.#timers.includes(timer)) continue;
        this.#timers.splice(this.#timers.indexOf(timer), 1);
        this.run(timer.callback);
      }
      let hasWorked = due.length > 0;
      for (const idle of this.idlers) if (idle()) hasWorked = true;
      for (let event = this.#events.shift(); event; event = this.#events.shift()) {
        hasWorked = true;
        this.run(event);
      }
      if (!hasWorked) return;
    }
    throw new Error(`the interpreter found no rest in ${MOST_ROUNDS} rounds`);
  }

  /** Lets so much time go by, timer by timer. */
  advance(milliseconds: number): void {
    const end = this.elapsed + milliseconds;
    this.settle();
    while (this.elapsed <= end) {
      const first = this.#timers.reduce((least, { at }) => Math.min(least, at), Infinity);
      if (first > end) break;
      this.elapsed = Math.max(this.elapsed, first + this.lateness());
      this.settle(end);
    }
    this.elapsed = Math.max(this.elapsed, end);
  }
}
