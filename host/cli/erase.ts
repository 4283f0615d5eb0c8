// `espulse erase`: options and output; what it does lives in host/flash/.
import type { Erased } from "../flash/erase.ts";
import type { Surroundings, Verb } from "./command.ts";
import { reportOn } from "./flash-options.ts";
import { addPortNames, addressOf, baudRateOf, type PortFlags } from "./port-option.ts";
import { ProgressLine } from "./progress-line.ts";

interface EraseFlags extends PortFlags {
  readonly replace?: true;
  readonly verbose?: true;
  readonly json?: true;
}

export const verb: Verb = {
  configure(command, surroundings) {
    addPortNames(command)
      .option("--replace", "also what is not Espulse's; a backup of it is kept")
      .option("--verbose", "every line of the board's console")
      .option("--json", "what was done, as one JSON object")
      .addHelpText(
        "after",
        `
Leaves a board with nothing in its Storage: no firmware, no settings, no Wi-Fi
password, no count of its boots. Espruino itself stays, and so does the board's
MAC. Looks afterwards whether Storage is empty.

Exit status: 0 done; 2 other files are there, and no --replace; 3 no port, or
busy; 4 permission denied; 7 something is left; 8 the board reported an error;
27 no answer in time. Details: docs/hardware.md

Examples:
  espulse erase
  espulse erase --replace --port /dev/ttyUSB0`,
      )
      .action((flags: EraseFlags) => run(flags, surroundings));
  },
};

async function run(flags: EraseFlags, { stdout, stderr, env }: Surroundings): Promise<void> {
  const address = await addressOf(flags, env);
  const progress = new ProgressLine(stderr);
  const { erase } = await import("../flash/erase.ts");
  const erased = await erase({
    address,
    baudRate: baudRateOf(flags, env),
    replace: flags.replace,
    env,
    report: reportOn(progress, stderr, env, flags.verbose),
  }).finally(() => progress.clear());
  stdout.write(`${flags.json ? JSON.stringify(erased) : asText(erased)}\n`);
}

function asText({ serial, removed, freeBytes }: Erased): string {
  const names = removed.map(({ name }) => name).join(", ");
  return [
    `the Storage of the board with serial ${serial} is empty: ${freeBytes} bytes free`,
    `removed  ${names || "nothing: it was empty"}`,
  ].join("\n");
}
