// What a recording proves about one boot of a device: which readings were made, are stored, were
// declared dropped, cannot be known, are missing. Pure: it is told what the tables say.
import { type Interval, insert, overlap } from "../telemetry/intervals.ts";

/** Readings that are not stored, between two that are, or before the first, or after the last. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** When the stored neighbours were made, UTC milliseconds; absent where there is none, or no time. */
  readonly beforeMs?: number | undefined;
  readonly afterMs?: number | undefined;
}

/** Of the next boot's birth: how far this one was saved, and the most that may follow. */
export interface Epilogue {
  readonly seq: number;
  readonly most: number;
}

export interface BootFacts {
  readonly gaps: readonly Gap[];
  readonly dropped: readonly Interval[];
  /** The highest seq that is stored; 0 where none is. */
  readonly last: number;
  readonly lastMs?: number | undefined;
  readonly intervalMs: number;
  /** A newer boot of the device is known. */
  readonly isOver: boolean;
  readonly epilogue?: Epilogue | undefined;
}

export interface Range {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Since when there is a recording: what was made before it can be in no recorder's hands. */
  readonly sinceMs?: number | undefined;
}

export interface Judgement {
  /** Given up by the device, and said so. */
  readonly declared: number;
  readonly missing: readonly Interval[];
  /** Made before the recording began, and not stored. */
  readonly before: number;
  /** The most that may have been made and nobody can know; undefined where there is no bound. */
  readonly unknown: number | undefined;
}

export function judgeBoot(facts: BootFacts, { fromMs, toMs, sinceMs }: Range): Judgement {
  const { last, dropped, epilogue, isOver } = facts;
  const known = Math.max(last, epilogue?.seq ?? 0, ...dropped.map(([, to]) => to));
  const tail: Gap[] = known > last ? [{ from: last + 1, to: known, beforeMs: facts.lastMs }] : [];
  let declared = 0;
  let before = 0;
  const missing: Interval[] = [];
  for (const gap of [...facts.gaps, ...tail]) {
    const within = clip(gap, fromMs, toMs, facts.intervalMs);
    if (within === undefined) continue;
    declared += overlap(within, dropped);
    const early =
      sinceMs === undefined ? undefined : clip(gap, undefined, sinceMs, facts.intervalMs);
    for (const hole of without(within, dropped)) {
      // Only the start of a boot: later ones were made while there was a recording.
      const isStart = gap.from === 1 && early !== undefined && gap.afterMs !== undefined;
      const until = isStart ? Math.min(early[1], hole[1]) : 0;
      before += Math.max(0, until - hole[0] + 1);
      if (hole[1] > until) missing.push([Math.max(hole[0], until + 1), hole[1]]);
    }
  }
  const isEndWithin =
    (fromMs === undefined || (facts.lastMs ?? 0) >= fromMs) &&
    (toMs === undefined || (facts.lastMs ?? 0) < toMs);
  const unknown = !isOver || !isEndWithin ? 0 : epilogue?.most;
  return { declared, missing, before, unknown };
}

/** The readings of a gap that were made within the time, as far as that can be told. */
function clip(
  gap: Gap,
  fromMs: number | undefined,
  toMs: number | undefined,
  intervalMs: number,
): Interval | undefined {
  if (fromMs === undefined && toMs === undefined) return [gap.from, gap.to];
  const madeAt = timesOf(gap, intervalMs);
  if (madeAt === undefined) return undefined;
  const from = fromMs === undefined ? gap.from : firstAt(gap, madeAt, fromMs);
  const to = toMs === undefined ? gap.to : firstAt(gap, madeAt, toMs) - 1;
  return from <= to ? [from, to] : undefined;
}

function timesOf(
  { from, to, beforeMs, afterMs }: Gap,
  intervalMs: number,
): ((seq: number) => number) | undefined {
  if (beforeMs !== undefined && afterMs !== undefined) {
    const step = (afterMs - beforeMs) / (to - from + 2);
    return (seq) => beforeMs + (seq - from + 1) * step;
  }
  if (afterMs !== undefined) return (seq) => afterMs - (to + 1 - seq) * intervalMs;
  if (beforeMs !== undefined) return (seq) => beforeMs + (seq - from + 1) * intervalMs;
  return undefined;
}

/** The first of the gap that was made at `ms` or later; the one behind it when none was. */
function firstAt({ from, to }: Gap, madeAt: (seq: number) => number, ms: number): number {
  let low = from;
  let high = to + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (madeAt(middle) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function without([from, to]: Interval, dropped: readonly Interval[]): Interval[] {
  const holes: Interval[] = [];
  let next = from;
  for (const [start, end] of dropped) {
    if (end < next || start > to) continue;
    if (start > next) holes.push([next, start - 1]);
    next = end + 1;
  }
  if (next <= to) holes.push([next, to]);
  return holes;
}

/** Sorted, and none overlaps another. */
export function joined(intervals: readonly Interval[]): Interval[] {
  const all: [number, number][] = [];
  for (const [from, to] of intervals) insert(all, from, to);
  return all;
}
