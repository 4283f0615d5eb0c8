// The schedule: the first reading is due at the start, and reading n n - 1 intervals later, whatever
// happened between; between two readings is a beat a second at least. Owns the grid and the count of
// missed ticks; knows neither sensors nor network.
// @native-timers: one at a time, which asks the clock.
import { up, upAtTick } from "../net/clock.ts";

/** Between beats, which judge the deadlines of the network. */
const LONGEST_BEAT_MS = 1000;

/** At `at`, by `up()`: whether a reading is due, and how many ticks were missed so far. */
type Beat = (at: number, isDue: boolean, skipped: number) => void;

let beat: Beat;
let intervalMs = 0;
let due = 0;
let next = 0;
let skipped = 0;

function tick(): void {
  const at = upAtTick(next);
  const isDue = at >= due;
  if (isDue) {
    // A tick that comes late is not made up: that would date several readings alike.
    const missed = Math.floor((at - due) / intervalMs);
    skipped += missed;
    due += (missed + 1) * intervalMs;
  }
  next = Math.min(due, at + LONGEST_BEAT_MS);
  // Before anything that can fail, so that no sensor can end the schedule. A chain of timeouts,
  // not an interval: that would fire back to back after a step of the clock.
  setTimeout(tick, next - up());
  beat(at, isDue, skipped);
}

export function startSampler(milliseconds: number, callback: Beat): void {
  beat = callback;
  intervalMs = milliseconds;
  due = next = up();
  // Not called here: a sensor that fails would end the start.
  setTimeout(tick, 0);
}
