// `espulse verify`: the options of judging a recording.
import type { Command } from "commander";
import { ConfigError } from "../errors.ts";
import { recordingFolder } from "../recording/folder.ts";
import type { Surroundings, Verb } from "./command.ts";
import { seconds } from "./connection-options.ts";
import { ProgressLine } from "./progress-line.ts";
import {
  addRangeOptions,
  addRecordingOption,
  type RangeFlags,
  type RecordingFlags,
} from "./recording-options.ts";

interface VerifyFlags extends RecordingFlags, RangeFlags {
  readonly live?: boolean;
  readonly for?: number;
}

const LIVE_MS = 60_000;

export const verb: Verb = {
  configure(command: Command, { stdout, stderr, env, cwd, interrupted }: Surroundings): void {
    command
      .option("--live", "watch a recorder that runs, then judge what was made meanwhile")
      .option("--for <s>", "with --live: how long (default: 60)", seconds(1))
      .option("--json", "one JSON object");
    addRecordingOption(addRangeOptions(command))
      .addHelpText(
        "after",
        `
Per device and boot: readings made, stored, missing, declared dropped by the
board, unknown at the end of a boot that died (with the most it can be), and how
they came. With --from or --to: of those made within that time.

Exit status: 0 every reading is stored or declared; 7 one is missing that nobody
declared. Details: docs/recording.md

Examples:
  espulse verify
  espulse verify --from -1d --json
  espulse verify --live --for 60`,
      )
      .action(async (flags: VerifyFlags) => {
        const { live = false, from, to, json = false } = flags;
        if (live && (from !== undefined || to !== undefined)) {
          const message = "either --live, or --from and --to: it judges what it watches";
          throw new ConfigError([{ path: "--live", message }]);
        }
        if (!live && flags.for !== undefined) {
          throw new ConfigError([{ path: "--for", message: "is for --live alone" }]);
        }
        const { verify } = await import("../recording/verify.ts");
        await verify({
          folder: recordingFolder(flags.in, env, cwd),
          from,
          to,
          liveMs: live ? (flags.for ?? LIVE_MS) : undefined,
          json,
          stdout,
          stderr,
          line: new ProgressLine(stderr),
          env,
          interrupted,
        });
      });
  },
};
