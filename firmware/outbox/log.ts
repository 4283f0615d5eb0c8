// A log in flash that goes round: pages counted up for ever, in each blocks one after the other, and at
// its end room to tell what the next page gave up. Owns pages, blocks and their CRC; knows no reading.
// What is done rarely stands inside what does it: a function of its own takes five variables for good.
// @native-text: numbers are whole.
import { load } from "./bytes.ts";
import { erase, isErased, openFile, PAGE, read, start, write } from "./flash-file.ts";

/** What a block holds: readings, or the name of a range that was given up. */
export const READINGS = 1;
export const LOSS = 2;

/** Of a page: done, "EO", version, number, the pages and the start they were counted from, CRC-32. */
const PAGE_HEAD_BYTES = 16;
const PAGE_MARK = "EO\x01";
const PAGE_NUMBER_AT = 4;
/** Of a block: done, kind, length of its text; then the body, which begins with its own length. */
const BLOCK_HEAD_BYTES = 4;
/** Behind the text: CRC-32, and a byte that is not erased, which shows where a block ends. */
const BLOCK_TAIL_BYTES = 5;
/** Of a body: length, readings, number of the first, time of the first or number of the last lost. */
const BODY_HEAD_BYTES = 15;
/** Behind it, room for about seven ranges. */
const LOSS_AT = PAGE - 320;
const ERASED = 255;

let pages = 0;
/** 1 while readings are written to it; a boolean would take a variable more, here and below. */
export let isWritten = 0;
/** Number of the newest page, 0 while there is none. */
export let newestPage = 0;
/** A place in the log is the number of a page * PAGE + where in it. Before this one there is nothing any more. */
export let oldestPlace = PAGE;
/** Where the next block goes; 0: into the next page. */
let writeAt = 0;
/** The loss that was written last, or 0. */
let lossAt = 0;
/** Told of each range that is given up with a page. */
let givenUp: (boot: string, from: number, to: number) => void;

/** Of the block that was looked at last. */
export let kind = 0;
let isDone = 0;
let length = 0;
let textBytes = 0;
export let count = 0;
export let first = 0;
/** When its first reading was made, or number of the last that is lost. */
export let upOrLast = 0;
/** 1 when {@link nextBlock} passed something that is no block, and where it came to its end. */
export let wasDamaged = 0;
export let stoppedAt = 0;

/** Name of the boot that wrote the last readings, and the number of its last. */
export let lastBoot = "";
export let lastSeq = 0;

/** The lowest `count` bytes of a whole number, the highest first. */
function bytesOf(n: number, count: number): string {
  let bytes = "";
  for (; count > 0; count--) {
    bytes = String.fromCharCode(n % 256) + bytes;
    n = Math.floor(n / 256);
  }
  return bytes;
}

function inFile(at: number): number {
  return start + (Math.floor(at / PAGE) % pages) * PAGE + (at % PAGE);
}

/** Whether the page with this number is there; or, where `isNew`, puts its head there. */
function isPage(page: number, isNew: boolean): boolean {
  let head = PAGE_MARK + bytesOf(page, 4) + bytesOf(pages, 2) + bytesOf(start, 2);
  head += bytesOf(E.CRC32(head), 4);
  // Its first byte is left for when it is done.
  const at = inFile(page * PAGE + 1);
  return isNew ? write(at, head) : read(at, PAGE_HEAD_BYTES - 1) === head;
}

/** Looks at what stands at a place. Gives its bytes; 0 where nothing was written; -1 where it is no block. */
export function look(at: number): number {
  const offset = at % PAGE;
  const room = (offset < LOSS_AT ? LOSS_AT : PAGE) - offset;
  if (room < BLOCK_HEAD_BYTES + BODY_HEAD_BYTES + BLOCK_TAIL_BYTES) return 0;
  const head = read(inFile(at), BLOCK_HEAD_BYTES + BODY_HEAD_BYTES);
  if (head.substr(0, BLOCK_HEAD_BYTES) === "\xff\xff\xff\xff") return 0;
  isDone = head.charCodeAt(0) < ERASED ? 1 : 0;
  kind = head.charCodeAt(1);
  textBytes = load(head, 2, 2);
  length = load(head, 4, 2);
  count = load(head, 6, 2);
  first = load(head, 8, 5);
  upOrLast = load(head, 13, 6);
  const end = BLOCK_HEAD_BYTES + length + textBytes;
  if (length < BODY_HEAD_BYTES || end + BLOCK_TAIL_BYTES > room) return -1;
  const crc = load(read(inFile(at + end), 4), 0, 4);
  return E.CRC32(read(inFile(at + 1), end - 1)) === crc ? end + BLOCK_TAIL_BYTES : -1;
}

/** Of the block at a place, the one that was looked at last: what it has beside its body, line by line. */
export function textOf(at: number): string[] {
  return read(inFile(at + BLOCK_HEAD_BYTES + length), textBytes).split("\n");
}

/** Its body. */
export function bodyOf(at: number): string {
  return read(inFile(at + BLOCK_HEAD_BYTES), length);
}

/** Where the next block may be: behind that of so many bytes at `at`, or behind what {@link look} has found there. */
function after(at: number, bytes: number): number {
  const offset = at % PAGE;
  const end = at - offset + (offset < LOSS_AT ? LOSS_AT : PAGE);
  if (bytes > 0) return at + bytes;
  if (!bytes) return end;
  // Where its length is not to be trusted, each place is tried that may be the next block's.
  wasDamaged = 1;
  const rest = read(inFile(at), end - at);
  for (let i = 2; i < rest.length; i++) {
    const code = rest.charCodeAt(i);
    if ((code === READINGS || code === LOSS) && look(at + i - 1) > 0) return at + i - 1;
  }
  return end;
}

/** Place of the first block at `at` or behind it that is not done, looked at; 0 when there is none yet. */
export function nextBlock(at: number): number {
  wasDamaged = 0;
  if (at < oldestPlace) at = oldestPlace;
  while (at < (newestPage + 1) * PAGE) {
    stoppedAt = at;
    // More will come here.
    if (writeAt && at >= writeAt) return 0;
    if (at % PAGE) {
      const bytes = look(at);
      const isKnown = kind === READINGS || kind === LOSS;
      if (bytes > 0 && !isDone && isKnown) return at;
      // Of a format that is not known here.
      if (bytes > 0 && !isDone) wasDamaged = 1;
      at = after(at, bytes);
    } else {
      const isOver = !isPage(at / PAGE, false) || read(inFile(at), 1).charCodeAt(0) < ERASED;
      at += isOver ? PAGE : PAGE_HEAD_BYTES;
    }
  }
  stoppedAt = at;
  return 0;
}

/** All of the block at a place is safe; or, with the place of its head, all of a page. */
export function markDone(at: number): void {
  write(inFile(at), "\0");
}

/** All blocks before `to` are done: the pages from that of `from` on need not be looked at again. */
export function markPagesDone(from: number, to: number): void {
  for (let at = from - (from % PAGE); at < to - (to % PAGE); at += PAGE) {
    if (at >= oldestPlace && isPage(at / PAGE, false)) markDone(at);
  }
}

/** Bytes of a block that are neither body nor text. */
const FRAME_BYTES = BLOCK_HEAD_BYTES + BLOCK_TAIL_BYTES;

/** The body of a block that tells a loss, of {@link BODY_HEAD_BYTES}. */
function lossBody(from: number, to: number): string {
  return bytesOf(BODY_HEAD_BYTES, 2) + bytesOf(0, 2) + bytesOf(from, 5) + bytesOf(to, 6);
}

/** Writes a block to a place; false where that cannot be. */
function put(at: number, what: number, body: string, text: string): boolean {
  const bytes = String.fromCharCode(what) + bytesOf(text.length, 2) + body + text;
  return write(inFile(at), `\xff${bytes}${bytesOf(E.CRC32(bytes), 4)}\0`);
}

/** Gives up what is left in the oldest page, and says so in the newest, which is the one before it. */
function giveUp(page: number): void {
  let boot = "";
  let from = 0;
  let to = 0;
  let at = nextBlock(page * PAGE);
  for (;;) {
    const isOver = !at || at >= (page + 1) * PAGE;
    const bytes = isOver ? 0 : look(at);
    const begin = first;
    const last = kind === LOSS ? upOrLast : first + count - 1;
    const name = isOver ? "" : textOf(at)[0];
    // What is damaged between two blocks of one boot was one of it.
    const isNext = name === boot && begin >= from && (begin <= to + 1 || wasDamaged > 0);
    if (!isOver) at = nextBlock(at + bytes);
    if (isNext && !isOver) {
      if (last > to) to = last;
    } else {
      if (boot) {
        givenUp(boot, from, to);
        // Joined with the one before where they follow each other.
        let before = 0;
        if (lossAt >= oldestPlace && look(lossAt) > 0 && !isDone && textOf(lossAt)[0] === boot) {
          if (from <= upOrLast + 1 && to >= first - 1) {
            before = lossAt;
            if (first < from) from = first;
            if (upOrLast > to) to = upOrLast;
          }
        }
        const room = newestPage * PAGE + LOSS_AT;
        const there = read(inFile(room), PAGE - LOSS_AT);
        let used = there.length;
        while (used && there.charCodeAt(used - 1) === ERASED) used--;
        const isRoom = used + FRAME_BYTES + BODY_HEAD_BYTES + boot.length <= there.length;
        if (isRoom && put(room + used, LOSS, lossBody(from, to), boot)) {
          lossAt = room + used;
          if (before) markDone(before);
        } else print(`espulse: outbox: no room to tell that ${from} to ${to} of ${boot} are lost`);
      }
      if (isOver) return;
      boot = name;
      from = begin;
      to = last;
    }
  }
}

/** Goes on to the next page. Where it cannot be had nothing is written any more. */
function openPage(): void {
  const page = newestPage + 1;
  writeAt = 0;
  const last = (page - pages) * PAGE;
  if (last >= oldestPlace) {
    giveUp(page - pages);
    oldestPlace = last + PAGE;
  }
  const from = inFile(page * PAGE);
  if ((isErased(from, PAGE) || erase(from)) && isPage(page, true)) {
    newestPage = page;
    writeAt = page * PAGE + PAGE_HEAD_BYTES;
    return;
  }
  isWritten = 0;
  print("espulse: outbox: flash is not erased; readings are kept in memory alone");
}

/** Writes a block; `text` goes beside its body. False where that cannot be. */
export function append(what: number, body: string, text: string): boolean {
  const bytes = FRAME_BYTES + body.length + text.length;
  // A place that cannot be written costs its page.
  for (let tries = 0; tries < 3 && isWritten; tries++) {
    if (!writeAt || (writeAt % PAGE) + bytes > LOSS_AT) openPage();
    if (writeAt && put(writeAt, what, body, text)) {
      writeAt += bytes;
      return true;
    }
    writeAt = 0;
  }
  return false;
}

export function appendLoss(boot: string, from: number, to: number): boolean {
  return append(LOSS, lossBody(from, to), boot);
}

/** How often the page that was erased most was. */
export function wear(): number {
  return Math.ceil(newestPage / pages);
}

/** Finds the log, and where it goes on; there is none where the file is not. */
export function openLog(onGivenUp: typeof givenUp): void {
  givenUp = onGivenUp;
  pages = openFile();
  if (pages < 2) return;
  isWritten = 1;
  for (let index = 0; index < pages; index++) {
    const page = load(read(start + index * PAGE + PAGE_NUMBER_AT, 4), 0, 4);
    if (page > newestPage && page % pages === index && isPage(page, false)) newestPage = page;
  }
  if (newestPage > pages) oldestPlace = (newestPage - pages + 1) * PAGE;
  // Backwards, until a page tells who wrote last; the last loss is in the newest but one.
  for (let page = newestPage * PAGE; page >= oldestPlace; page -= PAGE) {
    const isKnown = lastBoot !== "";
    let at = page + (isPage(page / PAGE, false) ? PAGE_HEAD_BYTES : PAGE);
    let loss = 0;
    while (at < page + PAGE) {
      const bytes = look(at);
      if (bytes > 0) {
        const boot = textOf(at)[0];
        if (kind === LOSS) loss = at;
        if (kind === READINGS && !isKnown) lastBoot = boot;
        if (boot === lastBoot && !isKnown) lastSeq = kind === LOSS ? upOrLast : first + count - 1;
      } else if (!bytes && page === newestPage * PAGE && !writeAt) {
        // Not where a write was cut off.
        if (isErased(inFile(at), page + PAGE - at)) writeAt = at;
      }
      at = after(at, bytes);
    }
    if (!lossAt) lossAt = loss;
    if (isKnown) break;
  }
  // The first page of all is erased even if it is: whether that works here is not to be found out when the log is full.
  if (!newestPage) {
    write(inFile(PAGE), "\0");
    openPage();
  }
}
