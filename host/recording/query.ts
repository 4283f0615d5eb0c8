// Asks a recording one question and writes the answer as it comes.
import type { Output } from "../telemetry/terminal.ts";
import { csvLine } from "./csv.ts";
import { LineWriter } from "./line-writer.ts";
import { openReader } from "./reader.ts";
import { TableLines } from "./table-lines.ts";

export interface QueryOptions {
  readonly folder: string;
  readonly sql: string;
  readonly format: "table" | "json" | "csv";
  readonly stdout: Output;
  readonly stderr: Output;
  readonly interrupted: AbortSignal;
}

/** @throws ConfigError */
export async function query(options: QueryOptions): Promise<void> {
  const { format, stdout, stderr, interrupted } = options;
  const reader = await openReader(options.folder);
  try {
    const { columns, rows } = await reader.query(options.sql);
    const names = columns.map(([name]) => name);
    const lines = new LineWriter(stdout);
    const table = new TableLines(columns, stdout.isTTY ? stdout.columns : undefined);
    let count = 0;
    if (format === "csv") lines.add(csvLine(names));
    for await (const some of rows) {
      if (interrupted.aborted) return;
      for (const row of some) {
        count++;
        if (format === "json") {
          lines.add(JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at]]))));
        } else if (format === "csv") lines.add(csvLine(row));
        else for (const line of table.push(row)) lines.add(line);
      }
      await lines.flush();
    }
    if (format === "table") for (const line of table.end()) lines.add(line);
    await lines.flush();
    if (format === "table" && stdout.isTTY) {
      stderr.write(`${count.toLocaleString("en-US")} row${count === 1 ? "" : "s"}\n`);
    }
  } finally {
    await reader.close();
  }
}
