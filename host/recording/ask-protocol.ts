// What a recorder is asked and how it answers: a line of JSON for the question, lines of JSON back.
// Owns the shapes and the lines; knows neither socket nor database.

export const ASK_VERSION = 1;

export type Question =
  /** One statement that reads. */
  | { readonly v: typeof ASK_VERSION; readonly ask: "query"; readonly sql: string }
  /** The same into a Parquet file, an absolute path that is not there yet. */
  | {
      readonly v: typeof ASK_VERSION;
      readonly ask: "parquet";
      readonly sql: string;
      readonly path: string;
    };

export type Column = readonly [name: string, type: string];
/** As JSON has it: times as ISO text, whole numbers beyond 2^53 as text, bytes as base64. */
export type Row = readonly unknown[];

/** In this order: columns, rows any number of times, end. An error can come in place of any. */
export type AnswerLine =
  | { readonly columns: readonly Column[] }
  | { readonly rows: readonly Row[] }
  | { readonly end: number }
  | { readonly error: string; readonly isQuestions: boolean };

/** A question is short; a statement of a megabyte is no question. */
export const MOST_QUESTION_BYTES = 1024 * 1024;

/** Chunks of bytes -> whole lines. */
export class LineSplitter {
  #pieces: Buffer[] = [];
  #bytes = 0;

  /** Bytes of the line that has not ended yet. */
  get waiting(): number {
    return this.#bytes;
  }

  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let at = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, at)) {
      this.#pieces.push(chunk.subarray(at, end));
      lines.push(Buffer.concat(this.#pieces).toString("utf8"));
      this.#pieces = [];
      this.#bytes = 0;
      at = end + 1;
    }
    if (at < chunk.length) {
      this.#pieces.push(chunk.subarray(at));
      this.#bytes += chunk.length - at;
    }
    return lines;
  }
}

/** @throws Error that says what is wrong with it */
export function parseQuestion(line: string): Question {
  let asked: Partial<Question>;
  try {
    asked = JSON.parse(line) as Partial<Question>;
  } catch {
    throw new Error("the question is no JSON");
  }
  if (asked.v !== ASK_VERSION) {
    throw new Error(
      `this recorder answers questions of version ${ASK_VERSION}, got ${asked.v}; use the espulse that records`,
    );
  }
  const isAsked = asked.ask === "query" || asked.ask === "parquet";
  if (!isAsked || typeof asked.sql !== "string") throw new Error("the question asks for nothing");
  return asked as Question;
}
