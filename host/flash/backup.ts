// Code that was on a board before Espulse was, kept in the state folder, a file each time. Owns the
// files; knows no console.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../errors.ts";
import { stateFolder } from "../state-folder.ts";
import { keepFile } from "./keep-file.ts";

const VERSION = 1;

export interface Backup {
  readonly serial: string;
  /** When it was made. */
  readonly at: string;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Gives the path. @throws ConfigError when it cannot be written: the board has it all still. */
export function keepBackup(env: NodeJS.ProcessEnv, { serial, at, files }: Backup): string {
  const folder = join(stateFolder(env), "backups");
  const path = join(folder, `${plain(serial)}-${at.replaceAll(/[^0-9A-Za-z]/g, "")}.json`);
  const encoded = files.map(({ name, bytes }) => ({
    name,
    base64: Buffer.from(bytes).toString("base64"),
  }));
  const message = "the board is unchanged";
  keepFile(path, `${JSON.stringify({ v: VERSION, serial, at, files: encoded })}\n`, message);
  return path;
}

/** The newest of this board. @throws ConfigError when there is none, or it cannot be read. */
export function latestBackup(env: NodeJS.ProcessEnv, serial: string): Backup & { path: string } {
  const folder = join(stateFolder(env), "backups");
  const newest = filesIn(folder)
    .filter((name) => name.startsWith(`${plain(serial)}-`))
    .sort()
    .at(-1);
  if (newest === undefined) {
    const message = `no backup of the board with serial ${serial}; one is made when "espulse flash --replace" finds code that is not Espulse's`;
    throw new ConfigError([{ path: folder, message }]);
  }
  const path = join(folder, newest);
  const { v, at, files } = JSON.parse(readFileSync(path, "utf8")) as {
    v: number;
    at: string;
    files: { name: string; base64: string }[];
  };
  if (v !== VERSION) {
    throw new ConfigError([{ path, message: `v ${v}: this Espulse reads ${VERSION}; update` }]);
  }
  const decoded = files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, "base64") }));
  return { path, serial, at, files: decoded };
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function plain(serial: string): string {
  return serial.replaceAll(/[^0-9A-Za-z]/g, "");
}
