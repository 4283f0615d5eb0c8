// What the tables of a recording say about each boot of each device, for whoever judges it. Knows the
// tables, not what they prove.
import type { Interval } from "../telemetry/intervals.ts";
import type { RecordingReader } from "./reader.ts";
import { type BootFacts, type Epilogue, type Gap, joined, type Range } from "./verify-judge.ts";

export interface Boot {
  readonly device: string;
  readonly boot: string;
  readonly facts: BootFacts;
  readonly counts: BootCounts;
}

/** Of what is stored within the time asked for. */
export interface BootCounts {
  readonly stored: number;
  readonly duplicate: number;
  readonly conflicting: number;
  /** Came after one that was made later. */
  readonly outOfOrder: number;
  /** Ticks that the board was too busy for. */
  readonly skipped: number;
  /** From its time to its arrival, of those that came as they were made. */
  readonly lateMs: { readonly p50: number | null; readonly p99: number | null };
  /** How far the time between two readings is from the interval, 99th percentile. */
  readonly jitterMs: number | null;
}

interface Birth {
  readonly interval?: number;
  readonly before?: { readonly boot?: string; readonly seq?: number; readonly most?: number };
}

const NOTHING: BootCounts = {
  ...{ stored: 0, duplicate: 0, conflicting: 0, outOfOrder: 0, skipped: 0 },
  ...{ lateMs: { p50: null, p99: null }, jitterMs: null },
};
const DEFAULT_INTERVAL_MS = 1000;
const MOST_GAPS = 1_000_000;

/** Since when there is a recording. */
export async function recordingSince(reader: RecordingReader): Promise<number | undefined> {
  const [[since] = [null]] = await all(reader, "SELECT min(rx) FROM connections");
  return since === null ? undefined : Number(since);
}

export async function bootsOf(reader: RecordingReader, range: Range): Promise<Boot[]> {
  const names = await all(reader, "SELECT device, boot FROM series ORDER BY id");
  const gaps = grouped(
    await all(reader, GAPS),
    ([from, to, before, after]): Gap => ({
      from: Number(from),
      to: Number(to),
      beforeMs: msOf(before),
      afterMs: msOf(after),
    }),
  );
  const ends = grouped(await all(reader, ENDS), ([last, time]) => ({
    last: Number(last),
    lastMs: msOf(time),
  }));
  const dropped = grouped(
    await all(reader, DROPPED),
    ([from, to]): Interval => [Number(from), Number(to)],
  );
  const counts = grouped(await all(reader, countsSql(range)), countsOf);
  const { intervals, epilogues, mentioned } = await birthsOf(reader);
  const boots = new Map<string, [device: string, boot: string]>();
  for (const [device, boot] of [...names, ...mentioned]) {
    boots.set(`${device}/${boot}`, [String(device), String(boot)]);
  }
  const newest = newestOf([...boots.values()]);
  return [...boots].map(([key, [device, boot]]) => {
    const end = ends.get(key)?.[0];
    const facts: BootFacts = {
      gaps: gaps.get(key) ?? [],
      dropped: joined(dropped.get(key) ?? []),
      last: end?.last ?? 0,
      lastMs: end?.lastMs,
      intervalMs: intervals.get(key) ?? DEFAULT_INTERVAL_MS,
      isOver: newest.get(device) !== boot,
      epilogue: epilogues.get(key),
    };
    return { device, boot, facts, counts: counts.get(key)?.[0] ?? NOTHING };
  });
}

const BY_SEQ = "WINDOW w AS (PARTITION BY device, boot ORDER BY seq)";

/** Also before the first: a boot counts from 1. */
const GAPS = `
SELECT device, boot, before + 1, seq - 1, before_time, time FROM (
  SELECT device, boot, seq, epoch_ms(time) AS time, coalesce(lag(seq) OVER w, 0) AS before,
    lag(epoch_ms(time)) OVER w AS before_time
  FROM readings SEMI JOIN (
    SELECT device, boot FROM raw_readings GROUP BY ALL HAVING max(seq) <> count(*)
  ) USING (device, boot) ${BY_SEQ}
) WHERE seq > before + 1 ORDER BY device, boot, seq LIMIT ${MOST_GAPS}`;

const ENDS = `
SELECT device, boot, max(seq), epoch_ms(arg_max(time, seq)) FROM readings GROUP BY ALL`;

const DROPPED = `
SELECT s.device, s.boot, d."from", d."to" FROM dropped d JOIN series s ON s.id = d.series`;

function countsSql({ fromMs, toMs }: Range): string {
  const within = (column: string) =>
    [
      ...(fromMs === undefined ? [] : [`${column} >= ${fromMs}`]),
      ...(toMs === undefined ? [] : [`${column} < ${toMs}`]),
      "true",
    ].join(" AND ");
  return `
WITH stored AS (
  SELECT device, boot, count(*) AS stored, count(*) FILTER (rx > later) AS out_of_order,
    max(skip) - min(least_skip) AS skipped,
    quantile_cont(rx - t, 0.5) FILTER (NOT q AND t IS NOT NULL) AS p50,
    quantile_cont(rx - t, 0.99) FILTER (NOT q AND t IS NOT NULL) AS p99,
    quantile_cont(abs(step - coalesce(m."interval", ${DEFAULT_INTERVAL_MS})), 0.99) AS jitter
  FROM (
    SELECT device, boot, rx, t, q, skip,
      coalesce(lag(skip) OVER w, CASE WHEN seq = 1 THEN 0 ELSE skip END) AS least_skip,
      min(rx) OVER (PARTITION BY device, boot ORDER BY seq
        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later,
      CASE WHEN seq - lag(seq) OVER w = 1
        THEN (up - lag(up) OVER w) / (1 + skip - lag(skip) OVER w) END AS step
    FROM readings WHERE ${within("epoch_ms(time)")} ${BY_SEQ}
  ) LEFT JOIN (
    SELECT s.device, s.boot, any_value(m."interval") AS "interval"
    FROM meta m JOIN series s ON s.id = m.series GROUP BY ALL
  ) m USING (device, boot) GROUP BY ALL
), again AS (
  SELECT series, sum(count) AS duplicate FROM duplicates WHERE ${within("rx")} GROUP BY ALL
), other AS (
  SELECT series, count(*) AS conflicting FROM conflicts WHERE ${within("rx")} GROUP BY ALL
)
SELECT s.device, s.boot, coalesce(stored, 0), coalesce(duplicate, 0)::BIGINT,
  coalesce(conflicting, 0), coalesce(out_of_order, 0), coalesce(skipped, 0), p50, p99, jitter
FROM series s LEFT JOIN stored USING (device, boot)
LEFT JOIN again ON again.series = s.id LEFT JOIN other ON other.series = s.id`;
}

function countsOf(row: readonly unknown[]): BootCounts {
  const [stored, duplicate, conflicting, outOfOrder, skipped] = row.map(Number) as number[];
  const [p50 = null, p99 = null, jitterMs = null] = row.slice(5).map(numberOr);
  return {
    stored: stored!,
    duplicate: duplicate!,
    conflicting: conflicting!,
    outOfOrder: outOfOrder!,
    skipped: skipped!,
    lateMs: { p50, p99 },
    jitterMs,
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

async function all(reader: RecordingReader, sql: string): Promise<(readonly unknown[])[]> {
  const { rows } = await reader.query(sql);
  const found: (readonly unknown[])[] = [];
  for await (const some of rows) found.push(...some);
  return found;
}

/** By `<device>/<boot>`, the first two columns. */
function grouped<T>(
  rows: readonly (readonly unknown[])[],
  of: (rest: readonly unknown[]) => T,
): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const [device, boot, ...rest] of rows) {
    const key = `${device}/${boot}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [of(rest)]);
    else list.push(of(rest));
  }
  return found;
}

function msOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function numberOr(value: unknown): number | null {
  return value === null ? null : Number(value);
}
