// `espulse record`: the options of the recorder.
import type { Command } from "commander";
import { resolveConnection } from "../config/config.ts";
import { recordingFolder } from "../recording/folder.ts";
import type { Surroundings, Verb } from "./command.ts";
import {
  addConnectionOptions,
  type ConnectionFlags,
  seconds,
  wholeNumber,
} from "./connection-options.ts";
import { ProgressLine } from "./progress-line.ts";

interface RecordFlags extends ConnectionFlags {
  readonly to?: string;
  readonly prefix?: string;
  readonly count?: number;
  readonly timeout?: number;
  readonly sessionDays: number;
  readonly json?: boolean;
}

let hasEnd = false;

export const verb: Verb = {
  configure(command: Command, { stdout, stderr, env, cwd, interrupted }: Surroundings): void {
    command
      .option("--to <dir>", "where the recording is kept (default: espulse's state folder)")
      .option(
        "--count <n>",
        "end once n readings were stored",
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      )
      .option("--timeout <s>", "end after so many seconds in all", seconds(1))
      .option(
        "--session-days <n>",
        "how long the broker is to keep what it cannot deliver",
        wholeNumber(1, 365),
        14,
      )
      .option("--json", "the sum as one JSON object")
      .option("--prefix <topic>", "first levels of every topic (default: espulse)");
    addConnectionOptions(command)
      .addHelpText(
        "after",
        `
Every reading is on disk before the broker is told so, and boards are told
after that (<prefix>/<device>/stored). It runs until Ctrl-C; what is published
while it does not run waits at the broker. ESPULSE_RECORDING names the folder
where --to does not. Then: espulse query, espulse export, espulse verify.

Exit status: 0 done, also by Ctrl-C without --count, and by --timeout without
--count once something was stored; 2 another program records to this folder;
5 refused by the broker; 6 broker unreachable; 27 --timeout came first.
Details: docs/recording.md

Examples:
  espulse record                        every device of the local broker
  espulse record --to ./readings        in a folder of your own
  espulse record --count 1000 --json    a thousand readings for a script`,
      )
      .action(async (flags: RecordFlags) => {
        hasEnd = flags.count !== undefined;
        const { broker, prefix } = await resolveConnection({ flags, env, cwd });
        // Only now: DuckDB takes longer to load than all the rest.
        const { record } = await import("../recording/record.ts");
        await record({
          folder: recordingFolder(flags.to, env, cwd),
          broker,
          prefix,
          count: flags.count,
          timeoutMs: flags.timeout,
          retries: flags.retries,
          sessionExpirySeconds: flags.sessionDays * 86_400,
          json: flags.json ?? false,
          stdout,
          stderr,
          line: new ProgressLine(stderr),
          env,
          interrupted,
        });
      });
  },
  // Without --count Ctrl-C is how it ends.
  get statusWhenInterrupted() {
    return hasEnd ? 130 : 0;
  },
};
