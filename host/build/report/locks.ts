// The locks by which the interpreter keeps what it works on. It counts to fifteen: what has been locked
// so often at once is never unlocked again, and stays for good with all it leads to (jsvUnLock,
// src/jsvar.c).
import { Thing, type Value } from "./heap.ts";

/** JSV_LOCK_MAX */
const MOST_LOCKS = 15;

export class Locks {
  readonly #counts = new Map<Thing, number>();

  constructor(private readonly keep: (thing: Thing) => void) {}

  /** Locks each of the values once while `run` runs. */
  during<T>(values: readonly Value[], run: () => T): T {
    const locked = values.filter((value) => value instanceof Thing);
    for (const thing of locked) this.#add(thing, 1);
    try {
      return run();
    } finally {
      for (const thing of locked) this.#add(thing, -1);
    }
  }

  /** Locks it so often more for a moment. */
  glance(value: Value, more: number): void {
    if (!(value instanceof Thing)) return;
    if ((this.#counts.get(value) ?? 0) + more >= MOST_LOCKS) this.keep(value);
  }

  #add(thing: Thing, more: number): void {
    if (more > 0) this.glance(thing, more);
    this.#counts.set(thing, (this.#counts.get(thing) ?? 0) + more);
  }
}
