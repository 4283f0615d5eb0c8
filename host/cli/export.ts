// `espulse export`: the options of taking readings out of a recording.
import { type Command, Option } from "commander";
import { recordingFolder } from "../recording/folder.ts";
import type { Surroundings, Verb } from "./command.ts";
import { ProgressLine } from "./progress-line.ts";
import {
  addRangeOptions,
  addRecordingOption,
  type RangeFlags,
  type RecordingFlags,
} from "./recording-options.ts";

interface ExportFlags extends RecordingFlags, RangeFlags {
  readonly format: "csv" | "jsonl" | "parquet" | "senml";
  readonly device?: readonly string[];
  readonly out?: string;
}

export const verb: Verb = {
  configure(command: Command, { stdout, stderr, env, cwd, interrupted }: Surroundings): void {
    command
      .addOption(
        new Option("--format <name>", "senml: a pack of records (RFC 8428)")
          .choices(["csv", "jsonl", "parquet", "senml"])
          .default("csv"),
      )
      .option("--device <id...>", "these devices alone")
      .option("--out <file>", "into a file, whole or not at all (default: standard output)")
      .option("--json", "errors as JSON");
    addRecordingOption(addRangeOptions(command))
      .addHelpText(
        "after",
        `
Readings in the order of their time, each once. With --from or --to only those
whose time is known. In SenML a value is named <device>/<channel>, with the unit
that the device told, and a reading without a time is left out.

Examples:
  espulse export > readings.csv
  espulse export --format parquet --from -1d --out day.parquet
  espulse export --format senml --device esp32-a1b2c3 | jq length`,
      )
      .action(async (flags: ExportFlags) => {
        const { exportReadings } = await import("../recording/export.ts");
        await exportReadings({
          ...flags,
          devices: flags.device ?? [],
          folder: recordingFolder(flags.in, env, cwd),
          cwd,
          stdout,
          stderr,
          line: new ProgressLine(stderr),
          interrupted,
        });
      });
  },
};
