// What of the backlog is sent next: other boots' blocks in flash, this boot's there, then those in memory.
// Owns the place in them, which blocks of the log are done, and what shows as lost between two.
// @native-text: numbers are whole or rounded.
import { load } from "./bytes.ts";
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
  COUNT_AT,
  lastOf,
  newest,
  oldest,
  PACK_AT,
  SEQ_AT,
  slotAt,
  UP_AT,
} from "./ring.ts";
import { closeBlock, found, offset, openBlock, readNext, seq, skip, up } from "./unpack.ts";

/** Token of what is no reading of this boot. */
export const OTHER = -1;
/** Blocks that are looked at for one mark. */
const MOST_LOOKS = 64;

let ownBoot = "";
let ownNames = "";

/** What is to be sent, and whether it tells a loss. */
export let message = "";
export let isLoss = 0;
/** 1 when nothing was left when it was asked last. */
export let isDrained = 1;

/** Where in the log the next block is looked for, and before which all is done. */
let logAt = 0;
let tail = 0;
/** Of the block that is being read: its boot, "" for none, its channels, its readings, its place in the log or 0. */
let boot = "";
let names = "";
let count = 0;
let place = 0;
/** 1 when its PUBACKs free it: it was written before a recorder was known, or tells a loss. */
let isFreed = 0;
/** Where the oldest block in memory was then. */
let oldestThen = 0;
/** Told as lost before it; no number for nothing. */
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
let ended: number[] = [];

export function openCursor(bootName: string, channelNames: string): void {
  ownBoot = bootName;
  ownNames = channelNames;
}

/** Begins again with what is not safe. */
export function restart(): void {
  logAt = tail;
  boot = lastBoot = "";
  sent = acked = 0;
  ended = [];
}

/** Opens the next block that has something to send, in the log or behind it in memory; false where there is none. */
function open(): boolean {
  let body = "";
  let start = PACK_AT;
  let from = newest + 1;
  let made = 0;
  let last = 0;
  boot = why = "";
  place = count = 0;
  let isOwn = true;
  for (let at = nextBlock(logAt); at; at = nextBlock(logAt)) {
    const isDamaged = wasDamaged > 0;
    logAt = at + look(at);
    last = kind === LOSS ? upOrLast : first + readings - 1;
    const text = textOf(at);
    isOwn = text[0] === ownBoot;
    // What is lost of this boot shows between its blocks.
    if (!isOwn || (kind !== LOSS && last >= sendNext && isToSend(last))) {
      boot = text[0];
      place = at;
      isFreed = kind === LOSS || text[2] ? 1 : 0;
      names = text[1];
      count = readings;
      from = first;
      made = upOrLast;
      const before = lastBoot === boot ? lastSeq : 0;
      gapFrom = before + 1;
      if (kind === LOSS) {
        gapFrom = first;
        from = last + 1;
        why = "outbox full";
      } else if (isDamaged && before) why = "damaged";
      // Given to a broker before a recorder was known, which now asks for all from the first on.
      else if (text[2] && isUntilStored) why = "no recorder";
      break;
    }
  }
  if (place) {
    if (count) {
      body = bodyOf(place);
      lastBoot = boot;
      lastSeq = last;
    }
  } else {
    logAt = stoppedAt;
    names = ownNames;
    oldestThen = oldest;
    for (let i = 0; i < blocks && !count; i++) {
      start = slotAt(i);
      last = lastOf(start);
      if (last >= sendNext && isToSend(last)) {
        count = load("", start + COUNT_AT, 2);
        from = load("", start + SEQ_AT, 5);
        made = load("", start + UP_AT, 6);
        start += PACK_AT;
      }
    }
    if (!count && !isToSend(newest)) return false;
    boot = ownBoot;
    isOwn = true;
  }
  if (isOwn) {
    gapFrom = sendNext;
    why = from > ackedMark + 1 ? "outbox full" : "no recorder";
  }
  gapTo = why && from > gapFrom ? from - 1 : 0;
  if (count) openBlock(body, start, from, made);
  return true;
}

/** Token of what is sent next, whose text is in {@link message}: a sequence number of this boot, or OTHER; 0 for nothing. */
export function nextToSend(): number {
  message = "";
  isDrained = 0;
  // What was being read is not there any more: its page, or its place in memory.
  if (place ? place < oldestPlace : oldestThen !== oldest) boot = "";
  for (;;) {
    if (!boot && !open()) {
      isDrained = 1;
      closeBlock();
      return 0;
    }
    isLoss = gapTo;
    let last = gapTo;
    if (gapTo) {
      message = `{"v":1,"boot":"${boot}","from":${gapFrom},"to":${gapTo},"why":"${why}"}`;
      gapTo = 0;
    } else if (count && readNext(count)) {
      last = seq;
      if (boot !== ownBoot || isToSend(seq)) {
        message = readingText(boot, names, seq, up, offset, skip, true, found);
      }
    } else {
      // What was kept for a recorder waits for its mark, even if this boot has not heard of it yet: the
      // broker may have forgotten both.
      if (place && boot !== ownBoot && isFreed) ended.push(place, sent);
      boot = "";
    }
    if (message) {
      if (boot === ownBoot) {
        sentBacklog(last);
        return last;
      }
      sent++;
      return OTHER;
    }
  }
}

/** The broker has acknowledged what was sent with the token OTHER. */
export function acknowledgeOther(): void {
  acked++;
  let over = 0;
  for (; over < ended.length && ended[over + 1] <= acked; over += 2) {
    if (!isUntilStored) markDone(ended[over]);
  }
  if (over) ended = ended.slice(over);
}

/**
 * All readings of a boot up to `mark` are safe: so are the blocks of the log that hold no others. Finds
 * the first block that is not done. True when none is left to look at.
 */
export function cover(owner: string, mark: number): boolean {
  let at = nextBlock(tail);
  for (let looks = 0; at && looks < MOST_LOOKS; looks++) {
    const bytes = look(at);
    const last = kind === LOSS ? upOrLast : first + readings - 1;
    if (last <= mark && textOf(at)[0] === owner) markDone(at);
    at = nextBlock(at + bytes);
  }
  const to = nextBlock(tail) || stoppedAt;
  markPagesDone(tail, to);
  tail = to;
  return !at;
}

/** Whether the log has what was sent and is not safe. */
export function hasUnsafe(): boolean {
  return acked > 0 && nextBlock(tail) > 0;
}
