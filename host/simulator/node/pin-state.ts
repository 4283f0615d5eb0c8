// Mode and level of a pin, and what reading and writing make of them (jshPinInput, jshPinOutput,
// jswrap_io_pinMode). Knows no JavaScript object, and not where the level of an input comes from.

const MODES = new Set([
  "analog",
  "input",
  "input_pullup",
  "input_pulldown",
  "output",
  "opendrain",
  "opendrain_pullup",
  "af_output",
  "af_opendrain",
]);

const OUTPUTS = new Set([...MODES].filter((mode) => /output|opendrain/.test(mode)));

export class PinState {
  /** Empty while nobody has set it. */
  mode: string;
  output = false;
  /** Set by pinMode: neither reading nor writing changes the mode. */
  #isManual = false;

  constructor(hasPullUp: boolean) {
    this.mode = hasPullUp ? "input_pullup" : "";
  }

  /** Its own level if it is an output; else undefined. */
  read(): boolean | undefined {
    if (!this.#isManual) this.mode = "input";
    return OUTPUTS.has(this.mode) ? this.output : undefined;
  }

  write(level: boolean): void {
    this.output = level;
    if (!this.#isManual) this.mode = "output";
  }

  /** False when there is no such mode. */
  setMode(mode: unknown, isAutomatic: boolean): boolean {
    const isKnown = typeof mode === "string" && MODES.has(mode);
    this.#isManual = isKnown && !isAutomatic;
    // The modes for other parts of the chip change nothing on the ESP32.
    if (isKnown && !mode.startsWith("af_")) this.mode = mode;
    return isKnown || mode === undefined || mode === "auto";
  }
}
