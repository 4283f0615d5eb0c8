// Whole numbers as sorted intervals that neither overlap nor touch. Pure.

/** Inclusive at both ends. */
export type Interval = readonly [from: number, to: number];

/** Index of the first interval that ends at `seq` or later; the length when there is none. */
function find(intervals: readonly Interval[], seq: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (intervals[middle]![1] < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function contains(intervals: readonly Interval[], seq: number): boolean {
  const at = intervals[find(intervals, seq)];
  return at !== undefined && at[0] <= seq;
}

/** Adds `from`..`to`, joining what it overlaps or touches. */
export function insert(intervals: [number, number][], from: number, to: number): void {
  const start = find(intervals, from - 1);
  let end = start;
  let joined: [number, number] = [from, to];
  while (end < intervals.length && intervals[end]![0] <= to + 1) {
    joined = [Math.min(joined[0], intervals[end]![0]), Math.max(joined[1], intervals[end]![1])];
    end++;
  }
  intervals.splice(start, end - start, joined);
}

export function length(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

export function overlap([from, to]: Interval, intervals: readonly Interval[]): number {
  let sum = 0;
  for (let index = find(intervals, from); index < intervals.length; index++) {
    const [start, end] = intervals[index]!;
    if (start > to) break;
    sum += Math.min(to, end) - Math.max(from, start) + 1;
  }
  return sum;
}
