// A scheduler whose time stands still until a test moves it.
import type { Scheduler } from "../../../../host/simulator/node/scheduler.ts";

export class ManualScheduler implements Scheduler {
  #nowMs = 1000;
  #calls: { atMs: number; order: number; callback: () => void }[] = [];
  #order = 0;

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const call = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, callback };
    this.#calls.push(call);
    return () => {
      this.#calls = this.#calls.filter((other) => other !== call);
    };
  }

  soon(callback: () => void): () => void {
    return this.after(0, callback);
  }

  /** Calls back everything that is due within these milliseconds, each at its time. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let guard = 0; guard < 10_000; guard++) {
      const due = this.#calls
        .filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (due === undefined) {
        this.#nowMs = Math.max(this.#nowMs, endMs);
        return;
      }
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      this.#calls = this.#calls.filter((other) => other !== due);
      due.callback();
    }
    throw new Error("the simulated board never comes to rest");
  }

  /** Time passes and nobody notices, as while JavaScript is busy. */
  skip(ms: number): void {
    this.#nowMs += ms;
  }

  get pending(): number {
    return this.#calls.length;
  }
}
