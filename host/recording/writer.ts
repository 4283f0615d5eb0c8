// The one connection that writes: one thing at a time, and put right after each fault. Knows no table
// but that there is one.
import type { DuckDBConnection } from "@duckdb/node-api";
import { StorageError } from "../errors.ts";
import type { Database } from "./database.ts";
import { loadMemory, type Memory } from "./load.ts";

/** What a turn may use; another one after the file had to be opened again. */
export interface Opened {
  readonly connection: DuckDBConnection;
  readonly memory: Memory;
}

export class Writer {
  readonly #database: Database;
  #opened: Opened;
  /** DuckDB works no more until the file is opened again. */
  #isBroken = false;
  #isClosed = false;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(database: Database, opened: Opened) {
    this.#database = database;
    this.#opened = opened;
  }

  static async open(database: Database, connection: DuckDBConnection): Promise<Writer> {
    const memory = await loadMemory(connection, database.folder);
    return new Writer(database, { connection, memory });
  }

  get memory(): Memory {
    return this.#opened.memory;
  }

  /** @throws StorageError, once a transaction that was under way is taken back */
  inTurn<T>(operation: string, act: (opened: Opened) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      if (this.#isClosed) throw new Error(`${this.#database.folder}: ${operation} after close`);
      try {
        if (this.#isBroken) await this.#reopen();
        return await act(this.#opened);
      } catch (error) {
        if (!this.#isBroken) await this.#takeBack();
        throw this.storageError(operation, error);
      }
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Errors of our own program stay what they are. */
  storageError(operation: string, error: unknown): unknown {
    const isOurs = error instanceof TypeError || error instanceof RangeError;
    if (isOurs || error instanceof StorageError) return error;
    return new StorageError(this.#database.file, operation, reasonOf(error), isFull(error));
  }

  async close(): Promise<void> {
    await this.#turn;
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { connection } = this.#opened;
    // Beside the event loop; closing would do it within.
    if (!this.#isBroken) await connection.run("CHECKPOINT").catch(() => {});
    connection.closeSync();
    this.#database.close();
  }

  /** And finds out whether DuckDB still works. */
  async #takeBack(): Promise<void> {
    const { connection } = this.#opened;
    // There is none when it was its COMMIT that failed.
    await connection.run("ROLLBACK").catch(() => {});
    try {
      await connection.run("FROM about");
    } catch {
      this.#isBroken = true;
    }
  }

  async #reopen(): Promise<void> {
    this.#opened.connection.closeSync();
    await this.#database.reopen();
    const connection = await this.#database.connect();
    // The disk alone tells whether the last commit is there.
    this.#opened = { connection, memory: await loadMemory(connection, this.#database.folder) };
    this.#isBroken = false;
  }
}

function reasonOf(error: unknown): string {
  // DuckDB adds a stack trace of its own to some.
  return (error as Error).message.split("\n", 1)[0]!.trim();
}

function isFull(error: unknown): "full" | undefined {
  return /no space left|file too large|disk quota/i.test((error as Error).message)
    ? "full"
    : undefined;
}
