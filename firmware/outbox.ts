// Readings that the broker has not acknowledged yet, in a ring allocated at boot. Owns which one is
// sent next and what had to be given up; knows no topic, no packet, no sensor.
// @native-text: numbers are whole or rounded.

/** Readings held. With five channels a row takes 64 bytes, about 5 vars. */
export const CAPACITY = 20;

const WAITING = 1;
const IN_FLIGHT = 2;
/** Was sent at least once: what it said then, it says again, so that one name has one content. */
const SENT = 4;
/** Was not sent in the tick that made it. */
const QUEUED = 8;
const MARKS = 16;

/** What stands for a loss where a sequence number stands for a reading. */
export const DROPPED_RANGE = -1;

/** Columns before the channels' values: up, UTC, and a status of skipped ticks * MARKS + marks. */
const COLUMNS = 3;
/** Where the others stand, from the status. */
const UP = -2;
const UTC = -1;
const VALUES = 1;

let rows: Float64Array;
let width = 0;
/** Sequence number of the newest reading; a reading's row is its number modulo CAPACITY. */
let newest = 0;
/** Ranges given up, not yet acknowledged: from, to, from, to... The first is sent first. */
const dropped: number[] = [];
/** 2, the places of the first range, while it is in flight. */
let isDroppedSent = 0;

/** Allocates the ring while memory is still in one piece. */
export function openOutbox(channels: number): void {
  width = COLUMNS + channels;
  rows = new Float64Array(CAPACITY * width);
}

/** Index of the status of a reading. */
function statusAt(seq: number): number {
  return (seq % CAPACITY) * width - UP;
}

/** Takes the next reading and gives its sequence number. Full, it gives up the oldest. */
export function addReading(
  up: number,
  utc: number,
  skip: number,
  values: readonly number[],
): number {
  newest++;
  const at = statusAt(newest);
  if (rows[at] % MARKS) {
    const lost = newest - CAPACITY;
    const last = dropped.length - 1;
    if (last >= isDroppedSent && dropped[last] === lost - 1) dropped[last] = lost;
    else dropped.push(lost, lost);
  }
  rows[at + UP] = up;
  rows[at + UTC] = utc;
  rows[at] = skip * MARKS + WAITING;
  for (let i = 0; i < values.length; i++) rows[at + VALUES + i] = values[i];
  return newest;
}

/**
 * Token of what is to be sent next: DROPPED_RANGE, the sequence number of the oldest reading that
 * waits, or 0.
 */
export function nextToSend(): number {
  if (dropped.length && !isDroppedSent) return DROPPED_RANGE;
  for (let seq = newest < CAPACITY ? 1 : newest - CAPACITY + 1; seq <= newest; seq++) {
    if (rows[statusAt(seq)] & WAITING) return seq;
  }
  return 0;
}

/**
 * The reading or the loss as it goes on the wire (contract/telemetry.ts), and from now on in flight.
 * `isLive`: in the tick that made it.
 */
export function take(
  token: number,
  boot: string,
  channels: readonly { n: string }[],
  isLive: boolean,
): string {
  let text = `{"v":1,"boot":"${boot}",`;
  if (token === DROPPED_RANGE) {
    // One at a time: the next begins a range of its own.
    isDroppedSent = 2;
    return `${text}"from":${dropped[0]},"to":${dropped[1]},"why":"outbox full"}`;
  }
  const at = statusAt(token);
  const skip = Math.floor(rows[at] / MARKS);
  let mark = rows[at] % MARKS;
  if (!(mark & SENT) && !isLive) mark |= QUEUED;
  rows[at] = skip * MARKS + (mark & QUEUED) + SENT + IN_FLIGHT;
  const utc = rows[at + UTC];
  text += `"seq":${token},"up":${rows[at + UP]}`;
  if (!isNaN(utc)) text += `,"t":${utc}`;
  if (skip) text += `,"skip":${skip}`;
  if (mark & QUEUED) text += ',"q":1';
  text += ',"d":{';
  for (let i = 0; i < channels.length; i++) {
    const value = rows[at + VALUES + i];
    text += `${i ? ',"' : '"'}${channels[i].n}":${isNaN(value) ? "null" : Math.round(value * 1000) / 1000}`;
  }
  return `${text}}}`;
}

/** The broker has the reading: its place is free. True when it was still held. */
export function freeReading(seq: number): boolean {
  // Given up meanwhile: the row is another reading's.
  if (seq <= newest - CAPACITY) return false;
  rows[statusAt(seq)] = 0;
  return true;
}

/** The connection is gone: what was in flight waits again. */
export function requeue(): void {
  for (let slot = 0; slot < CAPACITY; slot++) {
    const at = statusAt(slot);
    if (rows[at] & IN_FLIGHT) rows[at] += WAITING - IN_FLIGHT;
  }
  isDroppedSent = 0;
}

/** The broker knows the range that was in flight; gives how many readings it names. */
export function freeDropped(): number {
  isDroppedSent = 0;
  const range = dropped.splice(0, 2);
  return range[1] - range[0] + 1;
}

/**
 * The counts of this boot as JSON fields: readings made, held, and given up, of which the broker has
 * been told of `declared`.
 */
export function describeOutbox(declared: number): string {
  let waiting = 0;
  let lost = declared;
  for (let slot = 0; slot < CAPACITY; slot++) if (rows[statusAt(slot)] % MARKS) waiting++;
  for (let i = 0; i < dropped.length; i += 2) lost += dropped[i + 1] - dropped[i] + 1;
  return `"made":${newest},"dropped":${lost},"waiting":${waiting}`;
}
