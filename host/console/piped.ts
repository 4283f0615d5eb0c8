// What is piped into the console: run line by line, one answer a line. Goes on behind a line that
// fails, unless the board hangs; which line failed is told at the end. Knows no terminal.
import { createInterface } from "node:readline";
import { DeadlineError, DeviceError } from "../errors.ts";
import type { ConsoleSession } from "./session.ts";
import { jsonValue, shownValue } from "./shown-value.ts";

export interface PipedOptions {
  readonly input: NodeJS.ReadableStream;
  /** An answer, without its end of line. */
  readonly answer: (text: string) => void;
  /** What else there is to be told. */
  readonly tell: (text: string) => void;
  /** Answers as JSON, one for each line: a failure is one as well. */
  readonly json: boolean;
  readonly timeoutMs: number | undefined;
  readonly left: AbortSignal;
}

/** Of a line, where its number tells which it is. */
const MOST_SHOWN = 60;

interface Failure {
  readonly line: number;
  readonly error: DeviceError | DeadlineError;
}

/** @throws DeviceError, DeadlineError of the first line that failed; TransportError */
export async function runPiped(session: ConsoleSession, options: PipedOptions): Promise<void> {
  const { input, answer, tell, json, timeoutMs, left } = options;
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const close = (): void => lines.close();
  left.addEventListener("abort", close, { once: true });
  // The board is gone.
  void session.link.ended().then(close);
  const failures: Failure[] = [];
  let line = 0;
  for await (const source of lines) {
    line++;
    if (left.aborted || source.trim() === ".exit") break;
    if (source.trim() === "") continue;
    try {
      const value = await session.evaluate(source, timeoutMs);
      answer(json ? jsonValue(value) : shownValue(value));
    } catch (error) {
      if (!(error instanceof DeadlineError || error instanceof DeviceError)) throw error;
      failures.push({ line, error });
      if (json) answer(JSON.stringify({ error: reasonOf(error) }));
      // The first is told at the end, and what the board said has been as it came.
      const isTold = failures.length === 1 || (error instanceof DeviceError && error.isPrinted);
      if (!isTold) tell(`line ${line}: ${error.message}`);
      if (session.isStuck) break;
    }
  }
  left.removeEventListener("abort", close);
  close();
  if (session.link.failure) throw session.link.failure;
  if (failures.length > 0 && !left.aborted) throw summaryOf(failures);
}

function reasonOf(error: DeviceError | DeadlineError): string {
  return error instanceof DeviceError ? error.output : error.message;
}

function summaryOf(failures: readonly Failure[]): Error {
  const [{ line, error }, ...others] = failures as [Failure, ...Failure[]];
  const count = others.length === 0 ? "" : `; ${failures.length} lines failed`;
  if (error instanceof DeadlineError) {
    return new DeadlineError(`line ${line}: ${error.message}${count}`);
  }
  const [words = ""] = error.output.split("\n");
  return new DeviceError(`line ${line}, ${shortened(error.statement)}`, words + count);
}

function shortened(source: string): string {
  return source.length > MOST_SHOWN ? `${source.slice(0, MOST_SHOWN)}...` : source;
}
