// Readings that came again: whether they say what the stored one says. Compares in the database, all
// of a batch at once; what differs is recorded with both contents.
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { asBuffer } from "../telemetry/message.ts";
import type { Arrivals } from "./arrivals.ts";
import { quoteName } from "./schema.ts";
import type { ChannelColumn, Shapes } from "./shapes.ts";
import { selectFiles } from "./views.ts";
import { append } from "./write.ts";

interface Conflict {
  readonly series: number;
  readonly seq: bigint;
  readonly rx: number;
  readonly stored: string;
  readonly arrived: string;
}

/**
 * Within the transaction of the batch: readings of the batch itself are there to compare with.
 * Gives how many differ, those that came before as they are included.
 */
export async function recordConflicts(
  connection: DuckDBConnection,
  folder: string,
  { repeats, repeated }: Arrivals,
  { columns }: Shapes,
  present: readonly string[],
): Promise<number> {
  await connection.run("CREATE OR REPLACE TEMP TABLE repeats AS FROM recent LIMIT 0");
  const appender = await connection.createAppender("repeats", null, "temp");
  try {
    repeats.appendTo(appender);
    appender.closeSync();
  } catch (error) {
    appender.clear();
    throw error;
  }
  const names = columns.map(({ column }) => quoteName(column));
  const files = await connection.runAndReadAll(`SELECT DISTINCT f.file FROM file_intervals f
    JOIN temp.repeats a ON a.series = f.series AND a.seq BETWEEN f."from" AND f."to"`);
  const sources = [ofTable(names)];
  for (const [file] of files.getRows()) {
    if (present.includes(file as string)) sources.push(ofFile(folder, file as string, names));
  }
  const conflicts: Conflict[] = [];
  for (const source of sources) {
    const found = await connection.runAndReadAll(differing(source, names));
    for (const row of found.getRows()) {
      const { rx, payload } = repeated[Number(row[0])]!;
      conflicts.push({
        series: row[1] as number,
        seq: row[2] as bigint,
        rx: Math.trunc(rx),
        stored: contentOf(row, columns),
        arrived: asBuffer(payload).toString("utf8"),
      });
    }
  }
  await append(connection, "conflicts", await unrecorded(connection, conflicts), (to, conflict) => {
    to.appendInteger(conflict.series);
    to.appendBigInt(conflict.seq);
    to.appendBigInt(BigInt(conflict.rx));
    to.appendVarchar(conflict.stored);
    to.appendVarchar(conflict.arrived);
  });
  return conflicts.length;
}

/** Neither how a reading came nor when is content. */
function differing(source: string, names: readonly string[]): string {
  const differs = ["up", "t", "skip", ...names].map(
    (name) => `r.${name} IS DISTINCT FROM a.${name}`,
  );
  const values = names.map((name) => `, r.${name}`).join("");
  return `
SELECT a.rowid - (SELECT min(rowid) FROM temp.repeats), a.series, a.seq, r.up, r.t, r.skip, r.list${values}
FROM temp.repeats a JOIN channel_lists al ON al.id = a.channels
JOIN (${source}) r ON r.series = a.series AND r.seq = a.seq
WHERE r.list <> al.channels OR ${differs.join(" OR ")} ORDER BY a.rowid`;
}

function ofTable(names: readonly string[]): string {
  const values = names.map((name) => `, o.${name}`).join("");
  return `SELECT o.series, o.seq, o.up, o.t, o.skip, l.channels AS list${values}
FROM recent o JOIN channel_lists l ON l.id = o.channels`;
}

/** A file has the channels that there were when it was written. */
function ofFile(folder: string, file: string, names: readonly string[]): string {
  const values = names.map((name) => `, o.${name}`).join("");
  return `SELECT o.series, o.seq, o.up, o.t, o.skip, o.channels AS list${values} FROM (
  (SELECT series${names.map((name) => `, ${name}`).join("")} FROM recent LIMIT 0)
  UNION ALL BY NAME ${selectFiles(folder, [file])}
) o`;
}

/** As the wire has it, but for what names the reading. */
function contentOf(row: readonly DuckDBValue[], columns: readonly ChannelColumn[]): string {
  const [, , , up, t, skip, list, ...values] = row;
  const channels = new Set((list as string).split(","));
  const d = columns.flatMap(({ channel }, index) =>
    channels.has(channel) ? [[channel, values[index]]] : [],
  );
  return JSON.stringify({
    up: Number(up),
    ...(t !== null && { t: Number(t) }),
    ...(skip !== 0n && { skip: Number(skip) }),
    d: Object.fromEntries(d),
  });
}

/** A conflict that is delivered again is no other one. */
async function unrecorded(
  connection: DuckDBConnection,
  conflicts: readonly Conflict[],
): Promise<Conflict[]> {
  if (conflicts.length === 0) return [];
  const seqs = [...new Set(conflicts.map(({ seq }) => seq))].join(", ");
  const found = await connection.runAndReadAll(
    `SELECT series, seq, arrived FROM conflicts WHERE seq IN (${seqs})`,
  );
  const known = new Set(
    found.getRows().map(([series, seq, arrived]) => `${series} ${seq} ${arrived}`),
  );
  return conflicts.filter(({ series, seq, arrived }) => {
    const name = `${series} ${seq} ${arrived}`;
    if (known.has(name)) return false;
    known.add(name);
    return true;
  });
}
