// Which readings were seen, per (device, boot), as intervals of seq. Pure; knows no message.
import { contains, type Interval, insert, length, overlap } from "./intervals.ts";

/** What a reading is to those seen before it. */
export type Arrival = "next" | "late" | "duplicate";

export interface SequenceTotals {
  /** Different readings seen. */
  readonly received: number;
  readonly duplicates: number;
  /** Gaps between the first and the last reading seen, less what the board gave up. */
  readonly missing: number;
  /** Readings the boards said they gave up, and that did not come after all. */
  readonly dropped: number;
}

export interface SeriesReport extends SequenceTotals {
  readonly device: string;
  readonly boot: string;
  readonly first: number;
  readonly last: number;
  readonly gaps: readonly Interval[];
}

/** Bounds of what is remembered; beyond them the oldest is forgotten, its counts kept. */
export interface SequenceLimits {
  readonly series: number;
  readonly intervals: number;
}

const DEFAULT_LIMITS: SequenceLimits = { series: 4096, intervals: 4096 };

/** The readings of one boot of one device; hold it for the next of them, until it is forgotten. */
export interface Series {
  readonly device: string;
  readonly boot: string;
  seen: [number, number][];
  givenUp: [number, number][];
  duplicates: number;
  /** Of gaps that were closed because there were too many to remember. */
  readonly closed: { missing: number; dropped: number };
  /** Its counts are in the totals, and it takes no more. */
  isForgotten: boolean;
}

export class SequenceLedger {
  readonly #series = new Map<string, Series>();
  readonly #limits: SequenceLimits;
  #forgotten: SequenceTotals = { received: 0, duplicates: 0, missing: 0, dropped: 0 };

  constructor(limits: SequenceLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** @param series of {@link seriesOf}, not forgotten */
  note(series: Series, seq: number): Arrival {
    const last = series.seen.at(-1);
    // The ordinary case: the reading after the last one.
    if (last !== undefined && seq === last[1] + 1) {
      last[1] = seq;
      return "next";
    }
    if (contains(series.seen, seq)) {
      series.duplicates++;
      return "duplicate";
    }
    const late = last !== undefined && seq < last[1];
    insert(series.seen, seq, seq);
    this.#bound(series);
    return late ? "late" : "next";
  }

  /** The board said that it gave up the readings `from` to `to`. */
  noteDropped(device: string, boot: string, from: number, to: number): void {
    const { givenUp } = this.seriesOf(device, boot);
    insert(givenUp, from, to);
    // What it said about the oldest is forgotten: they count as missing, which is never too few.
    if (givenUp.length > this.#limits.intervals) givenUp.shift();
  }

  /** Of everything seen, what was forgotten for want of room included. */
  totals(): SequenceTotals {
    let totals = this.#forgotten;
    for (const series of this.#series.values()) totals = add(totals, totalsOf(series));
    return totals;
  }

  reports(): SeriesReport[] {
    return [...this.#series.values()]
      .filter(({ seen }) => seen.length > 0)
      .map((series) => ({
        device: series.device,
        boot: series.boot,
        first: series.seen[0]![0],
        last: series.seen.at(-1)![1],
        gaps: gapsOf(series),
        ...totalsOf(series),
      }));
  }

  seriesOf(device: string, boot: string): Series {
    const key = `${device}/${boot}`;
    const known = this.#series.get(key);
    if (known) return known;
    if (this.#series.size >= this.#limits.series) {
      const [oldest, series] = this.#series.entries().next().value!;
      this.#forgotten = add(this.#forgotten, totalsOf(series));
      this.#series.delete(oldest);
      series.isForgotten = true;
    }
    const series = {
      device,
      boot,
      seen: [],
      givenUp: [],
      duplicates: 0,
      closed: { missing: 0, dropped: 0 },
      isForgotten: false,
    };
    this.#series.set(key, series);
    return series;
  }

  #bound(series: Series): void {
    if (series.seen.length <= this.#limits.intervals) return;
    const [first, second] = series.seen as [[number, number], [number, number]];
    const gap: Interval = [first[1] + 1, second[0] - 1];
    const dropped = overlap(gap, series.givenUp);
    series.closed.dropped += dropped;
    series.closed.missing += length([gap]) - dropped;
    series.seen.splice(0, 2, [first[0], second[1]]);
  }
}

function totalsOf(series: Series): SequenceTotals {
  const { closed } = series;
  const dropped = series.givenUp.reduce(
    (sum, interval) => sum + length([interval]) - overlap(interval, series.seen),
    0,
  );
  return {
    received: length(series.seen) - closed.missing - closed.dropped,
    duplicates: series.duplicates,
    missing: length(gapsOf(series)) + closed.missing,
    dropped: dropped + closed.dropped,
  };
}

/** Between the first and the last reading seen, what was neither seen nor given up. */
function gapsOf({ seen, givenUp }: Series): Interval[] {
  const covered = seen.map(([from, to]): [number, number] => [from, to]);
  const [first, last] = [seen[0]?.[0], seen.at(-1)?.[1]];
  if (first === undefined || last === undefined) return [];
  for (const [from, to] of givenUp) {
    const inside: Interval = [Math.max(from, first), Math.min(to, last)];
    if (inside[0] <= inside[1]) insert(covered, ...inside);
  }
  return covered.slice(1).map(([from], index): Interval => [covered[index]![1] + 1, from - 1]);
}

function add(a: SequenceTotals, b: SequenceTotals): SequenceTotals {
  return {
    received: a.received + b.received,
    duplicates: a.duplicates + b.duplicates,
    missing: a.missing + b.missing,
    dropped: a.dropped + b.dropped,
  };
}
