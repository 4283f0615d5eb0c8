// The time since start, and what must be added to it for UTC. Owns both; asks nobody for them.
// Espruino's only clock is the system clock, which a console or SNTP may step at any moment.
// @native-text: milliseconds are whole, and far below 2^52.

/** A tick later than this is a step: the watchdog would have ended a board busy for so long. */
const LONGEST_DELAY_MS = 120000;
/** A timer never fires this early: the clock was set back. */
const EARLIEST_MS = 50;

/** Milliseconds of the system clock at start, moved along with each step of it. */
let base = 0;
let utcOffset = 0;

/** Makes this moment the start. */
export function startClock(): void {
  base = getTime() * 1000;
}

/** Whole milliseconds since start. Between a step of the system clock and the next tick, wrong. */
export function up(): number {
  return Math.floor(getTime() * 1000 - base);
}

/** `up()` at a timer that was due at `due`: a step of the system clock shows here, and is undone. */
export function upAtTick(due: number): number {
  const late = up() - due;
  if (late < -EARLIEST_MS || late > LONGEST_DELAY_MS) base += late;
  return up();
}

/** Remembers that `utcMs` was the time at `atUp`. */
export function setUtc(utcMs: number, atUp: number): void {
  utcOffset = utcMs - atUp;
}

/** What added to `atUp` is whole UTC milliseconds; 0 while nobody has told the time. */
export function offsetAt(atUp: number): number {
  return utcOffset ? Math.round(atUp + utcOffset) - atUp : 0;
}
