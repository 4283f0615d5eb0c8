// The interpreter's random numbers (rand and srand, jsutils.c): the same sequence after every
// start, on the ESP32 for E.hwRand too. Knows no board seed, on purpose.

const RAND_MAX = 0x7fffffff;

export class RandomNumbers {
  #w = 0xdeadbeef;
  #z = 0xcafebabe;

  /** 31 bits */
  next(): number {
    this.#z = (36969 * (this.#z & 65535) + (this.#z >>> 16)) >>> 0;
    this.#w = (18000 * (this.#w & 65535) + (this.#w >>> 16)) >>> 0;
    return RAND_MAX & ((this.#z << 16) + this.#w);
  }

  /** Math.random (jswrap_math.c) */
  fraction(): number {
    return this.next() / (RAND_MAX + 1);
  }

  seed(value: number): void {
    const seed = value >>> 0;
    this.#w = ((seed & 0xffff) | (seed << 16)) >>> 0;
    this.#z = ((seed & 0xffff0000) | (seed >>> 16)) >>> 0;
  }
}
