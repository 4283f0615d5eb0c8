// Readings that are not yet safe elsewhere: in memory, and after a minute in flash. Owns when they go
// there, what is given up, and the counts; knows no topic, no packet, no sensor.
// @native-text: numbers are whole or rounded.
import { load, memory } from "./bytes.ts";
import { cover, hasUnsafe, isDrained, openCursor, restart } from "./cursor.ts";
import { append, appendLoss, isWritten, openLog, READINGS } from "./log.ts";
import {
  acked,
  ackedAhead,
  hasStalled,
  isUntilStored,
  meetRecorder,
  moved,
  openMarks,
  rewind,
  safeMark,
  store,
  stored,
} from "./marks.ts";
import { values } from "./pack.ts";
import { readingText } from "./reading-text.ts";
import {
  add,
  blocks,
  closeNewest,
  dropOldest,
  lastOf,
  measure,
  NO_SLOT,
  newest,
  openRing,
  passOver,
  SEQ_AT,
  slotAt,
  TOO_LARGE,
  UP_AT,
} from "./ring.ts";

/** Age of its first reading at which a block is closed, and at which it is in flash. */
const CLOSED_MS = 50000;
export const KEPT_MS = 60000;

/** Later than any time since start. */
const LATEST = 1e15;

let boot = "";
let names = "";

/** The last reading of this boot that went to flash, and up to which its blocks there are done. */
let inFlash = 0;
let coveredTo = 0;
/** Readings that were never kept, and flash does not tell yet; both 0 for none. Since when. */
let lostFrom = 0;
let lostTo = 0;
let lostSince = 0;
/** Readings given up before they were acknowledged; how many of them are behind the mark, and the last of those. */
let dropped = 0;
let droppedAhead = 0;
let droppedTo = 0;

/** Of a range that is given up what was not acknowledged counts. */
function givenUp(owner: string, from: number, to: number): void {
  if (owner !== boot) return;
  if (acked >= droppedTo) droppedAhead = 0;
  const many = to - Math.max(from - 1, acked, droppedTo);
  if (many < 1) return;
  dropped += many;
  droppedAhead += many;
  droppedTo = to;
}

/** Allocates what holds the readings, while memory is in one piece, and looks for what flash has. */
export function openOutbox(
  bootName: string,
  channelNames: string,
  interval: number,
  keepUntil: string | undefined,
): void {
  boot = bootName;
  names = channelNames;
  openRing(names.split(",").length, interval);
  openMarks(keepUntil);
  openCursor(boot, names);
  openLog(givenUp);
  cover(boot, 0);
  restart();
}

/** Moves into flash what is not safe and was made before `until`. */
function spillUntil(until: number): void {
  const mark = safeMark();
  let i = 0;
  while (isWritten && i < blocks) {
    const slot = slotAt(i);
    i++;
    if (lastOf(slot) > mark) {
      if (load("", slot + UP_AT, 6) >= until) return;
      // Taken from the interpreter: what the build puts in its place asks what it is given.
      const bytes = new global.Uint8Array(memory.buffer, slot, load("", slot, 2));
      const body = E.toString(bytes);
      const text = `${boot}\n${names}\n${isUntilStored ? "" : "a"}`;
      if (!body || !append(READINGS, body, text)) return;
      inFlash = lastOf(slot);
      // Those before it are safe.
      dropOldest(i);
      i = 0;
    }
  }
}

/** Makes room for a block in memory, where there is none. */
function makeRoom(): void {
  const slot = slotAt(0);
  const before = blocks;
  if (lastOf(slot) > safeMark()) {
    spillUntil(load("", slot + UP_AT, 6) + 1);
    if (blocks < before) return;
    givenUp(boot, load("", slot + SEQ_AT, 5), lastOf(slot));
  }
  dropOldest(1);
}

function tellLost(): void {
  if (lostTo > safeMark() && isWritten) appendLoss(boot, lostFrom, lostTo);
  lostFrom = lostTo = 0;
}

/** In place of a reading for which there is no memory. */
export function missReading(up: number): void {
  passOver();
  givenUp(boot, newest, newest);
  if (lostTo && lostTo !== newest - 1) tellLost();
  if (!lostTo) {
    lostFrom = newest;
    lostSince = up;
  }
  lostTo = newest;
}

/** Takes the next reading, and gives its sequence number. `offset` is UTC less `up`, 0 where that is not known. */
export function addReading(
  up: number,
  offset: number,
  skip: number,
  measured: readonly number[],
): number {
  measure(measured);
  let what = add(up, offset, skip);
  if (what === NO_SLOT) {
    makeRoom();
    what = add(up, offset, skip);
  }
  if (what === TOO_LARGE) missReading(up);
  return newest;
}

/** The newest reading as it is sent in the tick that made it. */
export function liveText(up: number, offset: number, skip: number): string {
  return readingText(boot, names, newest, up, offset, skip, false, values);
}

/** To be called about once a second. */
export function tendOutbox(at: number, isConnected: boolean): void {
  if (isWritten) {
    if (blocks && at - load("", slotAt(blocks - 1) + UP_AT, 6) >= CLOSED_MS) closeNewest();
    spillUntil(at - KEPT_MS + 1);
    if (lostTo && at - lostSince >= KEPT_MS) tellLost();
  }
  const mark = safeMark();
  if (mark > coveredTo) {
    if (coveredTo >= inFlash || cover(boot, mark)) coveredTo = mark;
  }
  // Asked last, because it counts the times.
  if (isConnected && isDrained && (acked > stored || hasUnsafe()) && hasStalled(at)) resend();
}

/** The connection is gone, or what was sent does not arrive: what is not safe is sent again. */
export function resend(): void {
  rewind();
  restart();
}

/** A recorder has all readings of `owner` up to `seq`. */
export function storedUpTo(owner: string, seq: number, at: number): void {
  if (!isUntilStored) coveredTo = 0;
  meetRecorder();
  if (owner !== boot) {
    moved(at);
    cover(owner, seq);
  } else if (seq > stored && seq <= newest) {
    moved(at);
    store(seq);
  }
}

/** Puts everything into flash that is not safe, at the end of this boot. */
export function saveOutbox(): void {
  tellLost();
  spillUntil(LATEST);
}

/** The counts of this boot as JSON fields. */
export function describeOutbox(): string {
  const ahead = acked >= droppedTo ? 0 : droppedAhead;
  const run = ackedAhead();
  return `"acked":${acked - dropped + ahead + run},"made":${newest},"dropped":${dropped},"waiting":${newest - acked - ahead - run}`;
}
