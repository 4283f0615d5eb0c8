// `espulse flash`: options and output; what it does lives in host/flash/.
import { setFlagsFromString } from "node:v8";
import { resolveConfig } from "../config/config.ts";
import type { Surroundings, Verb } from "./command.ts";
import { addConnectionOptions, seconds } from "./connection-options.ts";
import {
  addFlashOptions,
  describeReceipt,
  type FlashFlags,
  flashOptionsOf,
} from "./flash-options.ts";
import { ProgressLine } from "./progress-line.ts";

interface FlashVerbFlags extends FlashFlags {
  readonly configOnly?: true;
  readonly timeout?: number;
}

export const verb: Verb = {
  configure(command, surroundings) {
    addFlashOptions(command)
      .option("--config-only", "settings alone: the bundle on the board stays")
      .option(
        "--timeout <s>",
        "from the restart to the first reading (default: 60, or 120 once a new bundle has died)",
        seconds(1000),
      )
      .option("--verbose", "every line of the board's console")
      .option("--json", "the receipt as one JSON object");
    addConnectionOptions(command)
      .addHelpText(
        "after",
        `
Builds the firmware, sends it over the console, restarts the board, and is done
when the board has told the broker the hash of the bundle it runs, and a first
reading has come. A bundle that dies falls back to the one before.
--runtime puts Espruino itself on the chip first, from a folder, an archive, a
URL or by version.

Exit status: 0 done; 2 settings; 3 no port, or busy; 4 permission denied; 5 the
broker refused; 6 broker unreachable; 7 the board does not run what was sent; 8
the board reported an error; 27 no birth in time; 130 interrupted, and what the
board runs now is told. Details: docs/hardware.md

Examples:
  espulse flash --device attic --broker mqtt://192.168.1.5
  espulse flash --config-only --port /dev/ttyUSB0
  espulse flash --runtime latest --device attic --broker mqtt://192.168.1.5`,
      )
      .action((flags: FlashVerbFlags) => run(flags, surroundings));
  },
};

async function run(flags: FlashVerbFlags, surroundings: Surroundings): Promise<void> {
  const { stdout, stderr, env, cwd } = surroundings;
  const config = await resolveConfig({ flags, env, cwd });
  const progress = new ProgressLine(stderr);
  const options = await flashOptionsOf(flags, config, progress, surroundings);
  const { flashSources } = await import("../flash/flash-sources.ts");
  const { buildProgram } = await import("../build/build-program.ts");
  const receipt = await flashSources({
    ...options,
    build: async () => {
      // As in build.ts: it pays only in a process that builds again.
      setFlagsFromString("--no-opt");
      const program = await buildProgram(config);
      setFlagsFromString("--opt");
      return program;
    },
    configOnly: flags.configOnly,
    timeoutMs: flags.timeout,
  }).finally(() => progress.clear());
  stdout.write(`${flags.json ? JSON.stringify(receipt) : describeReceipt(receipt)}\n`);
}
