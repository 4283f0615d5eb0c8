// Reads a recording: from the recorder that holds it, or from the file itself where none runs. Whoever
// asks does not learn which.
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ConfigError } from "../errors.ts";
import type { Row } from "./ask-protocol.ts";
import { askRecorder, copyByRecorder, isAnswered } from "./ask-recorder.ts";
import { FILE_NAME, FolderInUseError } from "./database.ts";
import { type Answer, askReadOnly, copyToParquet } from "./read-only.ts";
import { socketPath } from "./socket-path.ts";
import { Store } from "./store.ts";

export interface RecordingReader {
  readonly folder: string;
  /** A recorder is writing it. */
  readonly isLive: boolean;
  /** @throws ConfigError when it is no statement that reads */
  query(sql: string): Promise<Answer>;
  /** Into a file that is not there yet; gives the number of rows. @throws ConfigError */
  parquet(sql: string, path: string): Promise<number>;
  close(): Promise<void>;
}

/** A recorder that just starts holds the file before it answers; another reader is done soon. */
const PATIENCE_MS = 3000;
const LOOK_MS = 50;

/** @throws ConfigError when there is no recording, FolderInUseError when another program has it */
export async function openReader(path: string): Promise<RecordingReader> {
  if (!existsSync(join(path, FILE_NAME))) {
    const message = "holds no recording; espulse record makes one, --in names another folder";
    throw new ConfigError([{ path, message }]);
  }
  const folder = realpathSync(path);
  const socket = socketPath(folder);
  for (const end = Date.now() + PATIENCE_MS; ; await pause(LOOK_MS)) {
    if (await isAnswered(socket)) return throughRecorder(folder, socket);
    try {
      return await throughFile(folder);
    } catch (error) {
      if (!(error instanceof FolderInUseError) || Date.now() > end) throw error;
    }
  }
}

function throughRecorder(folder: string, socket: string): RecordingReader {
  return {
    folder,
    isLive: true,
    query: (sql) => askRecorder(socket, sql),
    parquet: (sql, path) => copyByRecorder(socket, sql, path),
    close: async () => {},
  };
}

async function throughFile(folder: string): Promise<RecordingReader> {
  const store = await Store.open(folder, { utcNow: Date.now });
  await store.fitTimes();
  return {
    folder,
    isLive: false,
    async query(sql) {
      const connection = await store.connect();
      const { columns, rows } = await askReadOnly(connection, sql);
      return { columns, rows };
    },
    async parquet(sql, path) {
      const connection = await store.connect();
      try {
        return await copyToParquet(connection, sql, path);
      } finally {
        connection.closeSync();
      }
    },
    close: () => store.close(),
  };
}

/** All rows of an answer that is not large. */
export async function all(reader: RecordingReader, sql: string): Promise<Row[]> {
  const { rows } = await reader.query(sql);
  const found: Row[] = [];
  for await (const some of rows) found.push(...some);
  return found;
}
