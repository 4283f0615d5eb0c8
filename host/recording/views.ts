// The SQL of the views over a recording: the readings that are in the table and those in files, as
// one. Knows which columns there are, not what is in them.
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { about, quoteName, quoteText } from "./schema.ts";
import type { ChannelColumn } from "./shapes.ts";

export const READINGS_FOLDER = "readings";

/** Readings of the table as a file has them. */
export function selectRecent(columns: readonly ChannelColumn[], where = ""): string {
  const channels = columns.map(({ column }) => `, r.${quoteName(column)}`).join("");
  return `SELECT r.series, s.device, s.boot, r.seq, r.up, r.t, r.skip, r.q, r.rx, l.channels${channels}
FROM recent r JOIN series s ON s.id = r.series JOIN channel_lists l ON l.id = r.channels ${where}`;
}

export function selectFiles(folder: string, names: readonly string[]): string {
  const paths = names.map((name) => quoteText(join(folder, READINGS_FOLDER, name)));
  return `SELECT * FROM read_parquet([${paths.join(", ")}], union_by_name = true)`;
}

/** Of what is there now, unless they are so already. */
export async function makeViews(
  connection: DuckDBConnection,
  folder: string,
  columns: readonly ChannelColumn[],
  files: readonly string[],
): Promise<void> {
  const recent = selectRecent(columns);
  const all =
    files.length === 0 ? recent : `${recent} UNION ALL BY NAME ${selectFiles(folder, files)}`;
  if ((await about(connection, "views")) === all) return;
  await connection.run(`CREATE OR REPLACE VIEW raw_readings AS ${all}`);
  await connection.run(TIMED);
  await connection.run(`CREATE OR REPLACE VIEW readings AS
    SELECT * EXCLUDE (series) FROM timed_readings`);
  await connection.run("UPDATE about SET value = $1 WHERE name = 'views'", [all]);
}

/** The last moment of a Date, and about that of a TIMESTAMP. */
const LAST_TIME = 8_640_000_000_000_000;

function moment(offset: string): string {
  return `CASE WHEN abs(r.up + ${offset}) <= ${LAST_TIME} THEN epoch_ms(r.up + ${offset}) END`;
}

/** Each piece holds until the next: joined so, rows stream through, where an ASOF join sorts them first. */
const PIECES = `SELECT *, coalesce(lead(up_from) OVER (PARTITION BY series ORDER BY up_from),
  ${Number.MAX_SAFE_INTEGER}) AS up_to FROM time_pieces`;

const TIMED = `CREATE OR REPLACE VIEW timed_readings AS
SELECT r.device, r.boot, r.seq, ${moment('p."offset"')} AS time,
  coalesce(p.source, 'unknown') AS timeSource, p.error_ms AS timeErrorMs,
  ${moment("p.least")} AS timeFrom, ${moment("p.most")} AS timeTo,
  r.* EXCLUDE (device, boot, seq)
FROM raw_readings r LEFT JOIN (${PIECES}) p
ON r.series = p.series AND r.up >= p.up_from AND r.up < p.up_to`;
