// What a recording has of each boot, for a verdict. Knows the tables (recording/schema.ts), not what was
// made.
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { insert } from "../../telemetry/intervals.ts";
import type { StoredBoot, StoredReading } from "./verdict.ts";

interface Found {
  readonly readings: StoredReading[];
  readonly declared: [number, number][];
  epilogue?: { seq: number; most: number };
}

export interface FoundRecording {
  /** By `<device>/<boot>`. */
  readonly boots: ReadonlyMap<string, StoredBoot>;
  /** What must not be: conflicts, and messages that nobody understood. */
  readonly oddities: readonly string[];
  /** Readings given up, by their reason. */
  readonly why: ReadonlyMap<string, number>;
}

export async function readRecording(connection: DuckDBConnection): Promise<FoundRecording> {
  const query = async (sql: string): Promise<DuckDBValue[][]> =>
    (await connection.runAndReadAll(sql)).getRows();
  const boots = new Map<string, Found>();
  const of = (device: DuckDBValue, boot: DuckDBValue): Found => {
    const key = `${device}/${boot}`;
    const known = boots.get(key) ?? { readings: [], declared: [] };
    boots.set(key, known);
    return known;
  };
  const hasReadings = (await query("FROM channel_columns")).length > 0;
  const rows = hasReadings
    ? await query("SELECT device, boot, seq, up, t, temp FROM raw_readings ORDER BY series, seq")
    : [];
  for (const [device, boot, seq, up, t, temp] of rows) {
    const celsius = temp === null ? null : Number(temp);
    const reading = { seq: Number(seq), up: Number(up), t: t === null ? null : Number(t), celsius };
    of(device!, boot!).readings.push(reading);
  }
  const why = new Map<string, number>();
  for (const [device, boot, from, to, reason] of await query(
    `SELECT device, boot, "from", "to", why FROM dropped d JOIN series s ON s.id = d.series`,
  )) {
    insert(of(device!, boot!).declared, Number(from), Number(to));
    why.set(String(reason), (why.get(String(reason)) ?? 0) + Number(to) - Number(from) + 1);
  }
  for (const [device, message] of await query(
    "SELECT device, message FROM meta m JOIN series s ON s.id = m.series",
  )) {
    const { before } = JSON.parse(String(message)) as {
      before?: { boot: string; seq: number; most: number };
    };
    if (before) of(device!, before.boot).epilogue = { seq: before.seq, most: before.most };
  }
  const conflicts = await query(
    "SELECT device, boot, seq, stored, arrived FROM conflicts c JOIN series s ON s.id = c.series",
  );
  const refused = await query("SELECT topic, kind, why, payload::VARCHAR FROM quarantine");
  const oddities = [
    ...conflicts.map((row) => `conflict: ${row.join(" ")}`),
    ...refused.map((row) => `quarantined: ${row.join(" ")}`),
  ];
  return { boots, oddities, why };
}
