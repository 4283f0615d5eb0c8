// Which readings of this boot are safe: acknowledged by the broker, or on disk at a recorder. Owns the
// marks, and which readings went out live while older ones waited; knows no block and no message.
// @native-text: numbers are whole.

const FIRST_WAIT_MS = 30000;
const LONGEST_WAIT_MS = 960000;

/** Whether a reading is kept until a recorder has it; else until the broker acknowledged it. */
export let isUntilStored = false;
let isFixed = false;

/** All readings up to these are on disk, and acknowledged. */
export let stored = 0;
export let acked = 0;
/** The next reading that is to be sent as backlog. */
export let sendNext = 1;
/** The last one that was. */
let sentBack = 0;
/** Readings that went out live in this connection while older ones waited; both 0 without. */
let liveFrom = 0;
let liveTo = 0;
let liveAcked = 0;

/** Since when the marks have not moved, and how long that is waited for. */
let movedAt = 0;
let waitMs = FIRST_WAIT_MS;

export function openMarks(keepUntil: string | undefined): void {
  isFixed = keepUntil !== undefined;
  isUntilStored = keepUntil === "stored";
}

/** Readings up to this one need not be kept. */
export function safeMark(): number {
  return isUntilStored ? stored : acked;
}

/** Sends again whatever is not safe; nothing that went out live counts. */
export function rewind(): void {
  sendNext = safeMark() + 1;
  sentBack = acked;
  liveFrom = liveTo = liveAcked = 0;
}

/**
 * Token of reading `seq`, the newest, which is being sent in the tick that made it: its number, or, where
 * older ones wait, that and a half.
 */
export function sendLive(seq: number): number {
  if (sendNext === seq) {
    sendNext++;
    return seq;
  }
  // Where one that found no room lies between, those before it are sent again as backlog.
  if (liveTo !== seq - 1) {
    liveFrom = seq;
    liveAcked = 0;
  }
  liveTo = seq;
  return seq + 0.5;
}

/** Whether backlog goes on with reading `seq`; one that went out live it passes over. */
export function isToSend(seq: number): boolean {
  if (liveTo && sendNext >= liveFrom && sendNext <= liveTo) sendNext = liveTo + 1;
  return seq >= sendNext;
}

/** Readings up to `seq` were sent as backlog, or told as lost. */
export function sentBacklog(seq: number): void {
  sendNext = seq + 1;
  sentBack = seq;
}

/** The broker has acknowledged what was sent with this token, and with it all that was sent before. */
export function acknowledge(token: number): void {
  const seq = Math.floor(token);
  if (seq < token) {
    if (liveTo && seq >= liveFrom) liveAcked = seq;
  } else if (seq > acked) acked = seq;
  // The backlog has come up to them.
  if (liveTo && sendNext > liveTo && acked >= sentBack && liveAcked > acked) acked = liveAcked;
}

/** Acknowledged, but behind some that are not. */
export function ackedAhead(): number {
  return liveAcked > acked ? liveAcked - (liveFrom > acked ? liveFrom - 1 : acked) : 0;
}

/** A recorder has told of itself. */
export function meetRecorder(): void {
  if (!isFixed) isUntilStored = true;
}

/** A recorder has all readings of this boot up to `seq`. */
export function store(seq: number): void {
  if (seq > stored) stored = seq;
  if (isUntilStored && sendNext <= stored) sendNext = stored + 1;
}

/** Some mark has moved, or a connection was made. */
export function moved(at: number): void {
  movedAt = at;
  waitMs = FIRST_WAIT_MS;
}

/** Whether what was sent has to be sent again, because no mark has moved for long; each time longer. */
export function hasStalled(at: number): boolean {
  if (!isUntilStored || at - movedAt < waitMs) return false;
  movedAt = at;
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  return true;
}
