// Answers others about a recording while the recorder holds its file: a local socket, one question a
// connection, rows no faster than they are taken. Knows no statement.

import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import type { DuckDBConnection } from "@duckdb/node-api";
import { ConfigError } from "../errors.ts";
import {
  type AnswerLine,
  LineSplitter,
  MOST_QUESTION_BYTES,
  parseQuestion,
} from "./ask-protocol.ts";
import { askReadOnly, copyToParquet } from "./read-only.ts";
import { socketPath } from "./socket-path.ts";
import type { Store } from "./store.ts";

/** Each takes memory and a share of the processor, and the recorder needs both. */
const MOST_AT_ONCE = 8;

export class AnswerServer {
  readonly #store: Store;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #answering = new Set<Promise<void>>();

  private constructor(store: Store) {
    this.#store = store;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
      const answering = this.#serve(socket).finally(() => this.#answering.delete(answering));
      this.#answering.add(answering);
    });
  }

  /** @throws Error of the system, such as a file system that has no sockets */
  static async open(store: Store): Promise<AnswerServer> {
    const path = socketPath(store.folder);
    const server = new AnswerServer(store);
    // Whoever holds the file is the recorder: what is there is left of one that was killed.
    if (process.platform !== "win32") rmSync(path, { force: true });
    server.#server.listen(path);
    await once(server.#server, "listening");
    if (process.platform !== "win32") chmodSync(path, 0o600);
    return server;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await Promise.all(this.#answering);
  }

  async #serve(socket: Socket): Promise<void> {
    const write = async (line: AnswerLine) => {
      if (socket.destroyed) throw new Error("nobody listens any more");
      const isTaken = socket.write(`${JSON.stringify(line)}\n`);
      if (!isTaken) await drained(socket);
    };
    try {
      if (this.#answering.size > MOST_AT_ONCE) {
        throw new Error(`the recorder answers ${MOST_AT_ONCE} questions at a time; ask again`);
      }
      await this.#answer(parseQuestion(await questionOf(socket)), socket, write);
    } catch (error) {
      const isQuestions = error instanceof ConfigError;
      await write({ error: (error as Error).message, isQuestions }).catch(() => {});
    }
    socket.end();
  }

  async #answer(
    question: ReturnType<typeof parseQuestion>,
    socket: Socket,
    write: (line: AnswerLine) => Promise<void>,
  ): Promise<void> {
    // With a full disk the times are those that were found before.
    await this.#store.fitTimes().catch(() => {});
    const connection = await this.#store.connect();
    const stop = () => connection.interrupt();
    socket.on("close", stop);
    try {
      if (question.ask === "parquet") {
        await write({ end: await copyToParquet(connection, question.sql, question.path) });
      } else {
        await answerQuery(connection, question.sql, write);
      }
    } finally {
      socket.off("close", stop);
      connection.closeSync();
    }
  }
}

async function answerQuery(
  connection: DuckDBConnection,
  sql: string,
  write: (line: AnswerLine) => Promise<void>,
): Promise<void> {
  const { columns, rows } = await askReadOnly(connection, sql);
  await write({ columns });
  let end = 0;
  for await (const some of rows) {
    end += some.length;
    await write({ rows: some });
  }
  await write({ end });
}

/** What was written is taken, or nobody takes it any more. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    socket.on("drain", done).on("close", done);
  });
}

/** The first line that comes. */
async function questionOf(socket: Socket): Promise<string> {
  const splitter = new LineSplitter();
  return await new Promise((resolve, reject) => {
    socket.on("data", (chunk: Buffer) => {
      const [line] = splitter.push(chunk);
      if (line !== undefined) resolve(line);
      else if (splitter.waiting > MOST_QUESTION_BYTES)
        reject(new Error("the question is too long"));
    });
    socket.on("close", () => reject(new Error("nothing was asked")));
  });
}
