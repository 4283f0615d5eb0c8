// How many connections of this process are being opened at a time. Knows no socket.
import type { Scheduler } from "./scheduler.ts";

/**
 * A listener's queue holds some hundred connections that it has not accepted yet (Mosquitto: listen(100)
 * in net.c). The kernel drops the SYN of any more and sends it again only after one second, then two:
 * ten thousand boards that come back at once would wait for that, not for the broker.
 */
const MOST_AT_ONCE = 64;
/** For so long one that gets no answer holds a place. */
const LONGEST_HOLD_MS = 25;

export class OpeningQueue {
  /** In the order they came. */
  readonly #waiting = new Set<() => void>();
  #opening = 0;

  /**
   * Calls `start`, now or when there is a place. The result gives the place up, or the wait for it; to
   * be called when the peer has said something (it may be connected and not accepted yet), or will not.
   */
  enter(scheduler: Scheduler, start: () => void): () => void {
    let isOver = false;
    let cancelHold = (): void => {};
    const leave = (): void => {
      if (isOver) return;
      isOver = true;
      cancelHold();
      if (this.#waiting.delete(begin)) return;
      this.#opening--;
      const [next] = this.#waiting;
      if (next === undefined) return;
      this.#waiting.delete(next);
      next();
    };
    const begin = (): void => {
      this.#opening++;
      cancelHold = scheduler.after(LONGEST_HOLD_MS, leave);
      start();
    };
    if (this.#opening < MOST_AT_ONCE) begin();
    else this.#waiting.add(begin);
    return leave;
  }
}
