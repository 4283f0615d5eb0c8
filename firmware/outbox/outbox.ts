// Readings that are not yet safe elsewhere: in memory, and after a minute in flash. Owns when they go
// there, what is given up, and the counts; knows no topic, no packet, no sensor.
// @native-text: numbers are whole or rounded.
import {
  advance,
  cover,
  hasUnsafe,
  isDrained,
  leaveMemory,
  openCursor,
  restart,
} from "./cursor.ts";
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
  firstOf,
  lastOf,
  lengthOf,
  madeAt,
  measure,
  memory,
  NO_SLOT,
  newest,
  openRing,
  passOver,
  slotAt,
  TOO_LARGE,
} from "./ring.ts";

/** Age of its first reading at which a block is closed, and at which it is in flash. */
const CLOSED_MS = 50000;
export const KEPT_MS = 60000;

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
  advance();
  restart();
}

/** Moves the oldest `many` blocks out of memory, the last of them into flash; false where that cannot be. */
function spill(many: number): boolean {
  const slot = slotAt(many - 1);
  const body = E.toString(new Uint8Array(memory.buffer, slot, lengthOf(slot)));
  if (!body || !append(READINGS, body, `${boot}\n${names}\n${isUntilStored ? "" : "a"}`)) {
    return false;
  }
  inFlash = lastOf(slot);
  leaveMemory();
  dropOldest(many);
  return true;
}

/** Makes room for a block in memory. */
function makeRoom(): void {
  const slot = slotAt(0);
  if (lastOf(slot) > safeMark()) {
    if (isWritten && spill(1)) return;
    givenUp(boot, firstOf(slot), lastOf(slot));
  }
  leaveMemory();
  dropOldest(1);
}

/** Takes the next reading, and gives its sequence number. */
export function addReading(
  up: number,
  utc: number,
  skip: number,
  measured: readonly number[],
): number {
  measure(measured);
  let what = add(up, utc - up, skip);
  if (what === NO_SLOT) {
    makeRoom();
    what = add(up, utc - up, skip);
  }
  if (what === TOO_LARGE) missed(up);
  return newest;
}

function missed(up: number): void {
  givenUp(boot, newest, newest);
  if (lostTo && lostTo !== newest - 1) tellLost();
  if (!lostTo) {
    lostFrom = newest;
    lostSince = up;
  }
  lostTo = newest;
}

/** In place of a reading for which there is no memory. */
export function missReading(up: number): void {
  passOver();
  missed(up);
}

function tellLost(): void {
  if (lostTo > safeMark() && isWritten) appendLoss(boot, lostFrom, lostTo);
  lostFrom = lostTo = 0;
}

/** The newest reading as it is sent in the tick that made it. */
export function liveText(up: number, utc: number, skip: number): string {
  return readingText(boot, names, newest, up, utc - up, skip, false, values);
}

/** Puts into flash what is not safe and was made `age` ago. */
function spillOlder(at: number, age: number): void {
  for (let i = 0; i < blocks; i++) {
    const slot = slotAt(i);
    if (lastOf(slot) > safeMark()) {
      if (at - madeAt(slot) < age || !spill(i + 1)) return;
      i = -1;
    }
  }
}

/** To be called about once a second. */
export function tendOutbox(at: number, isConnected: boolean): void {
  if (isWritten) {
    if (blocks && at - madeAt(slotAt(blocks - 1)) >= CLOSED_MS) closeNewest();
    spillOlder(at, KEPT_MS);
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
  if (isWritten) spillOlder(0, -1e15);
}

/** The counts of this boot as JSON fields. */
export function describeOutbox(): string {
  const ahead = acked >= droppedTo ? 0 : droppedAhead;
  const run = ackedAhead();
  return `"acked":${acked - dropped + ahead + run},"made":${newest},"dropped":${dropped},"waiting":${newest - acked - ahead - run}`;
}
