// What the tables of a recording say about each boot of each device, for whoever judges it. Knows the
// tables, not what they prove.
import type { Interval } from "../telemetry/intervals.ts";
import { all, type RecordingReader } from "./reader.ts";
import { type BootCounts, countsOf, DEFAULT_INTERVAL_MS, NOTHING } from "./verify-counts.ts";
import { type BootFacts, type Epilogue, type Gap, joined, type Range } from "./verify-judge.ts";

export interface Boot {
  readonly device: string;
  readonly boot: string;
  readonly facts: BootFacts;
  readonly counts: BootCounts;
}

interface Birth {
  readonly interval?: number;
  readonly before?: { readonly boot?: string; readonly seq?: number; readonly most?: number };
}

const MOST_GAPS = 1_000_000;

/** Since when there is a recording. */
export async function recordingSince(reader: RecordingReader): Promise<number | undefined> {
  const [[since] = [null]] = await all(reader, "SELECT min(rx) FROM connections");
  return since === null ? undefined : Number(since);
}

export async function bootsOf(reader: RecordingReader, range: Range): Promise<Boot[]> {
  const names = await all(reader, "SELECT device, boot FROM series ORDER BY id");
  const timeAt = await timesOf(reader);
  const gaps = new Map<string, Gap[]>();
  for (const [device, boot, from, to, upBefore, upAfter] of await all(reader, GAPS)) {
    const key = `${device}/${boot}`;
    const times = { beforeMs: timeAt(key, upBefore), afterMs: timeAt(key, upAfter) };
    addTo(gaps, key, { from: Number(from), to: Number(to), ...times });
  }
  const ends = new Map<string, { readonly last: number; readonly lastMs: number | undefined }>();
  for (const [device, boot, last, up] of await all(reader, ENDS)) {
    const key = `${device}/${boot}`;
    ends.set(key, { last: Number(last), lastMs: timeAt(key, up) });
  }
  const dropped = new Map<string, Interval[]>();
  for (const [device, boot, from, to] of await all(reader, DROPPED)) {
    addTo(dropped, `${device}/${boot}`, [Number(from), Number(to)]);
  }
  const counts = await countsOf(reader, range);
  const { intervals, epilogues, mentioned } = await birthsOf(reader);
  const boots = new Map<string, [device: string, boot: string]>();
  for (const [device, boot] of [...names, ...mentioned]) {
    boots.set(`${device}/${boot}`, [String(device), String(boot)]);
  }
  const newest = newestOf([...boots.values()]);
  return [...boots].map(([key, [device, boot]]) => {
    const end = ends.get(key);
    const facts: BootFacts = {
      gaps: gaps.get(key) ?? [],
      dropped: joined(dropped.get(key) ?? []),
      last: end?.last ?? 0,
      lastMs: end?.lastMs,
      intervalMs: intervals.get(key) ?? DEFAULT_INTERVAL_MS,
      isOver: newest.get(device) !== boot,
      epilogue: epilogues.get(key),
    };
    return { device, boot, facts, counts: counts.get(key) ?? NOTHING };
  });
}

/** Also before the first: a boot counts from 1. */
const GAPS = `
SELECT device, boot, before + 1, seq - 1, up_before, up FROM (
  SELECT device, boot, seq, up, coalesce(lag(seq) OVER w, 0) AS before, lag(up) OVER w AS up_before
  FROM raw_readings SEMI JOIN (
    SELECT series FROM raw_readings GROUP BY series HAVING max(seq) <> count(*)
  ) USING (series) WINDOW w AS (PARTITION BY series ORDER BY seq)
) WHERE seq > before + 1 ORDER BY device, boot, seq LIMIT ${MOST_GAPS}`;

const ENDS = `
SELECT device, boot, max(seq), arg_max(up, seq) FROM raw_readings GROUP BY device, boot`;

const DROPPED = `
SELECT s.device, s.boot, d."from", d."to" FROM dropped d JOIN series s ON s.id = d.series`;

/** When a boot had been running for so long, as the view `readings` has it. */
async function timesOf(
  reader: RecordingReader,
): Promise<(key: string, up: unknown) => number | undefined> {
  const pieces = new Map<string, [upFrom: number, offset: number | undefined][]>();
  const sql = `SELECT s.device, s.boot, p.up_from, p."offset"
FROM time_pieces p JOIN series s ON s.id = p.series ORDER BY p.up_from`;
  for (const [device, boot, upFrom, offset] of await all(reader, sql)) {
    addTo(pieces, `${device}/${boot}`, [Number(upFrom), msOf(offset)]);
  }
  return (key, up) => {
    if (up === null) return undefined;
    const offset = pieces.get(key)?.findLast(([upFrom]) => upFrom <= Number(up))?.[1];
    return offset === undefined ? undefined : Number(up) + offset;
  };
}

/** What births say of their own boot, and of the one before. */
async function birthsOf(reader: RecordingReader) {
  const intervals = new Map<string, number>();
  const epilogues = new Map<string, Epilogue>();
  const mentioned: [string, string][] = [];
  const sql = "SELECT s.device, s.boot, m.message FROM meta m JOIN series s ON s.id = m.series";
  for (const [device, boot, message] of await all(reader, `${sql} ORDER BY m.rx`)) {
    const { interval, before } = JSON.parse(String(message)) as Birth;
    if (interval !== undefined) intervals.set(`${device}/${boot}`, interval);
    if (before?.boot === undefined) continue;
    const { seq = 0, most = 0 } = before;
    epilogues.set(`${device}/${before.boot}`, { seq, most });
    mentioned.push([String(device), before.boot]);
  }
  return { intervals, epilogues, mentioned };
}

/** Of an install the highest count; of several installs the one that came last. */
function newestOf(boots: readonly [device: string, boot: string][]): Map<string, string> {
  const newest = new Map<string, string>();
  for (const [device, boot] of boots) {
    const known = newest.get(device);
    const isOlder =
      known?.slice(0, 9) === boot.slice(0, 9) && Number(known.slice(9)) > Number(boot.slice(9));
    if (!isOlder) newest.set(device, boot);
  }
  return newest;
}

function addTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function msOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
