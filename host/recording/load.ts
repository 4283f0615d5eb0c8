// A recording's memory as its file has it: which readings are there, and the names it uses.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { insert } from "../telemetry/intervals.ts";
import { Arrivals } from "./arrivals.ts";
import { type Besides, stateText } from "./besides.ts";
import { removeUnlisted } from "./rotation.ts";
import { reach, SeriesBook } from "./series.ts";
import { Shapes } from "./shapes.ts";
import { makeViews, READINGS_FOLDER } from "./views.ts";

/** All that is in memory of the file; made anew when that is opened again. */
export interface Memory {
  readonly book: SeriesBook;
  readonly shapes: Shapes;
  readonly arrivals: Arrivals;
  /** That are listed, and there. */
  readonly files: string[];
  readonly missingFiles: readonly string[];
}

/** And what a rotation that was cut short left is put right. */
export async function loadMemory(connection: DuckDBConnection, folder: string): Promise<Memory> {
  const book = new SeriesBook();
  const shapes = new Shapes();
  const arrivals = new Arrivals(book, shapes);
  await removeUnlisted(connection, folder);
  const listed = await load(connection, book, shapes, arrivals.besides);
  const isThere = (name: string) => existsSync(join(folder, READINGS_FOLDER, name));
  const files = listed.filter(isThere);
  await makeViews(connection, folder, shapes.saved, files);
  return { book, shapes, arrivals, files, missingFiles: listed.filter((name) => !isThere(name)) };
}

/** Gives the files that are listed. */
async function load(
  connection: DuckDBConnection,
  book: SeriesBook,
  shapes: Shapes,
  besides: Besides,
): Promise<string[]> {
  const query = async (sql: string): Promise<DuckDBValue[][]> =>
    (await connection.runAndReadAll(sql)).getRows();

  for (const [id, device, boot] of await query("FROM series ORDER BY id")) {
    book.add(id as number, device as string, boot as string);
  }
  for (const [channel, column] of await query("FROM channel_columns ORDER BY rowid")) {
    shapes.addColumn(channel as string, column as string);
  }
  for (const [id, channels] of await query("FROM channel_lists ORDER BY id")) {
    shapes.addList(id as number, channels as string);
  }
  shapes.savedColumns = shapes.columns.length;
  shapes.savedLists = shapes.lists.length;

  const [whole, broken] = split(await query(EXTENTS));
  const parts = broken.length > 0 ? await query(islands(broken)) : [];
  // It may have been killed before it found out their times.
  for (const [series] of [...whole, ...parts]) book.unfitted.add(book.byId(series as number)!);
  const filed = await query('SELECT series, "from", "to" FROM file_intervals');
  for (const [series, from, to] of [...whole, ...parts, ...filed]) {
    insert(book.byId(series as number)!.stored, Number(from), Number(to));
  }
  for (const [series, from, to] of await query('SELECT series, "from", "to" FROM dropped')) {
    insert(book.byId(series as number)!.dropped, Number(from), Number(to));
  }
  for (const series of book.all()) series.mark = reach(0, series.stored, series.dropped);

  for (const [device, message] of await query(LAST_META)) {
    besides.lastMeta.set(device as string, message as string);
  }
  for (const [device, boot, conn, state] of await query(LAST_STATE)) {
    besides.lastState.set(
      device as string,
      stateText(boot as string, Number(conn), state as string),
    );
  }
  const files = await query("SELECT name FROM files WHERE state = 'listed' ORDER BY name");
  return files.map(([name]) => name as string);
}

/** No reading is there twice, so a series of max - min + 1 readings has no gap. */
const EXTENTS = `
SELECT series, min(seq), max(seq), max(seq) - min(seq) + 1 = count(*) FROM recent GROUP BY series`;

const LAST_META = `
SELECT s.device, arg_max(m.message, m.rowid) FROM meta m JOIN series s ON s.id = m.series
GROUP BY s.device`;

const LAST_STATE = `
SELECT s.device, arg_max(s.boot, m.rowid), arg_max(m.conn, m.rowid), arg_max(m.state, m.rowid)
FROM states m JOIN series s ON s.id = m.series GROUP BY s.device`;

/** The intervals of series with gaps. */
function islands(series: readonly DuckDBValue[][]): string {
  return `
SELECT series, min(seq), max(seq) FROM (
  SELECT series, seq, seq - row_number() OVER (PARTITION BY series ORDER BY seq) AS island
  FROM recent WHERE series IN (${series.map(([id]) => id).join(", ")})
) GROUP BY series, island`;
}

function split(extents: DuckDBValue[][]): [DuckDBValue[][], DuckDBValue[][]] {
  return [extents.filter((row) => row[3] === true), extents.filter((row) => row[3] !== true)];
}
