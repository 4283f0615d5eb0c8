// `espulse ports`: options and output; what there is and what is said of it is host/ports/'s.
import pc from "picocolors";
import { describePorts, nextSteps } from "../ports/describe-ports.ts";
import { listPorts } from "../ports/list-ports.ts";
import type { Surroundings, Verb } from "./command.ts";

export const verb: Verb = {
  configure(command, surroundings) {
    command
      .option("--json", "the ports, as one JSON array")
      .addHelpText(
        "after",
        `
Lists the serial ports of USB devices, and opens none: that resets many boards.
Details: docs/hardware.md

Examples:
  espulse ports
  espulse ports --json`,
      )
      .action((options: { json?: true }) => show(options, surroundings));
  },
};

async function show({ json }: { json?: true }, { stdout, stderr, env }: Surroundings) {
  const ports = await listPorts();
  if (json) {
    stdout.write(`${JSON.stringify(ports)}\n`);
    return;
  }
  const colors = pc.createColors(Boolean(stdout.isTTY) && !env.NO_COLOR);
  if (ports.length === 0) stderr.write(`${nextSteps(process.platform)}\n`);
  else stdout.write(`${describePorts(ports, colors)}\n`);
}
