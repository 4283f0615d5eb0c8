// `espulse query`: the options of asking a recording.
import type { Command } from "commander";
import { recordingFolder } from "../recording/folder.ts";
import type { Surroundings, Verb } from "./command.ts";
import { addRecordingOption, type RecordingFlags } from "./recording-options.ts";

interface QueryFlags extends RecordingFlags {
  readonly csv?: boolean;
}

export const verb: Verb = {
  configure(command: Command, { stdout, stderr, env, cwd, interrupted }: Surroundings): void {
    addRecordingOption(
      command
        .argument("<sql>", "one statement that reads, in DuckDB's SQL")
        .option("--json", "one JSON object a row")
        .option("--csv", "comma-separated, with a line of names first"),
    )
      .addHelpText(
        "after",
        `
Tables: readings (device, boot, seq, time, timeSource, timeErrorMs, up, t,
skip, q, rx, and a column for each channel), meta, states, dropped, conflicts,
quarantine. A recorder that runs answers itself and goes on recording.
Details: docs/recording.md

Examples:
  espulse query "FROM readings ORDER BY time DESC LIMIT 5"
  espulse query "SELECT device, avg(temp) FROM readings GROUP BY device"
  espulse query "SUMMARIZE readings" --csv > summary.csv`,
      )
      .action(async (sql: string, flags: QueryFlags) => {
        const { query } = await import("../recording/query.ts");
        await query({
          folder: recordingFolder(flags.in, env, cwd),
          sql,
          format: flags.json ? "json" : flags.csv ? "csv" : "table",
          stdout,
          stderr,
          interrupted,
        });
      });
  },
};
