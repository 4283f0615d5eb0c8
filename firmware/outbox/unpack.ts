// Bytes of a block (pack.ts) -> its readings, one after the other. Owns where it is in a block; knows no
// flash and no wire.
// @native-text: no number becomes text here.

import { memory } from "./bytes.ts";

/** The block: characters 0..255 where it lies in flash, or else memory. */
let text = "";
let at = 0;
/** Readings of it that were read. */
let done = 0;

let interval = 0;
let units: number[] = [];
let held: number[] = [];

/** Of the reading that was read last. */
export let seq = 0;
export let up = 0;
export let skip = 0;
/** UTC less `up`; 0 where the clock was not known. */
export let offset = 0;
/** In thousandths, NaN for null. */
export let found: number[] = [];

function take(): number {
  let n = 0;
  let scale = 1;
  let byte = 128;
  while (byte > 127) {
    byte = text ? text.charCodeAt(at) : memory[at];
    at++;
    n += (byte & 127) * scale;
    scale *= 128;
  }
  return n;
}

/**
 * From now on reads the block whose packed head (packHead) stands at `start`: in `characters`, or in
 * memory where those are "". Its first reading is number `first`, made at `firstUp`.
 */
export function openBlock(characters: string, start: number, first: number, firstUp: number): void {
  text = characters;
  at = start;
  done = 0;
  interval = take();
  skip = take();
  offset = take();
  units = [];
  held = [];
  for (let channels = take(); channels > 0; channels--) {
    units[units.length] = take();
    held[held.length] = 0;
  }
  seq = first - 1;
  up = firstUp - interval;
}

/** Reads the next of `count` readings; false when there is none. The newest block may have got more. */
export function readNext(count: number): boolean {
  if (done >= count) return false;
  done++;
  const code = take();
  const missed = code % 2 ? take() : 0;
  const late = Math.floor(code / 2);
  skip += missed;
  seq++;
  up += interval * (1 + missed) + (late % 2 ? -(late + 1) / 2 : late / 2);
  found = [];
  for (let i = 0; i < units.length; i++) {
    const steps = take();
    if (steps) held[i] += (steps % 2 ? (steps - 1) / 2 : -steps / 2) * units[i];
    found[i] = steps ? held[i] : NaN;
  }
  return true;
}

/** What was read takes no memory any more. */
export function closeBlock(): void {
  text = "";
  units = held = found = [];
}
