// When a recording was connected to which broker: since when readings can be expected in it, and
// whether a broker has a session of it. Knows no packet.
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Store } from "./store.ts";

export async function noteConnection(store: Store, url: string, utcMs: number): Promise<void> {
  await using(store, (connection) =>
    connection.run("INSERT INTO connections VALUES ($1, $2)", [url, BigInt(utcMs)]),
  );
}

export async function hasConnected(store: Store, url: string): Promise<boolean> {
  const rows = await using(store, (connection) =>
    connection.runAndReadAll("SELECT 1 FROM connections WHERE url = $1 LIMIT 1", [url]),
  );
  return rows.currentRowCount > 0;
}

async function using<T>(
  store: Store,
  act: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await store.connect();
  try {
    return await act(connection);
  } finally {
    connection.closeSync();
  }
}
