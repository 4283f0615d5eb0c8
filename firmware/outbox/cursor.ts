// What of the backlog is sent next: other boots' blocks in flash, this boot's there, then those in memory.
// Owns the place in them, which blocks of the log are done, and what shows as lost between two.
// @native-text: numbers are whole or rounded.
import {
  bodyOf,
  first,
  kind,
  LOSS,
  look,
  markDone,
  markPagesDone,
  nextBlock,
  oldestPlace,
  count as readings,
  stoppedAt,
  textOf,
  upOrLast,
  wasDamaged,
} from "./log.ts";
import { acked as ackedMark, isToSend, isUntilStored, sendNext, sentBacklog } from "./marks.ts";
import { readingText } from "./reading-text.ts";
import {
  blocks,
  countOf,
  firstOf,
  lastOf,
  madeAt,
  memory,
  newest,
  PACK_AT,
  slotAt,
} from "./ring.ts";
import { found, offset, openBlock, readNext, seq, skip, up } from "./unpack.ts";

/** Token of what is no reading of this boot. */
export const OTHER = -1;
/** Blocks that are looked at for one mark. */
const MOST_LOOKS = 64;

let ownBoot = "";
let ownNames = "";

/** What is to be sent, and whether it tells a loss. */
export let message = "";
export let isLoss = false;
/** Nothing was left when it was asked last. */
export let isDrained = true;

/** Where in the log the next block is looked for, and before which all is done. */
let logAt = 0;
let tail = 0;
/** Of the block that is being read: its boot, "" for none, its channels, its readings, its place in the log or 0. */
let boot = "";
let names = "";
let count = 0;
let place = 0;
/** Told as lost before it. */
let gapFrom = 0;
let gapTo = 0;
let why = "";
/** Of the block of the log before. */
let lastBoot = "";
let lastSeq = 0;

/** Sent and acknowledged in this connection, of what is no reading of this boot. */
let sent = 0;
let acked = 0;
/** Place of each block of the log that was sent to its end, and how much had been sent then. */
const ended: number[] = [];

export function openCursor(bootName: string, channelNames: string): void {
  ownBoot = bootName;
  ownNames = channelNames;
}

/** Begins again with what is not safe. */
export function restart(): void {
  logAt = tail;
  boot = lastBoot = "";
  sent = acked = 0;
  ended.splice(0, ended.length);
}

/** The blocks in memory are not where they were. */
export function leaveMemory(): void {
  if (!place) boot = "";
}

function lastInLog(): number {
  return kind === LOSS ? upOrLast : first + readings - 1;
}

function setGap(from: number, to: number, reason: string): void {
  gapFrom = from;
  gapTo = from > to ? 0 : to;
  why = reason;
}

/** What is neither in flash nor in memory before reading `start` of this boot. */
function setOwnGap(start: number): void {
  setGap(sendNext, start - 1, start > ackedMark + 1 ? "outbox full" : "no recorder");
}

/** Opens the next block of the log that has something to send. */
function openLogged(): boolean {
  for (let at = nextBlock(logAt); at; at = nextBlock(logAt)) {
    const isDamaged = wasDamaged;
    logAt = at + look(at);
    const last = lastInLog();
    const text = textOf(at);
    const isOwn = text[0] === ownBoot;
    // What is lost of this boot shows between its blocks.
    if (!isOwn || (kind !== LOSS && last >= sendNext && isToSend(last))) {
      boot = text[0];
      place = at;
      count = readings;
      names = text[1];
      const before = lastBoot === boot ? lastSeq : 0;
      if (kind === LOSS) setGap(first, last, "outbox full");
      else if (isOwn) setOwnGap(first);
      else if (isDamaged && before) setGap(before + 1, first - 1, "damaged");
      // Given to a broker before a recorder was known, which now asks for all from the first on.
      else if (text[2] && isUntilStored) setGap(before + 1, first - 1, "no recorder");
      else gapTo = 0;
      if (kind !== LOSS) {
        openBlock(bodyOf(at), memory, PACK_AT, first, upOrLast);
        lastBoot = boot;
        lastSeq = last;
      }
      return true;
    }
  }
  logAt = stoppedAt;
  return false;
}

/** Opens the next block in memory that has something to send. */
function openSlot(): boolean {
  place = 0;
  names = ownNames;
  for (let i = 0; i < blocks; i++) {
    const slot = slotAt(i);
    if (lastOf(slot) >= sendNext && isToSend(lastOf(slot))) {
      boot = ownBoot;
      count = countOf(slot);
      setOwnGap(firstOf(slot));
      openBlock("", memory, slot + PACK_AT, firstOf(slot), madeAt(slot));
      return true;
    }
  }
  if (!isToSend(newest)) return false;
  boot = ownBoot;
  count = 0;
  setOwnGap(newest + 1);
  return true;
}

/** Token of what is sent next, whose text is in {@link message}: a sequence number of this boot, or OTHER; 0 for nothing. */
export function nextToSend(): number {
  // Its page has gone.
  if (place && place < oldestPlace()) boot = "";
  for (;;) {
    if (!boot) {
      isDrained = !openLogged() && !openSlot();
      if (isDrained) return 0;
    }
    isLoss = gapTo > 0;
    let last = gapTo;
    if (isLoss) {
      message = `{"v":1,"boot":"${boot}","from":${gapFrom},"to":${gapTo},"why":"${why}"}`;
      gapTo = 0;
    } else if (count && readNext(count)) {
      last = seq;
      if (boot === ownBoot && !isToSend(seq)) continue;
      message = readingText(boot, names, seq, up, offset, skip, true, found);
    } else {
      if (place && boot !== ownBoot) ended.push(place, sent);
      boot = "";
      continue;
    }
    if (boot === ownBoot) {
      sentBacklog(last);
      return last;
    }
    sent++;
    return OTHER;
  }
}

/** The broker has acknowledged what was sent with the token OTHER. */
export function acknowledgeOther(): void {
  acked++;
  while (ended.length && ended[1] <= acked) {
    if (!isUntilStored) markDone(ended[0]);
    ended.splice(0, 2);
  }
}

/** All readings of a boot up to `mark` are safe: so are the blocks of the log that hold no others. True when none is left to look at. */
export function cover(owner: string, mark: number): boolean {
  let at = nextBlock(tail);
  let looks = 0;
  while (at && looks < MOST_LOOKS) {
    const bytes = look(at);
    if (lastInLog() <= mark && textOf(at)[0] === owner) markDone(at);
    at = nextBlock(at + bytes);
    looks++;
  }
  advance();
  return !at;
}

/** Whether the log has what was sent and is not safe. */
export function hasUnsafe(): boolean {
  return acked > 0 && nextBlock(tail) > 0;
}

/** Moves up to the first block that is not done. */
export function advance(): void {
  const to = nextBlock(tail) || stoppedAt;
  markPagesDone(tail, to);
  tail = to;
}
