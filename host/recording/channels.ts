// What is known of the channels of a recording: their units, as births tell them, and their columns.
// Knows the tables, not what asks.
import type { RecordingReader } from "./reader.ts";

interface Birth {
  readonly channels?: readonly { readonly n: string; readonly u: string }[];
}

/** `<device>/<channel>` -> unit, of the newest birth. */
export async function unitsOf(reader: RecordingReader): Promise<Map<string, string>> {
  const { rows } = await reader.query(
    "SELECT s.device, m.message FROM meta m JOIN series s ON s.id = m.series ORDER BY m.rx",
  );
  const units = new Map<string, string>();
  for await (const some of rows) {
    for (const [device, message] of some) {
      const { channels = [] } = JSON.parse(String(message)) as Birth;
      for (const { n, u } of channels) units.set(`${device}/${n}`, u);
    }
  }
  return units;
}

/** Channel -> column; Temp and temp cannot both have their own name. */
export async function columnsOf(reader: RecordingReader): Promise<Map<string, string>> {
  const { rows } = await reader.query("SELECT channel, column_name FROM channel_columns");
  const columns = new Map<string, string>();
  for await (const some of rows) {
    for (const [channel, column] of some) columns.set(String(channel), String(column));
  }
  return columns;
}
