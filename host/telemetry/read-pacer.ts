// How long to leave what arrives in the kernel before the next read: a reader that wakes for every
// message spends most of its time on waking. Pure: the caller owns time.
//
// A broker sends only so many messages of QoS 1 until it has an acknowledgement (Mosquitto 20, by
// default), and waits for its reader when that is late. Where a longer pause brings no more messages
// that is the reason, and pauses are kept short for a while.

/** No message waits longer for this. */
export const MOST_PAUSE_MS = 25;
/** After so long without anything the line is quiet, and what comes next is read at once. */
const QUIET_MS = 2 * MOST_PAUSE_MS;
const LEAST_PAUSE_MS = 1;
/** So often in a row the same number is no chance, or has to be looked into. */
const MOST_REPEATS = 2;
const LIMITED_FOR_MS = 1000;
/** Numbers below are the most by chance as well: they have to be so once more. */
const LEAST_SURE = 8;

export class ReadPacer {
  #readAt = Number.NEGATIVE_INFINITY;
  #unanswered = 0;
  /** Of any read. */
  #most = 0;
  #repeats = 0;
  /** The pause before the last read, and the one before that. */
  #pauseMs = 0;
  #pauseBeforeMs = 0;
  #limitMs = MOST_PAUSE_MS;
  #limitedUntil = Number.NEGATIVE_INFINITY;

  /**
   * The pause after a read, in milliseconds; 0 for none.
   * @param unanswered messages in it that the broker waits for an answer to
   */
  after(unanswered: number, nowMs: number): number {
    const isQuiet = nowMs - this.#readAt > QUIET_MS;
    this.#readAt = nowMs;
    // It has never sent more at a time: smaller numbers are the same by chance.
    this.#most = Math.max(this.#most, unanswered);
    const isSame =
      unanswered > 1 &&
      unanswered === this.#most &&
      unanswered === this.#unanswered &&
      this.#pauseBeforeMs > 0;
    this.#unanswered = unanswered;
    if (isQuiet) return this.#pause(0);
    this.#repeats = isSame ? this.#repeats + 1 : 0;
    if (nowMs >= this.#limitedUntil) this.#limitMs = MOST_PAUSE_MS;
    const isSure = this.#repeats >= (unanswered < LEAST_SURE ? 2 : 1);
    if (isSure && this.#pauseMs !== this.#pauseBeforeMs) {
      this.#limitMs = Math.min(this.#pauseMs, this.#pauseBeforeMs) / 4;
      this.#limitedUntil = nowMs + LIMITED_FOR_MS;
    } else if (this.#repeats >= MOST_REPEATS) {
      this.#repeats = 0;
      return this.#pause(this.#pauseMs / 2);
    }
    return this.#pause(Math.max(LEAST_PAUSE_MS, 2 * this.#pauseMs));
  }

  #pause(wantedMs: number): number {
    this.#pauseBeforeMs = this.#pauseMs;
    const pauseMs = Math.min(wantedMs, this.#limitMs);
    this.#pauseMs = pauseMs < LEAST_PAUSE_MS ? 0 : pauseMs;
    return this.#pauseMs;
  }
}
