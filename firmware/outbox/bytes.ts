// The memory that the outbox has for readings, and numbers in it or in what was read of flash.
// @native-text: no number becomes text here.

/** Of the board's definition, put in by the build: as many as hold ten minutes, where there is room. */
declare const OUTBOX_SLOTS: number;

/** So many blocks of so many bytes; one of 50 readings of five channels takes about 400. */
export const SLOTS = OUTBOX_SLOTS;
export const SLOT_BYTES = 432;

export let memory: Uint8Array;

/** Allocates it, while what is free is in one piece. */
export function openMemory(): void {
  memory = new Uint8Array(SLOTS * SLOT_BYTES);
}

/** A whole number of so many bytes, the highest first: out of `text`, or of memory where that is "". */
export function load(text: string, at: number, bytes: number): number {
  let n = 0;
  for (; bytes > 0; bytes--) {
    n = n * 256 + (text ? text.charCodeAt(at) : memory[at]);
    at++;
  }
  return n;
}
