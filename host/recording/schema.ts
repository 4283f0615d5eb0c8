// The tables of a recording, and which version of them a file holds. Knows no message.
import type { DuckDBConnection } from "@duckdb/node-api";
import { ConfigError } from "../errors.ts";

export const STORE_VERSION = 1;

/** What each row of `recent` has beside its channels, in the order of the table. */
export const FIXED_COLUMNS = [
  ["series", "INTEGER"],
  ["seq", "BIGINT"],
  ["up", "BIGINT"],
  ["t", "BIGINT"],
  ["skip", "BIGINT"],
  ["q", "BOOLEAN"],
  ["rx", "BIGINT"],
  ["channels", "INTEGER"],
] as const;

/** Names that a channel's column cannot have: those of the view over rows and files. */
export const TAKEN_NAMES = [
  ...FIXED_COLUMNS.map(([name]) => name),
  "device",
  "boot",
  "time",
  "timeSource",
  "timeErrorMs",
  "timeFrom",
  "timeTo",
];

/**
 * `recent`, the readings that are in no file yet, has no key: recognising duplicates costs 0.1 us in memory and 20 us in an index. A series
 * is a boot of a device; `channels` names which channels a reading had, so that a null among them
 * differs from a channel that was not there.
 */
const TABLES = `
CREATE TABLE about (name VARCHAR, value VARCHAR);
CREATE TABLE series (id INTEGER, device VARCHAR, boot VARCHAR);
CREATE TABLE channel_columns (channel VARCHAR, column_name VARCHAR);
CREATE TABLE channel_lists (id INTEGER, channels VARCHAR);
CREATE TABLE recent (${FIXED_COLUMNS.map(([name, type]) => `${name} ${type}`).join(", ")});
CREATE TABLE dropped (series INTEGER, "from" BIGINT, "to" BIGINT, why VARCHAR, rx BIGINT);
CREATE TABLE meta (series INTEGER, rx BIGINT, board VARCHAR, serial VARCHAR, runtime VARCHAR,
  sha256 VARCHAR, crc32 VARCHAR, reset VARCHAR, "interval" BIGINT, message VARCHAR);
CREATE TABLE states (series INTEGER, rx BIGINT, state VARCHAR, conn BIGINT);
CREATE TABLE quarantine (rx BIGINT, topic VARCHAR, kind VARCHAR, why VARCHAR, payload BLOB);
CREATE TABLE conflicts (series INTEGER, seq BIGINT, rx BIGINT, stored VARCHAR, arrived VARCHAR);
CREATE TABLE duplicates (series INTEGER, rx BIGINT, count BIGINT);
CREATE TABLE connections (url VARCHAR, rx BIGINT);
CREATE TABLE files (name VARCHAR, day DATE, rows BIGINT, state VARCHAR);
CREATE TABLE evidence (series INTEGER, hour BIGINT, "offset" BIGINT, up_from BIGINT, up_to BIGINT,
  live BIGINT, least_live BIGINT, least BIGINT);
CREATE TABLE time_pieces (series INTEGER, up_from BIGINT, "offset" BIGINT, source VARCHAR,
  error_ms BIGINT, least BIGINT, most BIGINT);
CREATE TABLE file_intervals (file VARCHAR, series INTEGER, "from" BIGINT, "to" BIGINT);
`;

/** @throws ConfigError for a file of something else, or of a newer espulse */
export async function prepareSchema(
  connection: DuckDBConnection,
  file: string,
  clientId: string,
): Promise<void> {
  const tables = await column(connection, "SELECT table_name FROM duckdb_tables()");
  if (tables.length === 0) {
    await connection.run("BEGIN");
    await connection.run(TABLES);
    await connection.run("INSERT INTO about VALUES ('v', $1), ('client_id', $2), ('views', '')", [
      String(STORE_VERSION),
      clientId,
    ]);
    await connection.run("COMMIT");
    return;
  }
  const version = tables.includes("about") ? await about(connection, "v") : undefined;
  if (version === undefined) {
    throw new ConfigError([
      { path: file, message: "is a DuckDB file, but none of espulse record; name another folder" },
    ]);
  }
  if (Number(version) !== STORE_VERSION) {
    throw new ConfigError([
      {
        path: file,
        message: `this espulse reads recordings of version ${STORE_VERSION}, found ${version}; update espulse, or name another folder`,
      },
    ]);
  }
}

export async function about(
  connection: DuckDBConnection,
  name: string,
): Promise<string | undefined> {
  const reader = await connection.runAndReadAll("SELECT value FROM about WHERE name = $1", [name]);
  return reader.getRows()[0]?.[0] as string | undefined;
}

async function column(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map(([value]) => value as string);
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
