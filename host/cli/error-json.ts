// An error as the object that `--json` writes to stderr. Prints nothing and chooses no exit status.
import { CommanderError } from "commander";
import { BoardError } from "../../boards/board.ts";
import { ConfigError, type Fault, type Place } from "../errors.ts";

export interface ErrorJson {
  /** Class of the error, such as "ConfigError"; "UsageError" when the command line is wrong. */
  readonly error: string;
  /** Exit status of the process. */
  readonly status: number;
  /** What is printed without `--json`. */
  readonly message: string;
  /** Each by itself, and with its place in a file where it has one; empty when there is but the message. */
  readonly faults: readonly (Partial<Fault> & Partial<Place>)[];
  /** Of a defect of Espulse. */
  readonly stack?: string;
}

const PLACE = /^(.+?):(\d+)(?::(\d+))?$/s;
/** What commander says when only its help is an answer. */
const HELP_ALONE = "(outputHelp)";

export function errorJson(error: unknown, status: number): ErrorJson {
  if (error instanceof CommanderError) {
    const message =
      error.message === HELP_ALONE
        ? "expected a verb; --help lists them"
        : error.message.replace(/^error: /, "");
    return { error: "UsageError", status, message, faults: [] };
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    error: name,
    status,
    message,
    faults: faultsOf(error),
    ...(status === 1 && stack !== undefined && { stack }),
  };
}

function faultsOf(error: unknown): ErrorJson["faults"] {
  const isKnown = error instanceof ConfigError || error instanceof BoardError;
  return isKnown
    ? error.faults.map(({ place, ...fault }) => ({ ...fault, ...(place ?? placeIn(fault)) }))
    : [];
}

function placeIn({ path = "" }: Partial<Fault>): Place | undefined {
  const [, file, line, column] = PLACE.exec(path) ?? [];
  if (file === undefined) return undefined;
  return { file, line: Number(line), ...(column !== undefined && { column: Number(column) }) };
}
