// `espulse chip`: options and output; what is asked of the chip is host/chip/'s.
import type { ChipIdentity } from "../chip/chip-session.ts";
import { listPorts } from "../ports/list-ports.ts";
import { resolvePort } from "../ports/resolve-port.ts";
import type { Surroundings, Verb } from "./command.ts";

interface ChipFlags {
  readonly port?: string;
  readonly json?: true;
}

interface FoundChip extends ChipIdentity {
  readonly port: string;
  readonly flashBytes?: number;
}

export const verb: Verb = {
  configure(command, surroundings) {
    command
      .option("--port <port>", "path, or id:<usb serial number> (default: the only one there is)")
      .option("--json", "as one JSON object")
      .addHelpText(
        "after",
        `
Asks the ROM loader of an ESP32 what the chip is: also of one that has no
firmware yet. The board is reset for it, and again afterwards, so that its
program starts anew. Where DTR and RTS do not reach the chip: hold BOOT (IO0),
press EN (RST), release BOOT, then run this.

Exit status: 0 done; 3 no port, or busy; 4 permission denied; 8 the chip
reported an error; 27 no answer in time. Details: docs/hardware.md

Examples:
  espulse chip
  espulse chip --port /dev/ttyUSB0 --json`,
      )
      .action((flags: ChipFlags) => show(flags, surroundings));
  },
};

async function show({ port, json }: ChipFlags, surroundings: Surroundings): Promise<void> {
  const { env, stdout } = surroundings;
  const path = await resolvePort(port ?? (env.ESPTOOL_PORT || undefined), () => listPorts());
  const found = await ask(path, surroundings);
  stdout.write(`${json ? JSON.stringify(found) : asText(found)}\n`);
}

async function ask(path: string, { interrupted }: Surroundings): Promise<FoundChip> {
  const { ChipSession } = await import("../chip/chip-session.ts");
  const { refuseTcp, usbIdsOf } = await import("../chip/chip-port.ts");
  refuseTcp(path);
  const session = await ChipSession.open(path, {
    ids: await usbIdsOf(path),
    interrupted,
  });
  try {
    await session.startStub();
    const flashBytes = await session.flashBytes();
    return { port: path, ...session.identity, ...(flashBytes !== undefined && { flashBytes }) };
  } finally {
    await session.close();
  }
}

function asText({ port, chip, model, revision, mac, flashBytes }: FoundChip): string {
  const flash =
    flashBytes === undefined ? "unknown: the flash chip does not tell" : size(flashBytes);
  return [
    `port      ${port}`,
    `chip      ${model.includes(chip) ? model : `${chip}, ${model}`}`,
    `revision  ${revision}`,
    `MAC       ${mac}`,
    `flash     ${flash}`,
  ].join("\n");
}

function size(bytes: number): string {
  return bytes < 1 << 20 ? `${bytes >> 10} kB` : `${bytes >> 20} MB`;
}
