// The supply of a board's flash, which may fail in the midst of a write. Owns how much is still written;
// knows no file.

/** Ends whatever was about to write: nothing of the program goes on. */
export class PowerCut extends Error {
  override name = "PowerCut";
  constructor() {
    super("the power was cut");
  }
}

export class FlashPower {
  /** Bytes and other steps until it fails. */
  #left = Number.POSITIVE_INFINITY;
  #isOn = true;
  /** Called at the failure that {@link failAfter} asked for. */
  onFailure: () => void = () => {};

  /** Bytes to be written, deletions, new headers: so many more are done. */
  failAfter(steps: number): void {
    this.#left = steps;
  }

  cut(): void {
    this.#isOn = false;
    this.#left = Number.POSITIVE_INFINITY;
  }

  restore(): void {
    this.#isOn = true;
  }

  /** How many of these steps are done, the first ones; fewer than asked for: it has failed. */
  take(steps: number): number {
    if (!this.#isOn) return 0;
    if (steps <= this.#left) {
      this.#left -= steps;
      return steps;
    }
    const done = this.#left;
    this.cut();
    this.onFailure();
    return done;
  }

  /** One step. @throws PowerCut where it is not done */
  step(): void {
    if (this.take(1) < 1) throw new PowerCut();
  }
}
