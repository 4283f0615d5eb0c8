// Holds a recording against what the boards of a simulation really measured: made = stored + declared +
// unknown, for each boot of each device, with the content that was measured. Pure.
import type { Interval } from "../../telemetry/intervals.ts";
import { contains } from "../../telemetry/intervals.ts";
import type { Sample } from "../truth.ts";

/** A reading as the recording has it. */
export interface StoredReading {
  readonly seq: number;
  readonly up: number;
  readonly t: number | null;
  readonly celsius: number | null;
}

/** What the recording has of a boot. */
export interface StoredBoot {
  /** In the order of their numbers. */
  readonly readings: readonly StoredReading[];
  readonly declared: readonly Interval[];
  /** By the birth of the next boot. */
  readonly epilogue?: { readonly seq: number; readonly most: number } | undefined;
}

export interface BootTruth {
  readonly name: string;
  readonly samples: readonly Sample[];
  /** No boot came after it, and it had power to the end. */
  readonly isLast: boolean;
}

export interface BootVerdict {
  readonly name: string;
  readonly made: number;
  readonly stored: number;
  /** And not stored. */
  readonly declared: number;
  readonly unknown: number;
  readonly violations: readonly string[];
}

/** What a boot can leave unsaved, as the firmware has it, where the next one was never heard. */
const MOST_UNSAVED = 62;
/** Between the tick and the call that reads the sensor no time passes; the clock of the board rounds. */
const UP_TOLERANCE_MS = 3;
const YEAR_2020 = Date.UTC(2020, 0, 1);

export function judge({ name, samples, isLast }: BootTruth, boot: StoredBoot): BootVerdict {
  const violations: string[] = [];
  const tell = (text: string) => violations.push(`${name}: ${text}`);
  const made = samples.length;
  const { readings, declared, epilogue } = boot;
  for (const [from, to] of declared) {
    if (from < 1 || to > made) tell(`declares ${from} to ${to} of ${made}`);
  }
  const seqs = new Set<number>();
  const [starts, steps] = [startsOf(samples, readings), new Set<string>()];
  for (const { seq, up, t, celsius } of readings) {
    if (seqs.has(seq)) tell(`${seq} is stored twice`);
    seqs.add(seq);
    const sample = samples[seq - 1];
    if (sample === undefined) tell(`${seq} is stored, of ${made} that were made`);
    else if (celsius !== sample.celsius) {
      tell(`${seq} is stored with ${celsius} degrees, and was made with ${sample.celsius}`);
    } else if (Math.abs(sample.atMs - up - starts) > UP_TOLERANCE_MS) {
      steps.add(`${seq} is stored with up ${up}, and was made at ${sample.atMs - starts}`);
    }
    if (t !== null && t < YEAR_2020) tell(`${seq} is dated ${t}`);
  }
  if (steps.size > 0) tell(`${steps.size} times: ${[...steps][0]}`);
  const missing: number[] = [];
  let gone = 0;
  for (let seq = 1; seq <= made; seq++) {
    if (seqs.has(seq)) continue;
    if (contains(declared, seq)) gone++;
    else missing.push(seq);
  }
  // In flash, or made longer ago than anything stays in memory alone. Of what came behind it some may
  // be lost before others that are stored: a broker with a full queue drops what it acknowledges.
  const most = isLast ? 0 : (epilogue?.most ?? MOST_UNSAVED);
  const sure = Math.max(epilogue?.seq ?? 0, made - most);
  const within = missing.filter((seq) => seq <= sure);
  if (within.length > 0) tell(`missing ${rangeText(within)} of ${made}, sure up to ${sure}`);
  const unknown = missing.length - within.length;
  if (epilogue && epilogue.seq > made) tell(`ends with ${epilogue.seq} of ${made}`);
  return { name, made, stored: seqs.size, declared: gone, unknown, violations };
}

/** When the boot's clock was at 0, by most of its readings. */
function startsOf(samples: readonly Sample[], readings: readonly StoredReading[]): number {
  const starts = readings
    .filter(({ seq }) => samples[seq - 1] !== undefined)
    .map(({ seq, up }) => samples[seq - 1]!.atMs - up)
    .sort((a, b) => a - b);
  return starts[starts.length >> 1] ?? 0;
}

function rangeText(seqs: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const seq of seqs) {
    const last = ranges.at(-1);
    if (last && last[1] === seq - 1) last[1] = seq;
    else ranges.push([seq, seq]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(", ");
}
