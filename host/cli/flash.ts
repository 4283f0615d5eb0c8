// `espulse flash`: options and output; what it does lives in host/flash/.
import pc from "picocolors";
import { resolveConfig } from "../config/config.ts";
import type { Receipt } from "../flash/flash.ts";
import type { Surroundings, Verb } from "./command.ts";
import { addConnectionOptions, type ConnectionFlags, seconds } from "./connection-options.ts";
import { addressOf, baudRateOf, parseBaudRate } from "./port-option.ts";
import { ProgressLine } from "./progress-line.ts";

interface FlashFlags extends ConnectionFlags {
  readonly port?: string;
  readonly baud?: number;
  readonly device?: string;
  readonly board?: string;
  readonly entry?: string;
  readonly wifiSsid?: string;
  readonly configOnly?: true;
  readonly replace?: true;
  readonly timeout: number;
  readonly verbose?: true;
  readonly json?: true;
}

const DEFAULT_TIMEOUT_MS = 60_000;

export const verb: Verb = {
  configure(command, surroundings) {
    command
      .option(
        "--port <port>",
        "path, id:<usb serial number> or tcp://host:port (default: the only one)",
      )
      .option("--baud <rate>", "of a serial port (default: 115200)", parseBaudRate)
      .option(
        "--device <id>",
        "what the board is called: 1 to 32 of a-z 0-9 - (default: its chip and serial)",
      )
      .option("--board <id|file>", "board id, or your own board file (default: esp32-devkitc)")
      .option("--entry <file>", "another firmware than the one that comes with Espulse")
      .option(
        "--wifi-ssid <name>",
        "its password is ESPULSE_WIFI_PASSWORD, from the environment or .env.local",
      )
      .option("--config-only", "settings alone: the bundle on the board stays")
      .option(
        "--replace",
        "back up and replace code that is not Espulse's, or the board of a device",
      )
      .option(
        "--timeout <s>",
        "from the restart to the first reading (default: 60)",
        seconds(1000),
        DEFAULT_TIMEOUT_MS,
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

Exit status: 0 done; 2 settings; 3 no port, or busy; 4 permission denied; 5 the
broker refused; 6 broker unreachable; 7 the board does not run what was sent; 8
the board reported an error; 27 no birth in time. Details: docs/hardware.md

Examples:
  espulse flash --device attic --broker mqtt://192.168.1.5
  espulse flash --config-only --port /dev/ttyUSB0`,
      )
      .action((flags: FlashFlags) => run(flags, surroundings));
  },
};

async function run(flags: FlashFlags, surroundings: Surroundings): Promise<void> {
  const { stdout, stderr, env, cwd, interrupted } = surroundings;
  const config = await resolveConfig({ flags, env, cwd });
  const address = await addressOf(flags, env);
  const { dim } = pc.createColors(stderr.isTTY && !env.NO_COLOR);
  const progress = new ProgressLine(stderr);
  const { flash } = await import("../flash/flash.ts");
  const receipt = await flash({
    config,
    address,
    baudRate: baudRateOf(flags, env),
    device: flags.device,
    configOnly: flags.configOnly,
    replace: flags.replace,
    timeoutMs: flags.timeout,
    env,
    signal: interrupted,
    report: {
      step: (text) => progress.print(dim(text)),
      progress: (name, sent, all) => progress.show(`${name} ${Math.floor((100 * sent) / all)} %`),
      notice: (text) => progress.print(text),
      line: (text) => {
        if (flags.verbose) progress.print(dim(`  ${text}`));
      },
    },
  }).finally(() => progress.clear());
  stdout.write(`${flags.json ? JSON.stringify(receipt) : describeReceipt(receipt)}\n`);
}

function describeReceipt(receipt: Receipt): string {
  const { sentBytes, seconds: steps } = receipt;
  const bundle = `${receipt.bytes} bytes in ${receipt.slot}${sentBytes > 0 ? "" : ", was there already"}`;
  const hash =
    receipt.crc32 === undefined
      ? `${receipt.sha256}, computed by the board`
      : `${receipt.sha256}; the board has no SHA-256, its CRC-32 is ${receipt.crc32}`;
  return [
    `${receipt.device} runs what was sent, and its first reading came ${receipt.firstReadingSeconds} s after the restart`,
    `board    ${receipt.board}, serial ${receipt.serial}, Espruino ${receipt.runtime}`,
    `bundle   ${bundle}`,
    `sha256   ${hash}`,
    `boot     ${receipt.boot}`,
    `seconds  ${Object.entries(steps)
      .map(([step, time]) => `${step} ${time}`)
      .join(", ")}`,
  ].join("\n");
}
