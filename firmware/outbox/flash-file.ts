// The outbox's file in flash: where it lies, and how a page of it is erased, which Storage does not do.
// Owns the way through Storage's headers (src/jsflash.c, src/jsflash.h); knows nothing of what is kept.
// @native-text: numbers are whole.
import { OUTBOX } from "../contract/outbox.ts";
import { storage } from "../settings.ts";

/** Of the board's definition, put in by the build. */
declare const STORAGE_OFFSET: number;
declare const STORAGE_BYTES: number;

/** What the log erases at once: a page of an ESP32's flash, four of the interpreter's on Linux. */
export const PAGE = 4096;
/** Of a file: its size, three bytes of 24 bits and one of flags, then its name. */
const HEADER_BYTES = 32;
const NAME_AT = 4;
/** Compared at once with what Storage reads there. */
const PART = 256;
const ERASED_PART = 64;

const flash = require("Flash");

/** Where in flash the first whole page of the file begins, and where in the file. */
let address = 0;
export let start = 0;

/** Looks for the file. Gives how many whole pages are in it, 0 where it cannot be used. */
export function openFile(): number {
  // The Linux build has its Storage elsewhere, and that is all its flash.
  const base = flash.getPage(STORAGE_OFFSET) ? STORAGE_OFFSET : flash.getFree()[0].addr;
  let at = base;
  let size = 0;
  let isFound = false;
  let isNewPage = true;
  while (!isFound) {
    const header = E.toString(flash.read(HEADER_BYTES, at))!;
    size = header.charCodeAt(0) + header.charCodeAt(1) * 256 + header.charCodeAt(2) * 65536;
    if (!size || header.substr(0, NAME_AT) === "\xff\xff\xff\xff") {
      // Behind the last file of a page the next page may begin with one (jsfGetNextFileHeader).
      if (isNewPage) return 0;
      const page = flash.getPage(at)!;
      at = page.addr + page.length;
      isNewPage = true;
    } else {
      isNewPage = false;
      at += HEADER_BYTES;
      // With what is before and behind the name: a file without flags, of that name and no longer one.
      isFound = header.substr(NAME_AT - 1, OUTBOX.length + 2) === `\0${OUTBOX}\0`;
      if (!isFound) at = Math.ceil((at + size) / NAME_AT) * NAME_AT;
    }
    if (at + HEADER_BYTES > base + STORAGE_BYTES) return 0;
  }
  if (!storage.read(OUTBOX, 0, 1)) return 0;
  address = Math.ceil(at / PAGE) * PAGE;
  // Storage would take what is written at 0 for the whole file's replacement (jsfWriteFile).
  if (address === at) address += PAGE;
  start = address - at;
  return Math.floor((size - start) / PAGE);
}

export function read(at: number, bytes: number): string {
  return storage.read(OUTBOX, at, bytes) || "";
}

/** Whether so many bytes are erased: compared in parts, because a loop over them takes 0.1 ms each. */
export function isErased(at: number, bytes: number): boolean {
  const found = read(at, bytes);
  let erased = "\xff";
  while (erased.length < ERASED_PART) erased += erased;
  for (let i = 0; i < bytes; i += ERASED_PART) {
    const part = found.substr(i, ERASED_PART);
    if (part !== erased.substr(0, part.length)) return false;
  }
  return true;
}

/** Where nothing was written yet. False, and what is there stays, where something was. */
export function write(at: number, bytes: string): boolean {
  try {
    return storage.write(OUTBOX, bytes, at) && read(at, bytes.length) === bytes;
  } catch {
    return false;
  }
}

/** Erases the page at `from`. False when it is not erased then, or when it is not where it was taken to be. */
export function erase(from: number): boolean {
  const at = address + from - start;
  for (let i = 0; i < PAGE; i += PART) {
    if (E.toString(flash.read(PART, at + i)) !== read(from + i, PART)) return false;
  }
  let i = 0;
  while (i < PAGE) {
    // What Math.ceil gives is no integer to Espruino (jswrap_flash_erasePage).
    flash.erasePage((at + i) | 0);
    i += flash.getPage(at + i)!.length;
  }
  // A build on ESP-IDF 5 erases another page (targets/esp32/jshardware.c, jshFlashErasePage), or none.
  return isErased(from, PAGE);
}
