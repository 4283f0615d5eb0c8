// The readings of this boot in memory: blocks in a ring of equal slots, allocated while memory is in one
// piece. Owns the slots; knows no flash, no wire, and not what is safe elsewhere.
// @native-text: no number becomes text here.
import { openPack, packHead, packReading, setValues } from "./pack.ts";

/** Of the board's definition, put in by the build: as many as hold ten minutes, where there is room. */
declare const OUTBOX_SLOTS: number;

/** A block of 50 readings of five channels takes about 400. */
export const SLOT_BYTES = 448;
/** Two bytes of length, two of readings, then number and time of the first. */
export const SEQ_AT = 4;
export const UP_AT = 9;
/** Where the packed head begins. */
export const PACK_AT = 15;

export let memory: Uint8Array;
/** The oldest block's slot, and how many blocks there are. */
let oldest = 0;
export let blocks = 0;
/** Number of the newest reading. */
export let newest = 0;

/** Of the newest block, while readings are added to it: where the next goes; 0 when it is closed. */
let at = 0;
let openOffset = NaN;
/** When the newest reading was made, and how many ticks had been missed. */
let lastUp = 0;
let lastSkip = 0;
let interval = 0;

export function openRing(channels: number, intervalMs: number): void {
  memory = new Uint8Array(OUTBOX_SLOTS * SLOT_BYTES);
  interval = intervalMs;
  openPack(memory, channels, intervalMs);
}

function store(start: number, n: number, bytes: number): void {
  for (let i = bytes - 1; i >= 0; i--) {
    memory[start + i] = n % 256;
    n = Math.floor(n / 256);
  }
}

/** A whole number of so many bytes, the highest first. */
export function load(start: number, bytes: number): number {
  let n = 0;
  for (let i = 0; i < bytes; i++) n = n * 256 + memory[start + i];
  return n;
}

/** Where block `index` begins, 0 being the oldest. */
export function slotAt(index: number): number {
  return ((oldest + index) % OUTBOX_SLOTS) * SLOT_BYTES;
}

export function lengthOf(slot: number): number {
  return load(slot, 2);
}

export function countOf(slot: number): number {
  return load(slot + 2, 2);
}

export function firstOf(slot: number): number {
  return load(slot + SEQ_AT, 5);
}

export function lastOf(slot: number): number {
  return firstOf(slot) + countOf(slot) - 1;
}

/** When its first reading was made. */
export function madeAt(slot: number): number {
  return load(slot + UP_AT, 6);
}

export function isFull(): boolean {
  return blocks >= OUTBOX_SLOTS;
}

/** No more readings are added to the newest block. */
export function closeNewest(): void {
  at = 0;
}

/** The oldest blocks are needed no more. */
export function dropOldest(count: number): void {
  oldest = (oldest + count) % OUTBOX_SLOTS;
  blocks -= count;
  if (!blocks) at = 0;
}

/** A reading that was not kept: the next one begins a block. */
export function passOver(): void {
  newest++;
  at = 0;
}

function append(up: number, skip: number): boolean {
  const slot = slotAt(blocks - 1);
  const late = countOf(slot) ? up - lastUp - interval * (1 + skip - lastSkip) : 0;
  const end = packReading(at, late, skip);
  if (end > slot + SLOT_BYTES) return false;
  at = end;
  store(slot, end - slot, 2);
  store(slot + 2, countOf(slot) + 1, 2);
  newest++;
  lastUp = up;
  lastSkip = skip;
  return true;
}

/** Whether the newest reading has to begin a block: its values are those of pack.ts. */
let isNewBlock = false;

/** Takes the values of a reading that is to be added. */
export function measure(values: readonly number[]): void {
  isNewBlock = setValues(values);
}

/** What becomes of a reading: it needs a slot, and there is none; it is kept; it fits into no slot. */
export const NO_SLOT = 0;
export const KEPT = 1;
export const TOO_LARGE = 2;

/** Adds a reading with the values of {@link measure}. */
export function add(up: number, offset: number, skip: number): number {
  // NaN is not equal to itself.
  const isSameOffset = offset === openOffset || (isNaN(offset) && isNaN(openOffset));
  if (at && isSameOffset && !isNewBlock && append(up, skip)) return KEPT;
  at = 0;
  if (isFull()) return NO_SLOT;
  isNewBlock = false;
  const slot = slotAt(blocks);
  blocks++;
  openOffset = offset;
  store(slot + 2, 0, 2);
  store(slot + SEQ_AT, newest + 1, 5);
  store(slot + UP_AT, up, 6);
  at = packHead(slot + PACK_AT, slot + SLOT_BYTES, offset, skip);
  if (append(up, skip)) return KEPT;
  blocks--;
  passOver();
  return TOO_LARGE;
}
