// Bytes of a block (pack.ts) -> its readings, one after the other. Owns where it is in a block; knows no
// flash and no wire.
// @native-text: no number becomes text here.
import { unitOf } from "./pack.ts";

/** The block: characters 0..255 where it lies in flash, or else memory. */
let text = "";
let memory: Uint8Array;
let at = 0;
/** Readings of it that were read. */
let done = 0;

let interval = 0;
let zeros: number[] = [];
let held: number[] = [];

/** Of the reading that was read last. */
export let seq = 0;
export let up = 0;
export let skip = 0;
/** UTC less `up`; NaN where the clock was not known. */
export let offset = NaN;
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

function takeSigned(): number {
  const code = take();
  return !code ? NaN : code % 2 ? (code - 1) / 2 : -code / 2;
}

/**
 * From now on reads the block whose packed head (packHead) stands at `start`: in `characters`, or in
 * `bytes` where those are "". Its first reading is number `first`, made at `firstUp`.
 */
export function openBlock(
  characters: string,
  bytes: Uint8Array,
  start: number,
  first: number,
  firstUp: number,
): void {
  text = characters;
  memory = bytes;
  at = start;
  done = 0;
  interval = take();
  skip = take();
  offset = takeSigned();
  zeros = [];
  held = [];
  for (let channels = take(); channels > 0; channels--) {
    zeros[zeros.length] = take();
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
  let missed = 0;
  if (code % 2) missed = take();
  skip += missed;
  seq++;
  const late = Math.floor(code / 2);
  up += interval * (1 + missed) + (late % 2 ? -(late + 1) / 2 : late / 2);
  found = [];
  for (let i = 0; i < zeros.length; i++) {
    const steps = takeSigned();
    if (!isNaN(steps)) held[i] += steps * unitOf(zeros[i]);
    found[i] = isNaN(steps) ? NaN : held[i];
  }
  return true;
}
