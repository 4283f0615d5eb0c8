// `espulse run`: options and output; what it does lives in host/flash/ and host/telemetry/.
import { resolveConfig } from "../config/config.ts";
import { Screen } from "../telemetry/screen.ts";
import type { Surroundings, Verb } from "./command.ts";
import { addConnectionOptions, seconds, wholeNumber } from "./connection-options.ts";
import {
  addFlashOptions,
  describeReceipt,
  type FlashFlags,
  flashOptionsOf,
} from "./flash-options.ts";
import { ProgressLine } from "./progress-line.ts";

interface RunFlags extends FlashFlags {
  readonly watch?: true;
  readonly count?: number;
  readonly timeout?: number;
}

const NEXT = {
  build: "the program before goes on; save again once it is mended",
  flash: "save a source to try again",
};

/** Without --count Ctrl-C is how it ends, once it has begun. */
let statusWhenInterrupted = 130;

export const verb: Verb = {
  configure(command, surroundings) {
    addFlashOptions(command)
      .option("--watch", "again at every save of a source")
      .option("--count <n>", "end after so many readings", wholeNumber(1, Number.MAX_SAFE_INTEGER))
      .option("--timeout <s>", "of readings: end after so many seconds", seconds(1))
      .option("--verbose", "every line of the board's console, during a flash")
      .option("--json", "one JSON object a line: the receipt of each flash, and the readings");
    addConnectionOptions(command)
      .addHelpText(
        "after",
        `
Flashes as "espulse flash" does, then shows the readings of the board until
Ctrl-C. With --watch each save of a source is built and flashed as well: what
does not build is told, and the program before goes on; a bundle that is the
same is not sent again.

Exit status: 0 done, also by Ctrl-C without --count; of the first flash as
"espulse flash"; 27 --timeout came before --count, or before any reading.
Details: docs/hardware.md

Examples:
  espulse run --entry src/main.ts --watch
  espulse run --port /dev/ttyUSB0 --count 10 --json`,
      )
      .action((flags: RunFlags) => start(flags, surroundings));
  },
  get statusWhenInterrupted() {
    return statusWhenInterrupted;
  },
};

async function start(flags: RunFlags, surroundings: Surroundings): Promise<void> {
  const { stdout, stderr, env, cwd } = surroundings;
  const config = await resolveConfig({ flags, env, cwd });
  const progress = new ProgressLine(stderr);
  const options = await flashOptionsOf(flags, config, progress, surroundings);
  const { run } = await import("../flash/run.ts");
  const { openProgramBuild } = await import("../build/build-program.ts");
  const build = await openProgramBuild(config);
  try {
    await run({
      ...options,
      build,
      watch: flags.watch ?? false,
      json: flags.json ?? false,
      count: flags.count,
      watchTimeoutMs: flags.timeout,
      retries: flags.retries,
      screen: new Screen(stdout, stderr, env),
      onReceipt(receipt) {
        progress.clear();
        if (flags.count === undefined) statusWhenInterrupted = 0;
        if (flags.json) stdout.write(`${JSON.stringify({ receipt })}\n`);
        else stderr.write(`${describeReceipt(receipt)}\n`);
      },
      onFailure({ message }, step) {
        progress.clear();
        stderr.write(`${message}\n${NEXT[step]}\n`);
      },
    });
  } finally {
    progress.clear();
    await build.close();
  }
}
