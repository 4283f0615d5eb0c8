// Which readings of each boot of each device are stored or were given up, as intervals of seq, and
// how far they reach without a gap. In memory; what a failed commit noted is taken back.
import { contains, type Interval, insert } from "../telemetry/intervals.ts";
import type { Shape } from "./shapes.ts";

/** The readings of one boot of one device. */
export interface Series {
  readonly id: number;
  readonly device: string;
  readonly boot: string;
  stored: [number, number][];
  /** What the device said it gave up. */
  dropped: [number, number][];
  /** All up to this one are stored or were given up. */
  mark: number;
  /** Of the reading before: most often that of the next one. */
  shape: Shape | undefined;
  /** What it was before the batch that is under way. */
  before: { readonly stored: [number, number][]; readonly dropped: [number, number][] } | undefined;
}

export interface Mark {
  readonly device: string;
  readonly boot: string;
  readonly seq: number;
}

export class SeriesBook {
  readonly #byKey = new Map<string, Series>();
  readonly #byId: Series[] = [];
  /** Changed by the batch that is under way. */
  #touched: Series[] = [];
  readonly #byDevice = new Map<string, Series[]>();
  /** Whose times may be others by now. */
  unfitted = new Set<Series>();
  /** Not in the file yet. */
  unsaved: Series[] = [];

  of(device: string, boot: string): Series {
    const known = this.#byKey.get(`${device}/${boot}`);
    if (known) return known;
    const series = this.add(this.#byId.length, device, boot);
    this.unsaved.push(series);
    return series;
  }

  /** As the file has it. */
  add(id: number, device: string, boot: string): Series {
    const series = {
      id,
      device,
      boot,
      stored: [],
      dropped: [],
      mark: 0,
      shape: undefined,
      before: undefined,
    };
    this.#byKey.set(`${device}/${boot}`, series);
    this.#byId[id] = series;
    const ofDevice = this.#byDevice.get(device);
    if (ofDevice) ofDevice.push(series);
    else this.#byDevice.set(device, [series]);
    return series;
  }

  byId(id: number): Series | undefined {
    return this.#byId[id];
  }

  all(): readonly Series[] {
    return this.#byId;
  }

  ofDevice(device: string): readonly Series[] {
    return this.#byDevice.get(device) ?? [];
  }

  /** Whether the reading was not there before. */
  take(series: Series, seq: number): boolean {
    if (series.before === undefined) this.#touch(series);
    const { stored } = series;
    const last = stored[stored.length - 1];
    // The ordinary case: the reading after the last one.
    if (last !== undefined && seq === last[1] + 1) {
      last[1] = seq;
      return true;
    }
    if (contains(stored, seq)) return false;
    insert(stored, seq, seq);
    return true;
  }

  /** Whether that says anything new. */
  drop(series: Series, from: number, to: number): boolean {
    if (series.before === undefined) this.#touch(series);
    const within = series.dropped.find(([, end]) => end >= from);
    if (within !== undefined && within[0] <= from && within[1] >= to) return false;
    insert(series.dropped, from, to);
    return true;
  }

  /**
   * The batch is on disk: gives the marks of all that it was about. One that has not moved is told
   * again: a board that sends what is stored does not know that it is.
   */
  settle(): Mark[] {
    const marks: Mark[] = [];
    for (const series of this.#touched) {
      series.before = undefined;
      this.unfitted.add(series);
      series.mark = reach(series.mark, series.stored, series.dropped);
      marks.push({ device: series.device, boot: series.boot, seq: series.mark });
    }
    this.#touched = [];
    return marks;
  }

  /** The batch is not on disk: as if it had never come. */
  takeBack(): void {
    for (const series of this.#touched) {
      series.stored = series.before!.stored;
      series.dropped = series.before!.dropped;
      series.before = undefined;
    }
    this.#touched = [];
  }

  #touch(series: Series): void {
    const { stored, dropped } = series;
    series.before = { stored: stored.map(copy), dropped: dropped.map(copy) };
    this.#touched.push(series);
  }
}

function copy([from, to]: Interval): [number, number] {
  return [from, to];
}

/** From `mark` on through both without a gap. */
export function reach(mark: number, stored: readonly Interval[], dropped: readonly Interval[]) {
  let end = mark;
  for (;;) {
    const further = Math.max(endOf(stored, end + 1), endOf(dropped, end + 1));
    if (further <= end) return end;
    end = further;
  }
}

/** Of the interval that holds `seq`; 0 when none does. */
function endOf(intervals: readonly Interval[], seq: number): number {
  for (const [from, to] of intervals) {
    if (from > seq) return 0;
    if (to >= seq) return to;
  }
  return 0;
}
