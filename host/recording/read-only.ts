// Statements that only read, over a connection to a recording: what writes is refused. Gives rows as
// they come, a chunk at a time; knows no socket.
import {
  DuckDBBlobValue,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  JsonDuckDBValueConverter,
  StatementType,
} from "@duckdb/node-api";
import { ConfigError } from "../errors.ts";
import type { Column, Row } from "./ask-protocol.ts";
import { quoteText } from "./schema.ts";

export interface Answer {
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<readonly Row[]>;
}

/**
 * The connection is the caller's, and its transaction lasts until the rows are over.
 * @throws ConfigError when it is no statement that reads
 */
export async function askReadOnly(connection: DuckDBConnection, sql: string): Promise<Answer> {
  await expectReading(connection, sql);
  await connection.run("BEGIN TRANSACTION READ ONLY");
  const result = await connection.stream(sql).catch((error: Error) => {
    throw faultOf(sql, error);
  });
  const types = result.columnTypes();
  const columns = result
    .deduplicatedColumnNames()
    .map((name, index): Column => [name, String(types[index])]);
  async function* rows(): AsyncIterable<readonly Row[]> {
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield rowsOf(chunk, types);
    }
  }
  return { columns, rows: rows() };
}

/** Gives the number of rows. @throws ConfigError */
export async function copyToParquet(
  connection: DuckDBConnection,
  sql: string,
  path: string,
): Promise<number> {
  await expectReading(connection, sql);
  const copied = await connection
    .runAndReadAll(`COPY (${sql}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`)
    .catch((error: Error) => {
      throw faultOf(sql, error);
    });
  return Number(copied.getRows()[0]![0]);
}

async function expectReading(connection: DuckDBConnection, sql: string): Promise<void> {
  // What compares a time of a reading with now() takes both for UTC.
  await connection.run("SET TimeZone = 'UTC'");
  let types: StatementType[];
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) {
      const message = `expected one statement, found ${statements.count}`;
      throw new ConfigError([{ path: "SQL", message }]);
    }
    const statement = await statements.prepare(0);
    types = [statement.statementType];
    statement.destroySync();
  } catch (error) {
    throw error instanceof ConfigError ? error : faultOf(sql, error as Error);
  }
  if (types.some((type) => type !== StatementType.SELECT && type !== StatementType.EXPLAIN)) {
    const message = "a recording is only read here: SELECT, DESCRIBE, SUMMARIZE or EXPLAIN";
    throw new ConfigError([{ path: "SQL", message }]);
  }
}

function faultOf(sql: string, error: Error): Error {
  // What DuckDB says of a statement is for whoever wrote it.
  if (
    !/^(parser|binder|catalog|conversion|invalid|out of range|transactioncontext|not implemented|constraint|failed to extract|mismatch|type|permission)/i.test(
      error.message,
    )
  ) {
    return error;
  }
  const said = error.message.replace(/^Failed to extract statements: /, "").trim();
  return new ConfigError([
    { path: sql.length > 60 ? "SQL" : `SQL ${JSON.stringify(sql)}`, message: said },
  ]);
}

function rowsOf(chunk: DuckDBDataChunk, types: readonly DuckDBType[]): Row[] {
  return chunk.getRows().map((row) => row.map((value, index) => jsonOf(value, types[index]!)));
}

function jsonOf(value: DuckDBValue, type: DuckDBType): unknown {
  switch (typeof value) {
    case "number":
      // JSON has no other way to say NaN and infinity.
      return Number.isFinite(value) ? value : String(value);
    case "bigint": {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : String(value);
    }
    case "string":
    case "boolean":
      return value;
  }
  if (value === null) return null;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return isoOf(value);
  }
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("base64");
  return JsonDuckDBValueConverter(value, type, JsonDuckDBValueConverter);
}

/** UTC, as all times of a recording are. */
function isoOf(value: DuckDBTimestampValue | DuckDBTimestampTZValue): string {
  const ms = Number(value.micros / 1000n);
  return Number.isNaN(new Date(ms).getTime()) ? String(value) : new Date(ms).toISOString();
}
