// What a batch brings beside readings, and names that are new, into the tables. Knows how, not why.
import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import type { Besides } from "./besides.ts";
import { quoteName } from "./schema.ts";
import type { SeriesBook } from "./series.ts";
import type { Shapes } from "./shapes.ts";
import { makeViews } from "./views.ts";

/**
 * Series, channels and lists of channels that have come up since the last time, in a transaction of
 * their own before that of the batch: without their readings they do no harm. True when the table
 * has other columns now.
 */
export async function saveNames(
  connection: DuckDBConnection,
  folder: string,
  book: SeriesBook,
  shapes: Shapes,
  files: readonly string[],
): Promise<boolean> {
  const columns = shapes.columns.slice(shapes.savedColumns);
  const lists = shapes.lists.slice(shapes.savedLists);
  const { unsaved } = book;
  if (columns.length + lists.length + unsaved.length === 0) return false;
  await connection.run("BEGIN");
  for (const { column } of columns) {
    await connection.run(`ALTER TABLE recent ADD COLUMN ${quoteName(column)} DOUBLE`);
  }
  await append(connection, "channel_columns", columns, (appender, { channel, column }) => {
    appender.appendVarchar(channel);
    appender.appendVarchar(column);
  });
  await append(connection, "channel_lists", lists, (appender, { id, channels }) => {
    appender.appendInteger(id);
    appender.appendVarchar(channels);
  });
  await append(connection, "series", unsaved, (appender, { id, device, boot }) => {
    appender.appendInteger(id);
    appender.appendVarchar(device);
    appender.appendVarchar(boot);
  });
  if (columns.length > 0) await makeViews(connection, folder, shapes.columns, files);
  await connection.run("COMMIT");
  shapes.savedColumns += columns.length;
  shapes.savedLists += lists.length;
  book.unsaved = [];
  return columns.length > 0;
}

/** All of a batch but its readings. */
export async function writeBesides(
  connection: DuckDBConnection,
  { dropped, metas, states, quarantine }: Besides,
): Promise<void> {
  await append(connection, "dropped", dropped, (appender, { series, from, to, why, rx }) => {
    appender.appendInteger(series.id);
    appender.appendBigInt(BigInt(from));
    appender.appendBigInt(BigInt(to));
    appender.appendVarchar(why);
    appender.appendBigInt(BigInt(rx));
  });
  await append(connection, "meta", metas, (appender, { series, meta, text, rx }) => {
    appender.appendInteger(series.id);
    appender.appendBigInt(BigInt(rx));
    appender.appendVarchar(meta.board);
    appender.appendVarchar(meta.serial);
    appender.appendVarchar(meta.runtime);
    appendText(appender, meta.sha256);
    appendText(appender, meta.crc32);
    appender.appendVarchar(meta.reset);
    appender.appendBigInt(BigInt(meta.interval));
    appender.appendVarchar(text);
  });
  await append(connection, "states", states, (appender, { series, state, rx }) => {
    appender.appendInteger(series.id);
    appender.appendBigInt(BigInt(rx));
    appender.appendVarchar(state.state);
    appender.appendBigInt(BigInt(state.conn));
  });
  await append(connection, "quarantine", quarantine, (appender, { message, problem }) => {
    appender.appendBigInt(BigInt(Math.trunc(message.rx)));
    appender.appendVarchar(message.topic);
    appender.appendVarchar(problem.kind);
    appender.appendVarchar(problem.why);
    appender.appendBlob(message.payload);
  });
}

export async function append<T>(
  connection: DuckDBConnection,
  table: string,
  rows: readonly T[],
  appendRow: (appender: DuckDBAppender, row: T) => void,
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await connection.createAppender(table);
  try {
    for (const row of rows) {
      appendRow(appender, row);
      appender.endRow();
    }
    appender.flushSync();
    appender.closeSync();
  } catch (error) {
    // What it still holds would be written when it is collected.
    appender.clear();
    throw error;
  }
}

function appendText(appender: DuckDBAppender, text: string | undefined): void {
  if (text === undefined) appender.appendNull();
  else appender.appendVarchar(text);
}
