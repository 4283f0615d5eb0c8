// A recording in its folder: takes batches of messages, each of them whole or not at all, and knows
// which readings are there. Knows no broker and acknowledges nothing.
import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import type { Message } from "../telemetry/message.ts";
import type { Arrivals } from "./arrivals.ts";
import { recordConflicts } from "./conflicts.ts";
import { Database, newClientId } from "./database.ts";
import { countDuplicates } from "./duplicates.ts";
import { fitSeries } from "./evidence.ts";
import { DAY_MS, rotateDays } from "./rotation.ts";
import { about, prepareSchema } from "./schema.ts";
import type { Mark } from "./series.ts";
import { saveNames, writeBesides } from "./write.ts";
import { type Opened, Writer } from "./writer.ts";

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

export class Store {
  readonly folder: string;
  /** Of the recorder's session with the broker: the folder's, so that a restart finds it again. */
  readonly clientId: string;
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #utcNow: () => number;
  /** Of the table of readings, and the connection it belongs to. */
  #appender: { readonly of: DuckDBConnection; readonly to: DuckDBAppender } | undefined;
  #rotation: Promise<string[]> | undefined;

  private constructor(database: Database, writer: Writer, clientId: string, utcNow: () => number) {
    this.folder = database.folder;
    this.clientId = clientId;
    this.#database = database;
    this.#writer = writer;
    this.#utcNow = utcNow;
  }

  /** @throws FolderInUseError, ConfigError */
  static async open(folder: string, { utcNow, duckdb }: StoreOptions): Promise<Store> {
    const database = await Database.open(folder, duckdb);
    try {
      const connection = await database.connect();
      await prepareSchema(connection, database.file, newClientId());
      const clientId = (await about(connection, "client_id"))!;
      return new Store(database, await Writer.open(database, connection), clientId, utcNow);
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
    return this.#writer.inTurn("commit", async (opened) => {
      const { book, arrivals } = opened.memory;
      try {
        arrivals.collect(messages);
        const conflicting = await this.#write(opened);
        arrivals.besides.settle();
        return committed(arrivals, conflicting, book.settle());
      } catch (error) {
        book.takeBack();
        this.#dropAppender();
        throw error;
      }
    });
  }

  /** How far the newest boot of each device reaches without a gap. */
  marks(): Mark[] {
    const newest = new Map<string, Mark>();
    const { book, arrivals } = this.#writer.memory;
    for (const { device, boot, mark } of book.all()) {
      const current = arrivals.besides.newestBoot(device);
      if (current !== undefined && current !== boot) continue;
      newest.set(device, { device, boot, seq: mark });
    }
    return [...newest.values()];
  }

  /** Files that hold readings of this recording and are not where they were. */
  get missingFiles(): readonly string[] {
    return this.#writer.memory.missingFiles;
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
    const connection = await this.connect();
    try {
      return await rotateDays(this.#writer, connection, this.folder, today);
    } catch (error) {
      throw this.#writer.storageError("rotation", error);
    } finally {
      connection.closeSync();
    }
  }

  /** Finds out the times of what came since the last time; to be called before `readings` is asked. */
  fitTimes(): Promise<void> {
    return this.#writer.inTurn("fit of times", async ({ connection, memory }) => {
      const { unfitted } = memory.book;
      if (unfitted.size === 0) return;
      await fitSeries(connection, memory.book, unfitted);
      unfitted.clear();
    });
  }

  /** To read from; the caller closes it. After a fault of the disk it may be lost: ask for another. */
  connect(): Promise<DuckDBConnection> {
    return this.#writer.inTurn("open", () => this.#database.connect());
  }

  async close(): Promise<void> {
    await this.#rotation?.catch(() => {});
    await this.fitTimes().catch(() => {});
    this.#dropAppender();
    await this.#writer.close();
  }

  async #write({ connection, memory }: Opened): Promise<number> {
    const { book, shapes, arrivals, files } = memory;
    const { rows, repeats } = arrivals;
    const hasNewColumns = await saveNames(connection, this.folder, book, shapes, files);
    if (hasNewColumns || this.#appender?.of !== connection) this.#dropAppender();
    await connection.run("BEGIN");
    if (rows.rows > 0) {
      this.#appender ??= { of: connection, to: await connection.createAppender("recent") };
      rows.appendTo(this.#appender.to);
      this.#appender.to.flushSync();
    }
    const conflicting =
      repeats.rows > 0
        ? await recordConflicts(connection, this.folder, arrivals, shapes, files)
        : 0;
    await countDuplicates(connection, repeats);
    await writeBesides(connection, arrivals.besides);
    await connection.run("COMMIT");
    return conflicting;
  }

  #dropAppender(): void {
    // What it still holds would be written when it is collected.
    this.#appender?.to.clear();
    this.#appender = undefined;
  }
}

function committed(arrivals: Arrivals, conflicting: number, marks: Mark[]): Committed {
  const { rows, repeats, others } = arrivals;
  const { quarantine, dropped, metas, states, known } = arrivals.besides;
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
