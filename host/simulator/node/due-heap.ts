// Calls by the time they are due, the earliest first; any can be taken out again. Owns their order;
// knows no clock.

export interface DueCall {
  readonly atMs: number;
  readonly callback: () => void;
  /** Where it stands in the heap; below 0 when it does not. */
  index: number;
  /** Equal times go in the order they were added. */
  readonly order: number;
}

export class DueHeap {
  readonly #calls: DueCall[] = [];
  #order = 0;

  get size(): number {
    return this.#calls.length;
  }

  /** When the next call is due. */
  get firstAtMs(): number | undefined {
    return this.#calls[0]?.atMs;
  }

  add(atMs: number, callback: () => void): DueCall {
    const call = { atMs, callback, index: this.#calls.length, order: this.#order++ };
    this.#calls.push(call);
    this.#rise(call);
    return call;
  }

  remove(call: DueCall): void {
    const { index } = call;
    if (index < 0) return;
    const last = this.#calls.pop()!;
    call.index = -1;
    if (last === call) return;
    this.#put(last, index);
    this.#rise(last);
    this.#sink(last);
  }

  /** Takes out the first call that is due by `nowMs`. */
  takeDue(nowMs: number): DueCall | undefined {
    const first = this.#calls[0];
    if (first === undefined || first.atMs > nowMs) return undefined;
    this.remove(first);
    return first;
  }

  #put(call: DueCall, index: number): void {
    this.#calls[index] = call;
    call.index = index;
  }

  #rise(call: DueCall): void {
    while (call.index > 0) {
      const at = call.index;
      const parent = this.#calls[(at - 1) >> 1]!;
      if (!isBefore(call, parent)) return;
      this.#put(call, parent.index);
      this.#put(parent, at);
    }
  }

  #sink(call: DueCall): void {
    for (;;) {
      const at = call.index;
      const left = this.#calls[2 * at + 1];
      if (left === undefined) return;
      const right = this.#calls[2 * at + 2];
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(child, call)) return;
      this.#put(call, child.index);
      this.#put(child, at);
    }
  }
}

function isBefore(a: DueCall, b: DueCall): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
