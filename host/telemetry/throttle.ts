// Lets so many notices a second through and counts the rest. Pure: the caller owns time.

export class Throttle {
  readonly #perSecond: number;
  #windowStart = Number.NEGATIVE_INFINITY;
  #shown = 0;
  #hidden = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Whether to show a notice now; one that is not shown is counted. */
  admits(nowMs: number): boolean {
    if (nowMs - this.#windowStart >= 1000) {
      this.#windowStart = nowMs;
      this.#shown = 0;
    }
    if (this.#shown < this.#perSecond) {
      this.#shown++;
      return true;
    }
    this.#hidden++;
    return false;
  }

  /** How many were hidden since the last that was shown, once a new one would be shown again. */
  takeHidden(nowMs: number): number {
    if (nowMs - this.#windowStart < 1000) return 0;
    const hidden = this.#hidden;
    this.#hidden = 0;
    return hidden;
  }
}
