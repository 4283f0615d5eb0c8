// Makes the moments of a plan happen, each at its time, and lets each fault end. Owns what is going on at
// any moment; what a fault does is told by whoever has what it is done to.
import { ConfigError } from "../../errors.ts";
import type { ChaosFault, ChaosPlan } from "./entry.ts";
import type { Moment } from "./moments.ts";

/** Begins a fault; the result ends it, where it does not end by itself. */
export type Action = (moment: Moment) => (() => void) | undefined;

/** What can be done in a run. */
export type Actions = { readonly [fault in ChaosFault]?: Action };

/** What the clocks of a simulation have in common (node/scheduler.ts). */
export interface ChaosClock {
  now(): number;
  after(delayMs: number, callback: () => void): () => void;
}

export interface ChaosOptions {
  readonly clock: ChaosClock;
  readonly actions: Actions;
  readonly moments: readonly Moment[];
  readonly onFault?: ((moment: Moment) => void) | undefined;
}

/** @throws ConfigError for every fault of the plan that this run cannot have; `why` by the fault's name */
export function checkActions(
  plan: ChaosPlan,
  actions: Actions,
  why: (fault: ChaosFault) => string,
): void {
  const faults = plan.flatMap(({ fault }, index) =>
    actions[fault] === undefined ? [{ path: `[${index}].fault`, message: why(fault) }] : [],
  );
  if (faults.length > 0) throw new ConfigError(faults);
}

interface Going {
  readonly end: () => void;
  /** Of several that overlap the last one ends it. */
  untilMs: number;
}

export class Chaos {
  readonly #options: ChaosOptions;
  readonly #startMs: number;
  readonly #going = new Map<string, Going>();
  #cancel: () => void = () => {};
  #next = 0;
  #isOver = false;
  /** Faults that were begun. */
  begun = 0;

  constructor(options: ChaosOptions) {
    this.#options = options;
    this.#startMs = options.clock.now();
    this.#plan();
  }

  /** Ends what is going on; nothing more happens. */
  stop(): void {
    this.#isOver = true;
    this.#cancel();
    for (const { end } of this.#going.values()) end();
    this.#going.clear();
  }

  #plan(): void {
    const moment = this.#options.moments[this.#next];
    if (moment === undefined || this.#isOver) return;
    this.#cancel = this.#after(this.#startMs + moment.atMs, () => {
      this.#next++;
      this.#begin(moment);
      this.#plan();
    });
  }

  #begin(moment: Moment): void {
    const { actions, clock, onFault } = this.#options;
    const key = `${moment.fault} ${moment.target}`;
    const untilMs = clock.now() + moment.waitMs + moment.forMs;
    const going = this.#going.get(key);
    if (going !== undefined) {
      going.untilMs = Math.max(going.untilMs, untilMs);
      return;
    }
    this.begun++;
    onFault?.(moment);
    const end = actions[moment.fault]?.(moment);
    if (end === undefined) return;
    const begun = { end, untilMs };
    this.#going.set(key, begun);
    this.#endAt(key, begun);
  }

  #endAt(key: string, going: Going): void {
    this.#after(going.untilMs, () => {
      if (this.#going.get(key) !== going) return;
      if (going.untilMs > this.#options.clock.now()) return this.#endAt(key, going);
      this.#going.delete(key);
      going.end();
    });
  }

  #after(atMs: number, callback: () => void): () => void {
    const { clock } = this.#options;
    return clock.after(Math.max(0, atMs - clock.now()), callback);
  }
}
