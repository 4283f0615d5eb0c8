// Random numbers that come again with their seed: all chance in a run of virtual time is from here.

/** Each stream has its own numbers, whatever the others take. */
export class SeededRandom {
  #state: number;

  constructor(seed: number, stream = "") {
    let state = (seed ^ 0x9e3779b9) | 0;
    for (let at = 0; at < stream.length; at++) {
      state = Math.imul(state ^ stream.charCodeAt(at), 0x01000193);
    }
    this.#state = state;
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.next();
  }

  /** Whole, from 0 to below what is asked for. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
