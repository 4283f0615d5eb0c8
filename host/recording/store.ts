// A recording in its folder: takes batches of messages, each of them whole or not at all, and knows
// which readings are there. Knows no broker and acknowledges nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { StorageError } from "../errors.ts";
import type { Message } from "../telemetry/message.ts";
import { Arrivals } from "./arrivals.ts";
import { recordConflicts } from "./conflicts.ts";
import { Database, newClientId } from "./database.ts";
import { fitSeries } from "./evidence.ts";
import { loadRecording } from "./load.ts";
import { closedDays, DAY_MS, type DayFile, listDay, removeUnlisted, writeDay } from "./rotation.ts";
import { about, prepareSchema } from "./schema.ts";
import { type Mark, SeriesBook } from "./series.ts";
import { Shapes } from "./shapes.ts";
import { makeViews, READINGS_FOLDER } from "./views.ts";
import { saveNames, writeBesides } from "./write.ts";

export interface StoreOptions {
  /** Milliseconds since 1970. */
  readonly utcNow: () => number;
  /** Of DuckDB, such as `threads`. */
  readonly duckdb?: Readonly<Record<string, string>>;
}

/** What became of the messages of a batch. */
export interface Committed {
  readonly stored: number;
  readonly duplicate: number;
  /** Of the duplicates, those whose content is not that of the stored one. */
  readonly conflicting: number;
  readonly quarantined: number;
  /** Messages that tell of given up readings, births and states that were new. */
  readonly noted: number;
  /** Of topics that are not kept, or that said nothing new. */
  readonly ignored: number;
  /** Of each boot that the messages were about. */
  readonly marks: readonly Mark[];
}

/** All that is in memory of the file; made anew when that is opened again. */
interface Memory {
  readonly book: SeriesBook;
  readonly shapes: Shapes;
  readonly arrivals: Arrivals;
  /** That are listed, and there. */
  readonly files: string[];
  readonly missingFiles: readonly string[];
}

export class Store {
  readonly folder: string;
  /** Of the recorder's session with the broker: the folder's, so that a restart finds it again. */
  readonly clientId: string;
  readonly #database: Database;
  readonly #utcNow: () => number;
  #connection: DuckDBConnection;
  #memory: Memory;
  #appender: DuckDBAppender | undefined;
  /** DuckDB works no more until the file is opened again. */
  #isBroken = false;
  #isClosed = false;
  #rotation: Promise<string[]> | undefined;
  /** The last of what was asked for; one thing at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    database: Database,
    connection: DuckDBConnection,
    clientId: string,
    utcNow: () => number,
    memory: Memory,
  ) {
    this.#utcNow = utcNow;
    this.folder = database.folder;
    this.clientId = clientId;
    this.#database = database;
    this.#connection = connection;
    this.#memory = memory;
  }

  /** @throws FolderInUseError, ConfigError */
  static async open(folder: string, { utcNow, duckdb }: StoreOptions): Promise<Store> {
    const database = await Database.open(folder, duckdb);
    try {
      const connection = await database.connect();
      await prepareSchema(connection, database.file, newClientId());
      const clientId = (await about(connection, "client_id"))!;
      const memory = await load(connection, database.folder);
      return new Store(database, connection, clientId, utcNow, memory);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /**
   * All of `messages` in one transaction. When it fails the store is as it was before, and may be
   * given the same batch again.
   * @throws StorageError
   */
  commit(messages: readonly Message[]): Promise<Committed> {
    return this.#inTurn("commit", async () => {
      const { book, arrivals } = this.#memory;
      try {
        arrivals.collect(messages);
        const conflicting = await this.#write();
        arrivals.settle();
        return committed(arrivals, conflicting, book.settle());
      } catch (error) {
        book.takeBack();
        throw error;
      }
    });
  }

  /** How far the newest boot of each device reaches without a gap. */
  marks(): Mark[] {
    const newest = new Map<string, Mark>();
    const { book, arrivals } = this.#memory;
    for (const { device, boot, mark } of book.all()) {
      const current = arrivals.newestBoot(device);
      if (current !== undefined && current !== boot) continue;
      newest.set(device, { device, boot, seq: mark });
    }
    return [...newest.values()];
  }

  /** Files that hold readings of this recording and are not where they were. */
  get missingFiles(): readonly string[] {
    return this.#memory.missingFiles;
  }

  /** Until a day is over, and `rotate` has something to do. */
  untilRotationMs(): number {
    return DAY_MS - (this.#utcNow() % DAY_MS);
  }

  /**
   * Readings of days that are over go to a file each; commits go on meanwhile. Gives the names.
   * @throws StorageError, and then the readings are still in the table
   */
  rotate(): Promise<string[]> {
    this.#rotation ??= this.#rotateDays().finally(() => {
      this.#rotation = undefined;
    });
    return this.#rotation;
  }

  async #rotateDays(): Promise<string[]> {
    const today = Math.floor(this.#utcNow() / DAY_MS);
    const names: string[] = [];
    const connection = await this.connect();
    try {
      await removeUnlisted(connection, this.folder);
      for (const day of await closedDays(connection, today)) {
        const write = () => writeDay(connection, this.folder, day, this.#memory.shapes.saved);
        const file = await write();
        const isListed = await this.#inTurn("rotation", () => this.#list(file));
        // A reading came with a time of that day, since the clock of the laptop went back.
        names.push(
          isListed
            ? file.name
            : await this.#inTurn("rotation", async () => {
                await removeUnlisted(connection, this.folder);
                const whole = await write();
                if (!(await this.#list(whole)))
                  throw new Error(`${whole.name} has not all of its day`);
                return whole.name;
              }),
        );
      }
      return names;
    } catch (error) {
      throw this.#storageError("rotation", error);
    } finally {
      connection.closeSync();
    }
  }

  async #list(file: DayFile): Promise<boolean> {
    const { files, shapes } = this.#memory;
    const connection = this.#connection;
    await connection.run("BEGIN");
    if (!(await listDay(connection, file))) {
      await connection.run("ROLLBACK");
      return false;
    }
    await makeViews(connection, this.folder, shapes.saved, [...files, file.name]);
    await connection.run("COMMIT");
    files.push(file.name);
    return true;
  }

  /** Finds out the times of what came since the last time; to be called before `readings` is asked. */
  fitTimes(): Promise<void> {
    return this.#inTurn("fit of times", async () => {
      const { book } = this.#memory;
      const { unfitted } = book;
      if (unfitted.size === 0) return;
      await fitSeries(this.#connection, book, unfitted);
      unfitted.clear();
    });
  }

  /** To read from; the caller closes it. After a fault of the disk it may be lost: ask for another. */
  connect(): Promise<DuckDBConnection> {
    return this.#inTurn("open", () => this.#database.connect());
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#rotation?.catch(() => {});
    await this.fitTimes().catch(() => {});
    await this.#turn;
    this.#isClosed = true;
    this.#dropAppender();
    // Beside the event loop; closing would do it within.
    if (!this.#isBroken) await this.#connection.run("CHECKPOINT").catch(() => {});
    this.#connection.closeSync();
    this.#database.close();
  }

  async #write(): Promise<number> {
    const { book, shapes, arrivals, files } = this.#memory;
    const { rows, repeats } = arrivals;
    const connection = this.#connection;
    if (await saveNames(connection, this.folder, book, shapes, files)) this.#dropAppender();
    await connection.run("BEGIN");
    if (rows.rows > 0) {
      this.#appender ??= await connection.createAppender("recent");
      rows.appendTo(this.#appender);
      this.#appender.flushSync();
    }
    const conflicting =
      repeats.rows > 0
        ? await recordConflicts(connection, this.folder, arrivals, shapes, files)
        : 0;
    await writeBesides(connection, arrivals);
    await connection.run("COMMIT");
    return conflicting;
  }

  #inTurn<T>(operation: string, act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      if (this.#isClosed) throw new Error(`${this.folder}: ${operation} after close`);
      try {
        if (this.#isBroken) await this.#reopen();
        return await act();
      } catch (error) {
        await this.#recover();
        throw this.#storageError(operation, error);
      }
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #storageError(operation: string, error: unknown): unknown {
    const isOurs = error instanceof TypeError || error instanceof RangeError;
    if (isOurs || error instanceof StorageError) return error;
    return new StorageError(this.#database.file, operation, reasonOf(error), isFull(error));
  }

  /** Ends a transaction that failed, and finds out whether DuckDB still works. */
  async #recover(): Promise<void> {
    this.#dropAppender();
    if (this.#isBroken) return;
    // There is none when it was its COMMIT that failed.
    await this.#connection.run("ROLLBACK").catch(() => {});
    try {
      await this.#connection.run("FROM about");
    } catch {
      this.#isBroken = true;
    }
  }

  async #reopen(): Promise<void> {
    this.#connection.closeSync();
    await this.#database.reopen();
    this.#connection = await this.#database.connect();
    // The disk alone tells whether the last commit is there.
    this.#memory = await load(this.#connection, this.folder);
    this.#isBroken = false;
  }

  #dropAppender(): void {
    // What it still holds would be written when it is collected.
    this.#appender?.clear();
    this.#appender = undefined;
  }
}

async function load(connection: DuckDBConnection, folder: string): Promise<Memory> {
  const book = new SeriesBook();
  const shapes = new Shapes();
  const arrivals = new Arrivals(book, shapes);
  await removeUnlisted(connection, folder);
  const listed = await loadRecording(connection, book, shapes, arrivals);
  const isThere = (name: string) => existsSync(join(folder, READINGS_FOLDER, name));
  const files = listed.filter(isThere);
  await makeViews(connection, folder, shapes.saved, files);
  return { book, shapes, arrivals, files, missingFiles: listed.filter((name) => !isThere(name)) };
}

function committed(arrivals: Arrivals, conflicting: number, marks: Mark[]): Committed {
  const { rows, repeats, quarantine, dropped, metas, states, known, others } = arrivals;
  return {
    stored: rows.rows,
    duplicate: repeats.rows,
    conflicting,
    quarantined: quarantine.length,
    noted: dropped.length + metas.length + states.length,
    ignored: known + others,
    marks,
  };
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
