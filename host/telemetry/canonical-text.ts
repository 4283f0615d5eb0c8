// The text of a reading as our firmware writes it, read byte by byte: every reading comes
// through here, and a RegExp takes longer. Each function gives where what it looks for ends, or NONE.
import { WIRE_VERSION } from "../../firmware/contract/telemetry.ts";

export interface CanonicalParts {
  readonly boot: string;
  readonly seq: number;
  /** Milliseconds, like `t`. */
  readonly up: number;
  readonly t: number | undefined;
  readonly skip: number | undefined;
  readonly isQueued: boolean;
  /** Index of the first channel, after the brace. */
  readonly channelsAt: number;
  /** The members as they stand: `v` to `t`, and those after with their comma. */
  readonly head: string;
  readonly tail: string;
}

const NONE = -1;
const START = Buffer.from(`{"v":${WIRE_VERSION},"boot":"`);
const SEQ = Buffer.from('","seq":');
const UP = Buffer.from(',"up":');
const T = Buffer.from(',"t":');
const SKIP = Buffer.from(',"skip":');
const QUEUED = Buffer.from(',"q":1');
const D = Buffer.from(',"d":{');
const NULL = Buffer.from("null");
const AFTER_NAME = Buffer.from('":');
const BOOT_ID_DIGITS = 8;
const MOST_BOOT_DIGITS = 10;
// Numbers and their order are such that JSON.stringify writes what JSON.parse made of them as they
// stood: no exponent, no final 0, 15 digits at most, and never so small that it gets an exponent.
const MOST_DIGITS = 15;
const MOST_VALUE_DIGITS = 9;
const MOST_DECIMALS = 6;
const MOST_CHANNELS = 64;
const MOST_NAME = 32;

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;
const QUOTE = 34;
const COMMA = 44;
const CLOSING = 125;

/** By character: 2 what a channel's name begins with, 1 what may follow. */
const NAME = new Uint8Array(256);
for (const character of "0123456789_.-") NAME[character.charCodeAt(0)] = 1;
for (const letter of "abcdefghijklmnopqrstuvwxyz") {
  NAME[letter.charCodeAt(0)] = NAME[letter.toUpperCase().charCodeAt(0)] = 2;
}

/** Undefined when it has another form. */
export function canonicalParts(bytes: Buffer): CanonicalParts | undefined {
  const bootAt = after(bytes, 0, START);
  const bootEnd = endOfBoot(bytes, bootAt);
  const seqAt = after(bytes, bootEnd, SEQ);
  const seqEnd = endOfWhole(bytes, seqAt);
  const upAt = after(bytes, seqEnd, UP);
  const upEnd = endOfWhole(bytes, upAt);
  const tAt = after(bytes, upEnd, T);
  const headEnd = tAt === NONE ? upEnd : endOfWhole(bytes, tAt);
  const skipAt = after(bytes, headEnd, SKIP);
  const skipEnd = skipAt === NONE ? headEnd : endOfWhole(bytes, skipAt);
  const queuedEnd = after(bytes, skipEnd, QUEUED);
  const isQueued = queuedEnd !== NONE;
  const channelsAt = after(bytes, isQueued ? queuedEnd : skipEnd, D);
  const end = endOfChannels(bytes, channelsAt);
  if (end === NONE || end + 2 !== bytes.length || bytes[end + 1] !== CLOSING) return undefined;
  const seq = whole(bytes, seqAt, seqEnd);
  if (seq === 0) return undefined;
  // Pieces of one text take no memory of their own.
  const text = bytes.toString("latin1");
  return {
    boot: text.slice(bootAt, bootEnd),
    seq,
    up: whole(bytes, upAt, upEnd),
    t: tAt === NONE ? undefined : whole(bytes, tAt, headEnd),
    skip: skipAt === NONE ? undefined : whole(bytes, skipAt, skipEnd),
    isQueued,
    channelsAt,
    head: text.slice(1, headEnd),
    tail: text.slice(headEnd, end + 1),
  };
}

function after(bytes: Uint8Array, at: number, word: Uint8Array): number {
  if (at === NONE) return NONE;
  for (let index = 0; index < word.length; index++) {
    if (bytes[at + index] !== word[index]) return NONE;
  }
  return at + word.length;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function endOfDigits(bytes: Uint8Array, at: number): number {
  let end = at;
  while (isDigit(bytes[end]!)) end++;
  return end;
}

/** `7f3a12c4-17` */
function endOfBoot(bytes: Uint8Array, at: number): number {
  if (at === NONE) return NONE;
  const countAt = at + BOOT_ID_DIGITS + 1;
  for (let index = at; index < countAt - 1; index++) {
    const code = bytes[index]!;
    // a to f
    if (!isDigit(code) && !(code >= 97 && code <= 102)) return NONE;
  }
  if (bytes[countAt - 1]! !== MINUS) return NONE;
  const end = endOfDigits(bytes, countAt);
  return end > countAt && end <= countAt + MOST_BOOT_DIGITS ? end : NONE;
}

/** `0`, `1042` */
function endOfWhole(bytes: Uint8Array, at: number): number {
  if (at === NONE) return NONE;
  const end = endOfDigits(bytes, at);
  const isPadded = bytes[at]! === ZERO && end > at + 1;
  return end === at || end > at + MOST_DIGITS || isPadded ? NONE : end;
}

function whole(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let index = at; index < end; index++) value = 10 * value + bytes[index]! - ZERO;
  return value;
}

/** `null`, `0`, `-60`, `2.363` */
function endOfValue(bytes: Uint8Array, at: number): number {
  if (at === NONE) return NONE;
  const nullEnd = after(bytes, at, NULL);
  if (nullEnd !== NONE || at === NONE) return nullEnd;
  const isNegative = bytes[at]! === MINUS;
  const from = isNegative ? at + 1 : at;
  const end = endOfDigits(bytes, from);
  if (end === from || end > from + MOST_VALUE_DIGITS) return NONE;
  const isZero = bytes[from]! === ZERO;
  if (isZero && end > from + 1) return NONE;
  if (bytes[end]! !== POINT) return isZero && isNegative ? NONE : end;
  const decimalsEnd = endOfDigits(bytes, end + 1);
  const decimals = decimalsEnd - end - 1;
  if (decimals < 1 || decimals > MOST_DECIMALS) return NONE;
  return bytes[decimalsEnd - 1]! === ZERO ? NONE : decimalsEnd;
}

/** Of the names so far. */
const hashes = new Int32Array(MOST_CHANNELS);

/** Of `"temp":44,"light":2.363}`, the brace. */
function endOfChannels(bytes: Uint8Array, start: number): number {
  if (start === NONE) return NONE;
  if (bytes[start]! === CLOSING) return start;
  let at = start;
  for (let channel = 0; channel < MOST_CHANNELS; channel++) {
    if (bytes[at]! !== QUOTE) return NONE;
    const nameAt = at + 1;
    let nameEnd = nameAt;
    let hash = 0;
    for (let code = bytes[nameEnd]!; NAME[code]! > 0; code = bytes[nameEnd]!) {
      hash = (Math.imul(hash, 31) + code) | 0;
      nameEnd++;
    }
    if (NAME[bytes[nameAt]!] !== 2 || nameEnd > nameAt + MOST_NAME) return NONE;
    // JSON.parse would keep the last of two of a name. Two names of one hash go the general way, too.
    for (let other = 0; other < channel; other++) if (hashes[other] === hash) return NONE;
    hashes[channel] = hash;
    const end = endOfValue(bytes, after(bytes, nameEnd, AFTER_NAME));
    const next = end === NONE ? NONE : bytes[end]!;
    if (next === CLOSING) return end;
    if (next !== COMMA) return NONE;
    at = end + 1;
  }
  return NONE;
}
