// Time that stands until it is moved: everything that boards, network and broker have planned happens
// at its moment, in one order, as fast as this machine can. Owns that order; takes no native timer.
import type { Clock } from "../../clock.ts";
import { DueHeap } from "../node/due-heap.ts";
import type { Scheduler } from "../node/scheduler.ts";

/** So many calls in one instant are a loop without an end. */
const MOST_AT_ONCE = 1_000_000;

interface Soon {
  callback: (() => void) | undefined;
}

export interface VirtualTimeOptions {
  /** UTC at its beginning; 2026-01-01 by default, so that a run can be repeated. */
  readonly start?: Date | number | undefined;
}

export class VirtualTime implements Scheduler {
  /**
   * For what of the host runs in it, with streams and promises: behind each of its calls the event loop
   * goes round before anything else happens.
   */
  readonly hostClock: Clock = {
    now: () => this.#nowMs,
    after: (delayMs, callback) =>
      this.after(delayMs, () => {
        this.await();
        callback();
      }),
  };
  readonly #startMs: number;
  readonly #calls = new DueHeap();
  #soon: Soon[] = [];
  #nowMs = 0;
  #isAwaited = false;
  #holds = 0;
  #released: () => void = () => {};
  #isAdvancing = false;

  constructor({ start = Date.UTC(2026, 0, 1) }: VirtualTimeOptions = {}) {
    this.#startMs = Number(start);
  }

  /** Milliseconds since its beginning. */
  now(): number {
    return this.#nowMs;
  }

  /** What a clock on the wall shows: milliseconds since 1970. */
  utc(): number {
    return this.#startMs + this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.at(this.#nowMs + delayMs, callback);
  }

  /** At a time of {@link now}. */
  at(atMs: number, callback: () => void): () => void {
    const call = this.#calls.add(Math.max(this.#nowMs, atMs), callback);
    return () => this.#calls.remove(call);
  }

  soon(callback: () => void): () => void {
    const call: Soon = { callback };
    this.#soon.push(call);
    return () => {
      call.callback = undefined;
    };
  }

  /**
   * Something of this process has been given work that is not planned here, such as a stream or a
   * promise: the event loop goes round once before anything else happens.
   */
  await(): void {
    this.#isAwaited = true;
  }

  /**
   * Time stands until the returned function is called, as while a database works in a thread: what
   * takes real time takes none here, and the order stays the same.
   */
  hold(): () => void {
    this.#holds++;
    this.#isAwaited = true;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#isAwaited = true;
      if (--this.#holds === 0) this.#released();
    };
  }

  /** What takes real time, as one of its calls. */
  async whileHeld<T>(work: Promise<T>): Promise<T> {
    const release = this.hold();
    try {
      return await work;
    } finally {
      release();
    }
  }

  /** Lets all happen that is planned within these milliseconds. */
  async advance(milliseconds: number): Promise<void> {
    if (this.#isAdvancing) throw new Error("virtual time is being advanced already");
    this.#isAdvancing = true;
    const endMs = this.#nowMs + Math.max(0, milliseconds);
    try {
      // Whoever called has promises of its own.
      this.#isAwaited = true;
      do {
        while (this.#isAwaited || this.#holds > 0) await this.#settle();
      } while (this.#run(endMs));
    } finally {
      this.#isAdvancing = false;
    }
    this.#nowMs = endMs;
  }

  async #settle(): Promise<void> {
    this.#isAwaited = false;
    if (this.#holds > 0) {
      await new Promise<void>((resolve) => {
        this.#released = resolve;
      });
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** False when nothing is left until then; true when the event loop has to go round first. */
  #run(endMs: number): boolean {
    let calls = 0;
    for (;;) {
      while (this.#soon.length > 0) {
        const soon = this.#soon;
        this.#soon = [];
        for (let next = 0; next < soon.length; next++) {
          soon[next]!.callback?.();
          if (!this.#isAwaited) continue;
          this.#soon = [...soon.slice(next + 1), ...this.#soon];
          return true;
        }
        if (++calls > MOST_AT_ONCE) throw this.#endless();
      }
      const call = this.#calls.takeDue(endMs);
      if (call === undefined) return false;
      if (call.atMs > this.#nowMs) {
        this.#nowMs = call.atMs;
        calls = 0;
      } else if (++calls > MOST_AT_ONCE) throw this.#endless();
      call.callback();
      if (this.#isAwaited) return true;
    }
  }

  #endless(): Error {
    return new Error(`virtual time stands at ${this.#nowMs} ms: what is planned there never ends`);
  }
}
