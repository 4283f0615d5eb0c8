// Readings of days that are over go from the table to a Parquet file a day. A file counts once it is
// listed, in the transaction that takes its readings out of the table: killed at any point, each
// reading is in one of them.
import { existsSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { selectEvidence } from "./evidence.ts";
import { quoteText } from "./schema.ts";
import type { ChannelColumn } from "./shapes.ts";
import { makeViews, READINGS_FOLDER, selectRecent } from "./views.ts";
import type { Opened, Writer } from "./writer.ts";

export const DAY_MS = 86_400_000;

/** Gives the names of the files; commits go on meanwhile, but for a moment each. */
export async function rotateDays(
  writer: Writer,
  connection: DuckDBConnection,
  folder: string,
  today: number,
): Promise<string[]> {
  const names: string[] = [];
  await removeUnlisted(connection, folder);
  for (const day of await closedDays(connection, today)) {
    const write = () => writeDay(connection, folder, day, writer.memory.shapes.saved);
    const file = await write();
    if (await writer.inTurn("rotation", (opened) => listDay(opened, folder, file))) {
      names.push(file.name);
      continue;
    }
    // A reading came with a time of that day, since the clock of the laptop went back.
    names.push(
      await writer.inTurn("rotation", async (opened) => {
        await removeUnlisted(connection, folder);
        const whole = await write();
        if (await listDay(opened, folder, whole)) return whole.name;
        throw new Error(`${whole.name} does not hold all of its day`);
      }),
    );
  }
  return names;
}

/** A file that is written and not listed yet. */
interface DayFile {
  readonly name: string;
  /** Whole days since 1970, by when the readings came. */
  readonly day: number;
  readonly rows: number;
}

/** Days before `today` that the table still has readings of, the oldest first. */
async function closedDays(connection: DuckDBConnection, today: number): Promise<number[]> {
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT (rx // ${DAY_MS})::INTEGER FROM recent WHERE rx < ${today * DAY_MS} ORDER BY 1`,
  );
  return found.getRows().map(([day]) => day as number);
}

/** Beside commits: what came on a day that is over changes no more, or `listDay` notices. */
async function writeDay(
  connection: DuckDBConnection,
  folder: string,
  day: number,
  columns: readonly ChannelColumn[],
): Promise<DayFile> {
  const within = join(folder, READINGS_FOLDER);
  await mkdir(within, { recursive: true });
  const name = await freeName(connection, within, day);
  // What a kill leaves of it is known to be ours.
  await connection.run("INSERT INTO files VALUES ($1, $2::DATE, 0, 'planned')", [
    name,
    dateOf(day),
  ]);
  const unfinished = join(within, `${name}.tmp`);
  const select = selectRecent(columns, `WHERE ${ofDay("r.rx", day)} ORDER BY 2, 3, 4`);
  const copied = await connection.runAndReadAll(
    `COPY (${select}) TO ${quoteText(unfinished)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  await sync(unfinished);
  await rename(unfinished, join(within, name));
  await sync(within);
  return { name, day, rows: Number(copied.getRows()[0]![0]) };
}

/** False, and nothing done, where the file lacks a reading of the day. */
async function listDay(
  { connection, memory }: Opened,
  folder: string,
  { name, day, rows }: DayFile,
): Promise<boolean> {
  const { files, shapes } = memory;
  const ofThatDay = ofDay("rx", day);
  await connection.run("BEGIN");
  await connection.run(`INSERT INTO file_intervals
    SELECT ${quoteText(name)}, series, min(seq), max(seq) FROM (
      SELECT series, seq, seq - row_number() OVER (PARTITION BY series ORDER BY seq) AS island
      FROM recent WHERE ${ofThatDay}
    ) GROUP BY series, island`);
  await connection.run(`INSERT INTO evidence ${selectEvidence(ofThatDay)}`);
  const { rowsChanged } = await connection.run(`DELETE FROM recent WHERE ${ofThatDay}`);
  if (rowsChanged !== rows) {
    await connection.run("ROLLBACK");
    return false;
  }
  await connection.run(
    `UPDATE files SET rows = ${rows}, state = 'listed' WHERE name = ${quoteText(name)}`,
  );
  await makeViews(connection, folder, shapes.saved, [...files, name]);
  await connection.run("COMMIT");
  files.push(name);
  return true;
}

/** Of a rotation that was cut short. */
export async function removeUnlisted(connection: DuckDBConnection, folder: string): Promise<void> {
  const found = await connection.runAndReadAll("SELECT name FROM files WHERE state = 'planned'");
  const names = found.getRows().map(([name]) => name as string);
  for (const name of names) {
    const path = join(folder, READINGS_FOLDER, name);
    await rm(path, { force: true });
    await rm(`${path}.tmp`, { force: true });
  }
  if (names.length > 0) await connection.run("DELETE FROM files WHERE state = 'planned'");
}

function ofDay(column: string, day: number): string {
  return `${column} >= ${day * DAY_MS} AND ${column} < ${(day + 1) * DAY_MS}`;
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** A day has a second file when the clock of the laptop went back to it. */
async function freeName(
  connection: DuckDBConnection,
  within: string,
  day: number,
): Promise<string> {
  const found = await connection.runAndReadAll("SELECT name FROM files");
  const taken = new Set(found.getRows().map(([name]) => name as string));
  const date = dateOf(day);
  for (let more = 1; ; more++) {
    const name = `${date}${more === 1 ? "" : `-${more}`}.parquet`;
    if (!taken.has(name) && !existsSync(join(within, name))) return name;
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
