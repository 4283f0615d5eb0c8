// What a recording counts of each boot: how many are stored, and how they came. Knows the tables, not
// what they prove.
import { all, type RecordingReader } from "./reader.ts";
import type { Range } from "./verify-judge.ts";

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

export const NOTHING: BootCounts = {
  ...{ stored: 0, duplicate: 0, conflicting: 0, outOfOrder: 0, skipped: 0 },
  ...{ lateMs: { p50: null, p99: null }, jitterMs: null },
};
export const DEFAULT_INTERVAL_MS = 1000;

/** By `<device>/<boot>`. */
export async function countsOf(
  reader: RecordingReader,
  range: Range,
): Promise<Map<string, BootCounts>> {
  const counts = new Map<string, BootCounts>();
  const disordered: [key: string, series: number][] = [];
  for (const row of await all(reader, countsSql(range))) {
    const [device, boot, series, isDisordered, ...rest] = row;
    const key = `${device}/${boot}`;
    if (isDisordered) disordered.push([key, Number(series)]);
    const [stored = 0, duplicate = 0, conflicting = 0, skipped = 0] = rest.map(Number);
    const [p50 = null, p99 = null, jitterMs = null] = rest.slice(4).map(numberOr);
    const lateMs = { p50, p99 };
    counts.set(key, {
      ...{ stored, duplicate, conflicting, skipped, lateMs, jitterMs },
      outOfOrder: 0,
    });
  }
  if (disordered.length === 0) return counts;
  const keys = new Map(disordered.map(([key, series]) => [series, key]));
  for (const [series, outOfOrder] of await all(reader, disorderSql(range, [...keys.keys()]))) {
    const key = keys.get(Number(series))!;
    counts.set(key, { ...counts.get(key)!, outOfOrder: Number(outOfOrder) });
  }
  return counts;
}

/** Times are looked up only where they are asked for. */
function source({ fromMs, toMs }: Range): string {
  const isAll = fromMs === undefined && toMs === undefined;
  return isAll
    ? "raw_readings"
    : `(FROM timed_readings WHERE ${within("epoch_ms(time)", { fromMs, toMs })})`;
}

function within(column: string, { fromMs, toMs }: Range): string {
  const conditions = ["true"];
  if (fromMs !== undefined) conditions.push(`${column} >= ${fromMs}`);
  if (toMs !== undefined) conditions.push(`${column} < ${toMs}`);
  return conditions.join(" AND ");
}

function countsSql(range: Range): string {
  return `
WITH stored AS (
  SELECT r.series, count(*) AS stored, bool_or(rx_before > rx) AS is_disordered,
    max(skip) - min(least_skip) AS skipped,
    quantile_cont(rx - t, [0.5, 0.99]) FILTER (NOT q AND t IS NOT NULL) AS late,
    quantile_cont(abs(step - coalesce(m."interval", ${DEFAULT_INTERVAL_MS})), 0.99) AS jitter
  FROM (
    SELECT series, rx, t, q, skip, lag(rx) OVER w AS rx_before,
      coalesce(lag(skip) OVER w, CASE WHEN seq = 1 THEN 0 ELSE skip END) AS least_skip,
      CASE WHEN seq - lag(seq) OVER w = 1
        THEN (up - lag(up) OVER w) / (1 + skip - lag(skip) OVER w) END AS step
    FROM ${source(range)} WINDOW w AS (PARTITION BY series ORDER BY seq)
  ) r LEFT JOIN (SELECT series, any_value("interval") AS "interval" FROM meta GROUP BY series) m
    ON m.series = r.series
  GROUP BY r.series
), again AS (
  SELECT series, sum(count)::BIGINT AS duplicate FROM duplicates WHERE ${within("rx", range)}
  GROUP BY series
), other AS (
  SELECT series, count(*) AS conflicting FROM conflicts WHERE ${within("rx", range)} GROUP BY series
)
SELECT s.device, s.boot, s.id, coalesce(is_disordered, false), coalesce(stored, 0),
  coalesce(duplicate, 0), coalesce(conflicting, 0), coalesce(skipped, 0), late[1], late[2], jitter
FROM series s LEFT JOIN stored ON stored.series = s.id
LEFT JOIN again ON again.series = s.id LEFT JOIN other ON other.series = s.id`;
}

/** Of the few in which any came out of order: it takes several times as long. */
function disorderSql(range: Range, series: readonly number[]): string {
  return `
SELECT series, count(*) FILTER (rx > later) FROM (
  SELECT series, rx, min(rx) OVER (PARTITION BY series ORDER BY seq
    ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later
  FROM ${source(range)} WHERE series IN (${series.join(", ")})
) GROUP BY series`;
}

function numberOr(value: unknown): number | null {
  return value === null ? null : Number(value);
}
