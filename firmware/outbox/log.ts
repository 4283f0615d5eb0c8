// A log in flash that goes round: pages counted up for ever, in each blocks one after the other, and at
// its end room for what the next page gave up. Owns pages, blocks and their CRC; knows no reading.
// @native-text: numbers are whole.
import { erase, isErased, openFile, PAGE, read, startOf, write } from "./flash-file.ts";

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
export const BODY_HEAD_BYTES = 15;
/** For about seven ranges. */
const LOSS_AT = PAGE - 320;
const ERASED = 255;

const chr = String.fromCharCode;

let pages = 0;
/** Whether readings are written to it. */
export let isWritten = false;
/** Numbers of the newest page, 0 while there is none, and of the oldest that can be there. */
export let newestPage = 0;
let oldestPage = 1;
/** A place in the log is the number of its page * PAGE + where in the page. Where the next block goes, or 0. */
let writeAt = 0;
/** The loss that was written last, or 0. */
let lossAt = 0;
/** Told of each range that is given up with a page. */
let givenUp: (boot: string, from: number, to: number) => void;

/** Of the block that was looked at last. */
export let kind = 0;
export let isDone = false;
export let length = 0;
export let count = 0;
export let first = 0;
/** When its first reading was made, or number of the last that is lost. */
export let upOrLast = 0;
/** Set when something was passed that is no block. */
export let wasDamaged = false;
/** Where {@link nextBlock} came to its end. */
export let stoppedAt = 0;
let textBytes = 0;

function number(bytes: string, at: number, count: number): number {
  let n = 0;
  for (let i = 0; i < count; i++) n = n * 256 + bytes.charCodeAt(at + i);
  return n;
}

/** The lowest `count` bytes of a whole number, the highest first. */
export function bytesOf(n: number, count: number): string {
  let bytes = "";
  for (; count > 0; count--) {
    bytes = chr(n % 256) + bytes;
    n = Math.floor(n / 256);
  }
  return bytes;
}

function inFile(at: number): number {
  return startOf(Math.floor(at / PAGE) % pages) + (at % PAGE);
}

function pageOf(at: number): number {
  return Math.floor(at / PAGE);
}

/** The bytes of a page's head after the first. */
function pageHead(page: number): string {
  const head = PAGE_MARK + bytesOf(page, 4) + bytesOf(pages, 2) + bytesOf(startOf(0), 2);
  return head + bytesOf(E.CRC32(head), 4);
}

function isThere(page: number): boolean {
  return read(inFile(page * PAGE + 1), PAGE_HEAD_BYTES - 1) === pageHead(page);
}

/** Before it there is nothing any more. */
export function oldestPlace(): number {
  return oldestPage * PAGE;
}

/** Looks at what stands at a place. Gives its bytes; 0 where nothing was written; -1 where it is no block. */
export function look(at: number): number {
  const offset = at % PAGE;
  const room = (offset < LOSS_AT ? LOSS_AT : PAGE) - offset;
  if (room < BLOCK_HEAD_BYTES + BODY_HEAD_BYTES + BLOCK_TAIL_BYTES) return 0;
  const head = read(inFile(at), BLOCK_HEAD_BYTES + BODY_HEAD_BYTES);
  if (head.substr(0, BLOCK_HEAD_BYTES) === "\xff\xff\xff\xff") return 0;
  isDone = head.charCodeAt(0) < ERASED;
  kind = head.charCodeAt(1);
  textBytes = number(head, 2, 2);
  length = number(head, 4, 2);
  count = number(head, 6, 2);
  first = number(head, 8, 5);
  upOrLast = number(head, 13, 6);
  const end = BLOCK_HEAD_BYTES + length + textBytes;
  if (length < BODY_HEAD_BYTES || end + BLOCK_TAIL_BYTES > room) return -1;
  const crc = number(read(inFile(at + end), 4), 0, 4);
  if (E.CRC32(read(inFile(at + 1), end - 1)) !== crc) return -1;
  return end + BLOCK_TAIL_BYTES;
}

/** Of the block at a place, the one that was looked at last: what it has beside its body, line by line. */
export function textOf(at: number): string[] {
  return read(inFile(at + BLOCK_HEAD_BYTES + length), textBytes).split("\n");
}

/** Its bytes from the body on. */
export function bodyOf(at: number): string {
  return read(inFile(at + BLOCK_HEAD_BYTES), length);
}

/** Behind something that is no block: the next place that holds one, or where this part of the page ends. */
function resume(at: number): number {
  const offset = at % PAGE;
  const end = offset < LOSS_AT ? LOSS_AT : PAGE;
  const rest = read(inFile(at), end - offset);
  for (let i = 1; i < rest.length; i++) {
    const code = rest.charCodeAt(i);
    if ((code === READINGS || code === LOSS) && look(at + i - 1) > 0) return at + i - 1;
  }
  return at - offset + end;
}

/** Place of the first block at `at` or behind it that is not done, looked at; 0 when there is none yet. */
export function nextBlock(at: number): number {
  wasDamaged = false;
  if (at < oldestPlace()) at = oldestPlace();
  while (pageOf(at) <= newestPage) {
    stoppedAt = at;
    // More will come here.
    if (writeAt && at >= writeAt) return 0;
    const offset = at % PAGE;
    const page = at - offset;
    if (!offset) {
      const isOver = !isThere(pageOf(at)) || read(inFile(at), 1).charCodeAt(0) < ERASED;
      at += isOver ? PAGE : PAGE_HEAD_BYTES;
    } else {
      const bytes = look(at);
      if (bytes < 0) {
        wasDamaged = true;
        at = resume(at + 1);
      } else if (!bytes) at = page + (offset < LOSS_AT ? LOSS_AT : PAGE);
      else if (isDone) at += bytes;
      else if (kind === READINGS || kind === LOSS) return at;
      else {
        // Of a format that is not known here.
        wasDamaged = true;
        at += bytes;
      }
    }
  }
  stoppedAt = at;
  return 0;
}

/** All of the block at a place is safe. */
export function markDone(at: number): void {
  write(inFile(at), "\0");
}

/** All blocks of the pages before that of a place are done: they need not be looked at again. */
export function markPagesDone(from: number, to: number): void {
  for (let page = pageOf(from); page < pageOf(to); page++) {
    if (page >= oldestPage && isThere(page)) write(inFile(page * PAGE), "\0");
  }
}

function frame(what: number, body: string, text: string): string {
  const bytes = chr(what) + bytesOf(text.length, 2) + body + text;
  return `\xff${bytes}${bytesOf(E.CRC32(bytes), 4)}\0`;
}

/** The body of a block of readings lost. */
function lossBody(from: number, to: number): string {
  return bytesOf(BODY_HEAD_BYTES, 2) + bytesOf(0, 2) + bytesOf(from, 5) + bytesOf(to, 6);
}

/** Writes a loss into the room for it, joined with the one before where they follow each other. */
function writeLoss(boot: string, from: number, to: number): void {
  givenUp(boot, from, to);
  let before = 0;
  if (lossAt >= oldestPlace() && look(lossAt) > 0 && !isDone && textOf(lossAt)[0] === boot) {
    if (from <= upOrLast + 1 && to >= first - 1) {
      before = lossAt;
      if (first < from) from = first;
      if (upOrLast > to) to = upOrLast;
    }
  }
  const bytes = frame(LOSS, lossBody(from, to), boot);
  const room = newestPage * PAGE + LOSS_AT;
  let used = PAGE - LOSS_AT;
  const there = read(inFile(room), used);
  while (used && there.charCodeAt(used - 1) === ERASED) used--;
  if (used + bytes.length > PAGE - LOSS_AT || !write(inFile(room + used), bytes)) {
    print(`espulse: outbox: no room to tell that readings ${from} to ${to} of ${boot} are lost`);
    return;
  }
  lossAt = room + used;
  if (before) markDone(before);
}

/** Gives up what is left in the oldest page, and says so in the newest, which is the one before it. */
function giveUp(page: number): void {
  let boot = "";
  let from = 0;
  let to = 0;
  let at = nextBlock(page * PAGE);
  while (at && pageOf(at) === page) {
    const start = first;
    const last = kind === LOSS ? upOrLast : first + count - 1;
    const name = textOf(at)[0];
    // What is damaged between two blocks of one boot was one of it.
    if (name === boot && start >= from && (start <= to + 1 || wasDamaged)) {
      if (last > to) to = last;
    } else {
      if (boot) writeLoss(boot, from, to);
      boot = name;
      from = start;
      to = last;
    }
    at = nextBlock(at + look(at));
  }
  if (boot) writeLoss(boot, from, to);
}

/** Nothing more is written; what is there can be read. */
function breakLog(): void {
  isWritten = false;
  print("espulse: outbox: flash is not erased; readings are kept in memory alone");
}

/** Goes on to the next page. False when it cannot be had: then there is no log any more. */
function openPage(): boolean {
  const page = newestPage + 1;
  writeAt = 0;
  if (page - pages >= oldestPage) {
    giveUp(page - pages);
    oldestPage = page - pages + 1;
  }
  const index = page % pages;
  if (
    (!isErased(startOf(index), PAGE) && !erase(index)) ||
    !write(inFile(page * PAGE + 1), pageHead(page))
  ) {
    breakLog();
    return false;
  }
  newestPage = page;
  writeAt = page * PAGE + PAGE_HEAD_BYTES;
  return true;
}

/** Writes a block; `text` goes beside its body. False when there is no log. */
export function append(what: number, body: string, text: string): boolean {
  const bytes = frame(what, body, text);
  // A place that cannot be written costs its page.
  for (let tries = 0; tries < 3 && isWritten; tries++) {
    if ((writeAt && (writeAt % PAGE) + bytes.length <= LOSS_AT) || openPage()) {
      if (write(inFile(writeAt), bytes)) {
        writeAt += bytes.length;
        return true;
      }
      writeAt = 0;
    }
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

/** Name of the boot that wrote the last readings, and the number of its last. */
export let lastBoot = "";
export let lastSeq = 0;

/** Finds who wrote last in a page, and where the newest goes on: nowhere, where a write was cut off. */
function lookThrough(page: number): void {
  let at = page * PAGE + PAGE_HEAD_BYTES;
  let bytes = isThere(page) ? 1 : 0;
  while (bytes > 0) {
    bytes = look(at);
    if (bytes > 0) {
      const boot = textOf(at)[0];
      if (kind === READINGS) lastBoot = boot;
      if (kind === LOSS) lossAt = at;
      if (boot === lastBoot) lastSeq = kind === LOSS ? upOrLast : first + count - 1;
      at += bytes;
    }
  }
  if (!bytes && page === newestPage && isErased(inFile(at), PAGE - (at % PAGE))) writeAt = at;
}

/** Finds the log, and where it goes on; there is none where the file is not. */
export function openLog(onGivenUp: typeof givenUp): void {
  givenUp = onGivenUp;
  pages = openFile();
  if (pages < 2) return;
  isWritten = true;
  for (let index = 0; index < pages; index++) {
    const page = number(read(startOf(index) + PAGE_NUMBER_AT, 4), 0, 4);
    if (page > newestPage && page % pages === index && isThere(page)) newestPage = page;
  }
  if (newestPage > pages) oldestPage = newestPage - pages + 1;
  // Backwards, until a page tells who wrote last.
  for (let page = newestPage; page >= oldestPage && !lastBoot; page--) lookThrough(page);
  // Before the first page: whether erasing works here, which is not to be found out when the log is full.
  if (!newestPage) {
    write(startOf(1), "\0");
    if (!erase(1)) breakLog();
  }
}
