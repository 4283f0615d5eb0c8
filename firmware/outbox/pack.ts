// Readings -> bytes: the differences to the one before, in numbers of as many bytes as they need, 7 or
// 8 for a reading of five channels. Owns the code, which unpack.ts reads; knows no flash and no wire.
// @native-text: no number becomes text here.

import { memory } from "./bytes.ts";

/**
 * In thousandths. What is further from 0 is null, live too: of two values that are nearer the
 * difference, doubled, is exact in a double.
 */
const LARGEST = 1e15;

let at = 0;
/** Beyond it nothing is written: the block is full. */
let end = 0;

let channels = 0;
/**
 * Of each channel: its value in the newest reading, in thousandths, NaN for null, which is what is sent of
 * it, live or later; then of each the last value that is in the block, to which the next is told as a
 * difference; then of each what all values so far are whole numbers of: 1000, 100, 10 or 1. One array: each
 * more takes six variables, and the first of a type eight.
 */
export let values: Float64Array;
/** Ticks missed until the last reading that is in the block. */
let skipped = 0;

export function openPack(count: number): void {
  channels = count;
  values = new Float64Array(3 * channels);
  for (let i = 0; i < channels; i++) values[2 * channels + i] = 1000;
}

/** Takes the values of a reading. True when one needs a finer unit than all before: only a new block can tell it. */
export function setValues(measured: readonly number[]): boolean {
  let isFiner = false;
  for (let i = 0; i < channels; i++) {
    // Adding 0 makes 0 of -0.
    const value = Math.round(measured[i] * 1000) + 0;
    const isSound = value >= -LARGEST && value <= LARGEST;
    values[i] = isSound ? value : NaN;
    const unit = 2 * channels + i;
    while (isSound && value % values[unit]) {
      values[unit] /= 10;
      isFiner = true;
    }
  }
  return isFiner;
}

/** Seven bits a byte, the lowest first; all but the last byte have the highest bit. */
function put(n: number): void {
  do {
    const rest = Math.floor(n / 128);
    if (at < end) memory[at] = rest ? (n % 128) + 128 : n;
    at++;
    n = rest;
  } while (n);
}

/** Begins a block of the bytes from `start` to `last`; gives where its first reading goes. */
export function packHead(
  start: number,
  last: number,
  interval: number,
  offset: number,
  skip: number,
): number {
  at = start;
  end = last;
  put(interval);
  put(skip);
  put(offset);
  put(channels);
  for (let i = 0; i < channels; i++) {
    put(values[2 * channels + i]);
    values[channels + i] = 0;
  }
  skipped = skip;
  return at;
}

/**
 * Writes the newest reading at `start`; `late` is how much later it was made than the one before, the
 * interval and the ticks missed in between taken off. Gives where it ends: beyond the end of the block
 * when it does not fit.
 */
export function packReading(start: number, late: number, skip: number): number {
  at = start;
  // The lowest bit tells that missed ticks follow.
  put((late < 0 ? -2 * late - 1 : 2 * late) * 2 + (skip > skipped ? 1 : 0));
  if (skip > skipped) put(skip - skipped);
  skipped = skip;
  for (let i = 0; i < channels; i++) {
    const held = channels + i;
    const steps = (values[i] - values[held]) / values[channels + held];
    // null, 0, -1, 1, -2, 2... as 0, 1, 2, 3, 4, 5...: what is near 0 is short.
    put(isNaN(steps) ? 0 : steps < 0 ? -2 * steps : 2 * steps + 1);
    if (!isNaN(steps)) values[held] = values[i];
  }
  return at;
}
