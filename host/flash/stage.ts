// How far a flash has come, for one who interrupts it: what the board then runs. Owns the words alone.

export class Stage {
  /** A backup of code that was there, and is not any more. */
  backup: string | undefined;
  hadBundle = true;
  /** The board runs what was sent as soon as it starts. */
  isSwitched = false;

  /** @param device what the board is called, as far as that is known */
  constructor(public device: string) {}

  get text(): string {
    if (this.isSwitched) {
      return `interrupted after the switch: ${this.device} runs what was sent, and that is not proven; should it die three times, the board goes back to the bundle before`;
    }
    const runs = this.hadBundle ? "runs what it had" : "has no bundle yet";
    const kept =
      this.backup === undefined
        ? ""
        : `; what was taken away is in ${this.backup}, and "espulse restore" puts it back`;
    return `interrupted before the switch: ${this.device} ${runs}${kept}`;
  }
}
