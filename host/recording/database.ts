// The DuckDB file of a folder: opened by one process at a time, or refused with who has it. Knows no
// table.
import { randomBytes } from "node:crypto";
import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { ConfigError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";

export const FILE_NAME = "espulse.duckdb";

/** What is asked beside a recording goes to a temporary file before it takes the memory of all else. */
const SETTINGS = { autoinstall_known_extensions: "false", memory_limit: "512MB" };

/** Within one process the lock of the file holds off nobody. */
const openHere = new Set<string>();

/** A folder of recordings that another process, or this one, holds open. */
export class FolderInUseError extends ConfigError {
  override name = "FolderInUseError";
  constructor(
    readonly folder: string,
    readonly pid: number | undefined,
  ) {
    const who = pid === undefined ? "another process" : `the process ${pid}`;
    super([
      {
        path: folder,
        message: `${who} has it open, and only one can; end that one or record to another folder with --to`,
      },
    ]);
  }
}

export class Database {
  readonly folder: string;
  readonly file: string;
  readonly #options: Record<string, string>;
  #instance: DuckDBInstance;

  private constructor(
    folder: string,
    file: string,
    options: Record<string, string>,
    instance: DuckDBInstance,
  ) {
    this.folder = folder;
    this.file = file;
    this.#options = options;
    this.#instance = instance;
  }

  /** @throws FolderInUseError, ConfigError */
  static async open(path: string, options: Record<string, string> = {}): Promise<Database> {
    makeFolder(resolve(path));
    const folder = realpathSync(path);
    const file = join(folder, FILE_NAME);
    if (openHere.has(folder)) throw new FolderInUseError(folder, process.pid);
    openHere.add(folder);
    try {
      return new Database(folder, file, options, await openFile(folder, file, options));
    } catch (error) {
      openHere.delete(folder);
      throw error;
    }
  }

  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** After a fault that DuckDB gets over only this way. All connections are lost. */
  async reopen(): Promise<void> {
    this.#instance.closeSync();
    this.#instance = await openFile(this.folder, this.file, this.#options);
  }

  close(): void {
    this.#instance.closeSync();
    openHere.delete(this.folder);
  }
}

export function newClientId(): string {
  return `espulse-record-${randomBytes(4).toString("hex")}`;
}

async function openFile(
  folder: string,
  file: string,
  options: Record<string, string>,
): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, { ...SETTINGS, ...options });
  } catch (error) {
    const { message } = error as Error;
    if (/could not set lock/i.test(message)) {
      const pid = /\(PID (\d+)\)/.exec(message)?.[1];
      throw new FolderInUseError(folder, pid === undefined ? undefined : Number(pid));
    }
    throw new ConfigError([{ path: file, message: `DuckDB does not open it: ${message.trim()}` }]);
  }
}
