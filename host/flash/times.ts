// How long each step took. Owns the names and the rounding.

export function rounded(ms: number): number {
  return Math.round(ms / 10) / 100;
}

export class Times {
  readonly seconds: Record<string, number> = {};
  #since = performance.now();

  /** Of the step that ends now, which began where the last one ended. */
  end(step: string): void {
    const now = performance.now();
    this.add(step, now - this.#since);
    this.#since = now;
  }

  add(step: string, ms: number): void {
    this.seconds[step] = rounded(ms);
  }
}
