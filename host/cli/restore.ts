// `espulse restore`: options and output; what it does lives in host/flash/.
import type { Restored } from "../flash/restore.ts";
import type { Surroundings, Verb } from "./command.ts";
import { reportOn } from "./flash-options.ts";
import { addPortNames, addressOf, baudRateOf, type PortFlags } from "./port-option.ts";
import { ProgressLine } from "./progress-line.ts";

interface RestoreFlags extends PortFlags {
  readonly verbose?: true;
  readonly json?: true;
}

export const verb: Verb = {
  configure(command, surroundings) {
    addPortNames(command)
      .option("--verbose", "every line of the board's console")
      .option("--json", "what was done, as one JSON object")
      .addHelpText(
        "after",
        `
Puts back the code that "espulse flash --replace" or "espulse erase --replace"
found on this board and kept: the newest backup of its serial. Espulse's own
files go, other files of its Storage stay, and the board is restarted.

Exit status: 0 done; 2 no backup of this board; 3 no port, or busy; 4 permission
denied; 7 a file is not what was sent; 8 the board reported an error; 27 no
answer in time. Details: docs/hardware.md

Examples:
  espulse restore
  espulse restore --port /dev/ttyUSB0 --json`,
      )
      .action((flags: RestoreFlags) => run(flags, surroundings));
  },
};

async function run(flags: RestoreFlags, { stdout, stderr, env }: Surroundings): Promise<void> {
  const address = await addressOf(flags, env);
  const progress = new ProgressLine(stderr);
  const { restore } = await import("../flash/restore.ts");
  const restored = await restore({
    address,
    baudRate: baudRateOf(flags, env),
    env,
    report: reportOn(progress, stderr, env, flags.verbose),
  }).finally(() => progress.clear());
  stdout.write(`${flags.json ? JSON.stringify(restored) : asText(restored)}\n`);
}

function asText({ serial, backup, at, removed, written }: Restored): string {
  const files = written.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join(", ");
  return [
    `the board with serial ${serial} has again what it had at ${at}`,
    `backup   ${backup}`,
    `written  ${files}`,
    `removed  ${removed.join(", ") || "nothing: there was none of Espulse's"}`,
  ].join("\n");
}
