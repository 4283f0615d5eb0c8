// The readings of this boot in memory: blocks in a ring of equal slots, allocated while memory is in one
// piece. Owns the slots; knows no flash, no wire, and not what is safe elsewhere.
// @native-text: no number becomes text here.
import { load, memory, openMemory, SLOT_BYTES, SLOTS } from "./bytes.ts";
import { openPack, packHead, packReading, setValues } from "./pack.ts";

/** Two bytes of length, two of readings, then number and time of the first. */
export const COUNT_AT = 2;
export const SEQ_AT = 4;
export const UP_AT = 9;
/** Where the packed head begins. */
export const PACK_AT = 15;

/** The oldest block's slot, and how many blocks there are. */
export let oldest = 0;
export let blocks = 0;
/** Number of the newest reading. */
export let newest = 0;

/** Of the newest block, while readings are added to it: where the next goes; 0 when it is closed. */
let at = 0;
let openOffset = 0;
/** When the newest reading was made, and how many ticks had been missed. */
let lastUp = 0;
let lastSkip = 0;
let interval = 0;
/** 1 when the newest reading has to begin a block. */
let isFiner = 0;

export function openRing(channels: number, intervalMs: number): void {
  openMemory();
  interval = intervalMs;
  openPack(channels);
}

function store(start: number, n: number, bytes: number): void {
  for (let i = bytes - 1; i >= 0; i--) {
    memory[start + i] = n % 256;
    n = Math.floor(n / 256);
  }
}

/** Where block `index` begins, 0 being the oldest. */
export function slotAt(index: number): number {
  return ((oldest + index) % SLOTS) * SLOT_BYTES;
}

/** Number of the last reading of the block that begins at `slot`. */
export function lastOf(slot: number): number {
  return load("", slot + SEQ_AT, 5) + load("", slot + COUNT_AT, 2) - 1;
}

/** No more readings are added to the newest block. */
export function closeNewest(): void {
  at = 0;
}

/** The oldest blocks are needed no more. */
export function dropOldest(count: number): void {
  oldest = (oldest + count) % SLOTS;
  blocks -= count;
  if (!blocks) at = 0;
}

/** A reading that was not kept: the next one begins a block. */
export function passOver(): void {
  newest++;
  at = 0;
}

/** Takes the values of a reading that is to be added. */
export function measure(values: readonly number[]): void {
  isFiner = setValues(values) ? 1 : 0;
}

/** What becomes of a reading: it needs a slot, and there is none; it is kept; it fits into no slot. */
export const NO_SLOT = 0;
export const KEPT = 1;
export const TOO_LARGE = 2;

/** Adds a reading with the values of {@link measure}. `offset` is UTC less `up`, 0 where that is not known. */
export function add(up: number, offset: number, skip: number): number {
  for (;;) {
    const isNew = !at || isFiner > 0 || offset !== openOffset;
    if (isNew) {
      at = 0;
      if (blocks >= SLOTS) return NO_SLOT;
      const slot = slotAt(blocks);
      blocks++;
      isFiner = 0;
      openOffset = offset;
      store(slot + COUNT_AT, 0, 2);
      store(slot + SEQ_AT, newest + 1, 5);
      store(slot + UP_AT, up, 6);
      at = packHead(slot + PACK_AT, slot + SLOT_BYTES, interval, offset, skip);
    }
    const slot = slotAt(blocks - 1);
    const late = isNew ? 0 : up - lastUp - interval * (1 + skip - lastSkip);
    const end = packReading(at, late, skip);
    if (end <= slot + SLOT_BYTES) {
      at = end;
      newest++;
      store(slot, end - slot, 2);
      store(slot + COUNT_AT, newest - load("", slot + SEQ_AT, 5) + 1, 2);
      lastUp = up;
      lastSkip = skip;
      return KEPT;
    }
    at = 0;
    if (isNew) {
      blocks--;
      return TOO_LARGE;
    }
  }
}
