// How many readings of each boot came again, and when. They are nowhere else: a reading is kept once.
import type { DuckDBConnection } from "@duckdb/node-api";
import type { RowColumns } from "./row-columns.ts";
import { append } from "./write.ts";

/** @param repeats readings of a batch whose name was there before */
export async function countDuplicates(
  connection: DuckDBConnection,
  repeats: RowColumns,
): Promise<void> {
  const counts = new Map<number, { count: number; readonly rx: bigint }>();
  for (let row = 0; row < repeats.rows; row++) {
    const id = repeats.series.values[row]!;
    const known = counts.get(id);
    if (known === undefined) counts.set(id, { count: 1, rx: repeats.rx.get(row) });
    else known.count++;
  }
  await append(connection, "duplicates", [...counts], (appender, [series, { count, rx }]) => {
    appender.appendInteger(series);
    appender.appendBigInt(rx);
    appender.appendBigInt(BigInt(count));
  });
}
