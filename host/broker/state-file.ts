// What `broker up` leaves behind for `down` and `status`: one record in the user's state folder.
// Owns its place and format; knows nothing of how an engine is started or stopped.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ConfigError } from "../errors.ts";
import { makeStateFolder, orFolderFault } from "./state-folder.ts";

const recordSchema = z.object({
  v: z.literal(1),
  engine: z.enum(["docker", "mosquitto", "embedded"]),
  why: z.string(),
  host: z.string(),
  port: z.int(),
  webSocketPort: z.int(),
  startedAtMs: z.int(),
  /** Absent for docker. */
  process: z.object({ pid: z.int().positive(), identity: z.string() }).optional(),
});

export type BrokerRecord = z.infer<typeof recordSchema>;

function recordPath(folder: string): string {
  return join(folder, "broker.json");
}

/** @throws TransportError when it may not be read; ConfigError when the record is of a newer Espulse, or no record at all. */
export function readRecord(folder: string): BrokerRecord | undefined {
  const path = recordPath(folder);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return orFolderFault(folder, () => {
      throw error;
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = recordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const version = (json as { v?: unknown } | undefined)?.v;
  const message =
    typeof version === "number" && version > 1
      ? `written by a newer Espulse (v ${version}, this one reads 1); use that one to stop its broker`
      : "not a record of a broker; stop the broker by hand, then remove the file";
  throw new ConfigError([{ path, message }]);
}

export function writeRecord(folder: string, record: BrokerRecord): void {
  makeStateFolder(folder);
  const path = recordPath(folder);
  orFolderFault(folder, () => {
    // Renamed into place: a reader sees the whole record or none.
    writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  });
}

export function removeRecord(folder: string): void {
  orFolderFault(folder, () => rmSync(recordPath(folder), { force: true }));
}
