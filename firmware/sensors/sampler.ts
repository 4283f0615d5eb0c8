// The schedule: reading n is due at start + n intervals, whatever happened between. Owns the grid
// and the count of missed ticks; knows neither sensors nor network.
import { up, upAtTick } from "../net/clock.ts";

/** One tick: the `up` at which it ran, and how many were missed so far. */
type Sample = (at: number, skipped: number) => void;

let sample: Sample;
let intervalMs = 0;
let due = 0;
let skipped = 0;

function tick(): void {
  const at = upAtTick(due);
  // A tick that comes late is not made up: that would date several readings alike.
  const missed = Math.floor((at - due) / intervalMs);
  if (missed > 0) skipped += missed;
  due += (missed > 0 ? missed + 1 : 1) * intervalMs;
  // Before anything that can fail, so that no sensor can end the schedule. A chain of timeouts,
  // not an interval: that would fire back to back after a step of the clock.
  setTimeout(tick, due - up());
  sample(at, skipped);
}

export function startSampler(milliseconds: number, callback: Sample): void {
  sample = callback;
  intervalMs = due = milliseconds;
  setTimeout(tick, due - up());
}
