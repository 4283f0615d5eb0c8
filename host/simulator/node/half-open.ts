// Connections whose board is gone while the peer has not noticed yet. Owns their number and end.

/** lwIP has ten sockets a board; a few generations of them are kept. */
const MOST = 32;

export class HalfOpenLinks {
  #ends: (() => void)[] = [];

  add(end: () => void): void {
    this.#ends.push(end);
    if (this.#ends.length > MOST) this.#ends.shift()!();
  }

  endAll(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }
}
