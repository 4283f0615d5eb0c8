// Asks a recorder over its local socket. Knows how a question is put and an answer is read, not what is
// asked.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { ConfigError } from "../errors.ts";
import {
  type AnswerLine,
  ASK_VERSION,
  LineSplitter,
  type Question,
  type Row,
} from "./ask-protocol.ts";
import type { Answer } from "./read-only.ts";

/** Whether a recorder listens there. */
export async function isAnswered(path: string): Promise<boolean> {
  try {
    (await open(path)).destroy();
    return true;
  } catch {
    return false;
  }
}

/** @throws ConfigError */
export async function askRecorder(path: string, sql: string): Promise<Answer> {
  const lines = await ask(path, { v: ASK_VERSION, ask: "query", sql });
  const first = await lines.next();
  if (first.done || !("columns" in first.value)) throw brokenOff();
  const { columns } = first.value;
  async function* rows(): AsyncIterable<readonly Row[]> {
    for await (const line of lines) {
      if ("end" in line) return;
      if ("rows" in line) yield line.rows;
    }
    throw brokenOff();
  }
  return { columns, rows: rows() };
}

/** @throws ConfigError */
export async function copyByRecorder(path: string, sql: string, file: string): Promise<number> {
  const lines = await ask(path, { v: ASK_VERSION, ask: "parquet", sql, path: file });
  for await (const line of lines) if ("end" in line) return line.end;
  throw brokenOff();
}

async function ask(path: string, question: Question): Promise<AsyncGenerator<AnswerLine>> {
  const socket = await open(path);
  socket.write(`${JSON.stringify(question)}\n`);
  return linesOf(socket);
}

async function* linesOf(socket: Socket): AsyncGenerator<AnswerLine> {
  const splitter = new LineSplitter();
  try {
    for await (const chunk of socket) {
      for (const text of splitter.push(chunk as Buffer)) {
        const line = JSON.parse(text) as AnswerLine;
        if ("error" in line) throw errorOf(line);
        yield line;
      }
    }
  } finally {
    socket.destroy();
  }
}

function errorOf({ error, isQuestions }: { error: string; isQuestions: boolean }): Error {
  if (!isQuestions) return new Error(`the recorder could not answer: ${error}`);
  const [, path = "SQL", message = error] =
    /^(SQL(?: "(?:[^"\\]|\\.)*")?): ([\s\S]*)$/.exec(error) ?? [];
  return new ConfigError([{ path, message }]);
}

function brokenOff(): Error {
  return new Error("the recorder broke its answer off; does it still run?");
}

async function open(path: string): Promise<Socket> {
  const socket = connect(path);
  await once(socket, "connect");
  return socket;
}
