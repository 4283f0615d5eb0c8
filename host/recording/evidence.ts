// What the tables hold about time, gathered by hours of running time, and the pieces that are made of
// it. Reads and writes; how a time comes about is not its business.
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import type { Series, SeriesBook } from "./series.ts";
import { type Evidence, fitTime, lastTime, type TimePiece, type TimeSource } from "./time-fit.ts";
import { append } from "./write.ts";

/** So that a boot of a year stays a few thousand rows. */
const HOUR_MS = 3_600_000;

/** Offsets within this are one: of our boards they are the same, others read their clock each time. */
const SAME_MS = 100;

export function selectEvidence(where: string): string {
  return `SELECT series, up // ${HOUR_MS} AS hour, min(t - up) AS "offset", min(up) AS up_from,
  max(up) AS up_to, count(*) FILTER (NOT q) AS live, min(rx - up) FILTER (NOT q) AS least_live,
  min(rx - up) AS least
FROM recent WHERE ${where} GROUP BY series, hour, (t - up) // ${SAME_MS}`;
}

/** Makes the pieces of these series anew, in a transaction; and of others that depend on them. */
export async function fitSeries(
  connection: DuckDBConnection,
  book: SeriesBook,
  changed: ReadonlySet<Series>,
): Promise<void> {
  const all = new Set(changed);
  const devices = new Set([...changed].map(({ device }) => device));
  for (const [id] of await query(connection, UNKNOWN)) {
    const series = book.byId(id as number)!;
    if (devices.has(series.device)) all.add(series);
  }
  const evidence = await evidenceOf(connection, all);
  const ends = new Map<Series, number | undefined>();
  const rows: [Series, TimePiece][] = [];
  // A boot that never knew the time is bounded by the one before.
  for (const series of [...all].sort((a, b) => countOf(a) - countOf(b))) {
    const found = evidence.get(series) ?? [];
    if (found.length === 0) continue;
    const before = bootBefore(book, series);
    const end = before && (ends.has(before) ? ends.get(before) : await endOf(connection, before));
    const pieces = fitTime(found, end);
    ends.set(series, lastTime(pieces, Math.max(...found.map(({ upTo }) => upTo))) ?? end);
    for (const piece of pieces) rows.push([series, piece]);
  }
  await connection.run("BEGIN");
  await connection.run(`DELETE FROM time_pieces WHERE series IN (${idsOf(all)})`);
  await append(connection, "time_pieces", rows, (appender, [series, piece]) => {
    const put = (value: number | undefined) => {
      if (value === undefined) appender.appendNull();
      else appender.appendBigInt(BigInt(value));
    };
    appender.appendInteger(series.id);
    put(piece.upFrom);
    put(piece.offset);
    appender.appendVarchar(piece.source);
    put(piece.errorMs);
    put(piece.least);
    put(piece.most);
  });
  await connection.run("COMMIT");
}

const UNKNOWN = "SELECT DISTINCT series FROM time_pieces WHERE source = 'unknown'";

async function evidenceOf(
  connection: DuckDBConnection,
  all: ReadonlySet<Series>,
): Promise<Map<Series, Evidence[]>> {
  const within = `series IN (${idsOf(all)})`;
  const byId = new Map([...all].map((series) => [series.id, series]));
  const found = new Map<Series, Evidence[]>();
  const rows = await query(
    connection,
    `SELECT series, min("offset"), min(up_from), max(up_to), sum(live)::BIGINT, min(least_live), min(least)
    FROM (FROM evidence WHERE ${within} UNION ALL BY NAME ${selectEvidence(within)})
    GROUP BY series, hour, "offset" // ${SAME_MS}`,
  );
  for (const [id, offset, upFrom, upTo, live, leastLive, least] of rows) {
    const series = byId.get(id as number)!;
    const of = found.get(series) ?? [];
    found.set(series, of);
    of.push({
      upFrom: Number(upFrom),
      upTo: Number(upTo),
      offset: numberOr(offset!),
      live: Number(live),
      leastLive: numberOr(leastLive!),
      least: Number(least),
    });
  }
  return found;
}

/** UTC that a boot was still running at, of what was found out about it before. */
async function endOf(connection: DuckDBConnection, series: Series): Promise<number | undefined> {
  const evidence = (await evidenceOf(connection, new Set([series]))).get(series) ?? [];
  const rows = await query(
    connection,
    `SELECT up_from, "offset", source, error_ms, least, most FROM time_pieces
    WHERE series = ${series.id} ORDER BY up_from`,
  );
  const pieces = rows.map(
    ([upFrom, offset, source, errorMs, least, most]): TimePiece => ({
      upFrom: Number(upFrom),
      offset: numberOr(offset!),
      source: source as TimeSource,
      errorMs: numberOr(errorMs!),
      least: numberOr(least!),
      most: numberOr(most!),
    }),
  );
  if (evidence.length === 0) return undefined;
  return lastTime(pieces, Math.max(...evidence.map(({ upTo }) => upTo)));
}

/** The newest of the same install that is known and older. */
function bootBefore(book: SeriesBook, series: Series): Series | undefined {
  const install = series.boot.slice(0, 9);
  const older = book
    .ofDevice(series.device)
    .filter((other) => other.boot.startsWith(install) && countOf(other) < countOf(series));
  return older.reduce<Series | undefined>(
    (newest, other) => (newest && countOf(newest) > countOf(other) ? newest : other),
    undefined,
  );
}

function countOf({ boot }: Series): number {
  return Number(boot.slice(9));
}

function idsOf(all: ReadonlySet<Series>): string {
  return [...all].map(({ id }) => id).join(", ");
}

function numberOr(value: DuckDBValue): number | undefined {
  return value === null ? undefined : Number(value);
}

async function query(connection: DuckDBConnection, sql: string): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
