// What a recorder that is killed leaves on disk: a copy of its folder at that moment, or with only a part
// of its last write. Owns the files; knows neither DuckDB's content nor when somebody is killed.
import { cpSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { FILE_NAME } from "../../recording/database.ts";

const LOG_NAME = `${FILE_NAME}.wal`;

/** How far the files of a database had come. */
export interface Extent {
  readonly logBytes: number;
  /** Of the database itself: another one after a checkpoint. */
  readonly version: string;
}

export function extentOf(folder: string): Extent {
  const database = statSync(join(folder, FILE_NAME), { bigint: true, throwIfNoEntry: false });
  const log = statSync(join(folder, LOG_NAME), { throwIfNoEntry: false });
  return { logBytes: log?.size ?? 0, version: `${database?.size} ${database?.mtimeNs}` };
}

export function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}

/**
 * A transaction goes to the log in one piece, from its first byte to its last: takes back what a process
 * would not have written that was killed after the given part of it, from 0 to 1. Nothing where a
 * checkpoint has come between.
 */
export function tearLog(folder: string, before: Extent, part: number): void {
  const now = extentOf(folder);
  if (now.version !== before.version || now.logBytes <= before.logBytes) return;
  const kept = Math.floor((now.logBytes - before.logBytes) * part);
  truncateSync(join(folder, LOG_NAME), before.logBytes + kept);
}
