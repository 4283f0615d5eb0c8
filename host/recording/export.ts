// Takes readings out of a recording, as they come, into a file or to an output. Owns which readings and
// how far it is; how one is written has its own file.
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { finished } from "node:stream/promises";
import { ConfigError, StorageError } from "../errors.ts";
import type { Output } from "../telemetry/terminal.ts";
import { columnsOf, unitsOf } from "./channels.ts";
import { type ExportFormat, formatter } from "./export-formats.ts";
import { LineWriter } from "./line-writer.ts";
import { openReader, type RecordingReader } from "./reader.ts";
import type { StatusLine } from "./record.ts";
import { plural } from "./record-lines.ts";
import { quoteText } from "./schema.ts";

export interface ExportOptions {
  readonly folder: string;
  readonly format: ExportFormat | "parquet";
  /** All when empty. */
  readonly devices: readonly string[];
  /** Milliseconds since 1970. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly out?: string | undefined;
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly line: StatusLine;
  readonly interrupted: AbortSignal;
}

/** @throws ConfigError, StorageError */
export async function exportReadings(options: ExportOptions): Promise<void> {
  const { format, out, cwd } = options;
  if (format === "parquet" && out === undefined) {
    const message = "Parquet goes into a file: name it with --out";
    throw new ConfigError([{ path: "--format parquet", message }]);
  }
  const file = out === undefined ? undefined : resolve(cwd, out);
  const reader = await openReader(options.folder);
  const unfinished = file === undefined ? undefined : `${file}.${process.pid}.tmp`;
  try {
    const count =
      format === "parquet"
        ? await reader.parquet(selectReadings(options), unfinished!)
        : await write(reader, { ...options, format }, unfinished);
    if (options.interrupted.aborted) return;
    if (file !== undefined) {
      await rename(unfinished!, file);
      const { size } = await stat(file);
      const megabytes = (size / 1e6).toFixed(1);
      options.line.print(`${plural(count, "reading")} in ${file} (${megabytes} MB)`);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Of the file system, not of Node.js.
    if (code === undefined || code.startsWith("ERR_")) throw error;
    throw new StorageError(file ?? "standard output", "export", message);
  } finally {
    options.line.clear();
    await reader.close();
    if (unfinished !== undefined) await rm(unfinished, { force: true });
  }
}

async function write(
  reader: RecordingReader,
  options: ExportOptions & { readonly format: ExportFormat },
  unfinished: string | undefined,
): Promise<number> {
  const { format, stdout, line, interrupted } = options;
  const total = await countOf(reader, options);
  const facts = { units: await unitsOf(reader), columns: await columnsOf(reader) };
  const { columns, rows } = await reader.query(selectReadings(options));
  const stream = unfinished === undefined ? undefined : createWriteStream(unfinished);
  let failure: Error | undefined;
  stream?.on("error", (error) => {
    failure ??= error;
  });
  const lines = new LineWriter((stream as Pick<Output, "write"> | undefined) ?? stdout);
  const form = formatter(format, columns, facts);
  for (const text of form.begin) lines.add(text);
  let count = 0;
  for await (const some of rows) {
    if (interrupted.aborted || failure) break;
    for (const row of some) for (const text of form.lines(row)) lines.add(text);
    count += some.length;
    await lines.flush();
    line.show(`${count.toLocaleString("en-US")} of ${plural(total, "reading")}`);
  }
  for (const text of form.end()) lines.add(text);
  await lines.flush();
  stream?.end();
  if (stream) await finished(stream).catch(() => {});
  if (failure) throw failure;
  if (form.leftOut > 0) {
    line.print(`${plural(form.leftOut, "reading")} left out: their time is not known`);
  }
  return count;
}

async function countOf(reader: RecordingReader, options: ExportOptions): Promise<number> {
  const { rows } = await reader.query(`SELECT count(*) FROM readings ${where(options)}`);
  for await (const [row] of rows) return Number(row![0]);
  return 0;
}

function selectReadings(options: ExportOptions): string {
  return `SELECT * EXCLUDE (timeFrom, timeTo) FROM readings ${where(options)}
ORDER BY coalesce(time, epoch_ms(rx)), device, seq`;
}

function where({ devices, from, to }: ExportOptions): string {
  const conditions: string[] = [];
  if (devices.length > 0) conditions.push(`device IN (${devices.map(quoteText).join(", ")})`);
  if (from !== undefined) conditions.push(`time >= epoch_ms(${from})`);
  if (to !== undefined) conditions.push(`time < epoch_ms(${to})`);
  return conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
}
