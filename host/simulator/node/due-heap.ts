// Calls by the time they are due, the earliest first; any can be taken back. Owns their order; knows
// no clock.

export interface DueCall {
  readonly atMs: number;
  readonly callback: () => void;
  /** Equal times go in the order they were added. */
  readonly order: number;
  /** Neither taken nor taken back. */
  isWaiting: boolean;
}

/** So many that were taken back may lie about, and as many as wait. */
const MOST_STALE = 64;

/**
 * A binary heap whose times stand beside each other, apart from the calls: of ten thousand boards' calls
 * nearly none is in the processor's cache. A call that is taken back stays until its turn, so that none
 * has to know where it stands.
 */
export class DueHeap {
  #times: number[] = [];
  #calls: DueCall[] = [];
  #waiting = 0;
  #order = 0;

  get size(): number {
    return this.#waiting;
  }

  /** Calls in memory: those that wait, and those taken back whose turn has not come. */
  get held(): number {
    return this.#calls.length;
  }

  /** When the next call is due. */
  get firstAtMs(): number | undefined {
    while (this.#calls[0]?.isWaiting === false) this.#shift();
    return this.#times[0];
  }

  add(atMs: number, callback: () => void): DueCall {
    const call = { atMs, callback, order: this.#order++, isWaiting: true };
    this.#waiting++;
    this.#rise(this.#calls.length, call);
    return call;
  }

  remove(call: DueCall): void {
    if (!call.isWaiting) return;
    call.isWaiting = false;
    this.#waiting--;
    if (this.#calls.length > 2 * this.#waiting + MOST_STALE) this.#dropStale();
  }

  /** Takes out the first call that is due by `nowMs`. */
  takeDue(nowMs: number): DueCall | undefined {
    const { firstAtMs } = this;
    if (firstAtMs === undefined || firstAtMs > nowMs) return undefined;
    const first = this.#shift();
    first.isWaiting = false;
    this.#waiting--;
    return first;
  }

  #shift(): DueCall {
    const first = this.#calls[0]!;
    const last = this.#calls.pop()!;
    this.#times.pop();
    if (last !== first) this.#sink(last);
    return first;
  }

  #dropStale(): void {
    const calls = this.#calls.filter(({ isWaiting }) => isWaiting);
    this.#calls = [];
    this.#times = [];
    for (const call of calls) this.#rise(this.#calls.length, call);
  }

  /** Puts a new call in at the free place `free`, or above. */
  #rise(free: number, call: DueCall): void {
    let at = free;
    this.#put(at, call.atMs, call);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Puts a call in at the root, in place of what is there, or below. */
  #sink(call: DueCall): void {
    let at = 0;
    this.#put(at, call.atMs, call);
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#calls.length) return;
      const right = child + 1;
      if (right < this.#calls.length && this.#isBefore(right, child)) child = right;
      if (!this.#isBefore(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #put(at: number, atMs: number, call: DueCall): void {
    this.#times[at] = atMs;
    this.#calls[at] = call;
  }

  #swap(a: number, b: number): void {
    const atMs = this.#times[a]!;
    const call = this.#calls[a]!;
    this.#put(a, this.#times[b]!, this.#calls[b]!);
    this.#put(b, atMs, call);
  }

  #isBefore(a: number, b: number): boolean {
    const aMs = this.#times[a]!;
    const bMs = this.#times[b]!;
    return aMs < bMs || (aMs === bMs && this.#calls[a]!.order < this.#calls[b]!.order);
  }
}
