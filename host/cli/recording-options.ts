// The options that the verbs share which read a recording, and the parsers of their values. Knows no
// verb and opens nothing.
import { type Command, InvalidArgumentError } from "commander";
import { parseMoment } from "../recording/time-range.ts";

export interface RecordingFlags {
  readonly in?: string;
  readonly json?: boolean;
}

export interface RangeFlags {
  /** Milliseconds since 1970. */
  readonly from?: number;
  readonly to?: number;
}

export function addRecordingOption(command: Command): Command {
  return command.option(
    "--in <dir>",
    "folder of the recording (default: ESPULSE_RECORDING, or where espulse record keeps it)",
  );
}

export function addRangeOptions(command: Command): Command {
  return command
    .option("--from <time>", "2026-01-02, 2026-01-02T15:04Z, or -2h (s, m, h, d) ago", moment)
    .option("--to <time>", "likewise; up to it, without it", moment);
}

function moment(text: string): number {
  const ms = parseMoment(text, Date.now());
  if (ms === undefined) {
    throw new InvalidArgumentError(
      "Expected a date (2026-01-02), a time (2026-01-02T15:04:05Z), now, or so long ago (-90m, -2h, -1d).",
    );
  }
  return ms;
}
