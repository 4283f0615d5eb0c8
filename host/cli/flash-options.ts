// The options and the output that `espulse flash` and `espulse run` share.
import type { Command } from "commander";
import pc from "picocolors";
import type { Config } from "../config/config.ts";
import type { ConsoleReport } from "../flash/at-console.ts";
import type { WholeReceipt } from "../flash/flash-sources.ts";
import type { Surroundings } from "./command.ts";
import type { ConnectionFlags } from "./connection-options.ts";
import { addPortNames, addressOf, baudRateOf } from "./port-option.ts";
import type { ProgressLine } from "./progress-line.ts";

export interface FlashFlags extends ConnectionFlags {
  readonly port?: string;
  readonly baud?: number;
  readonly device?: string;
  readonly board?: string;
  readonly entry?: string;
  readonly wifiSsid?: string;
  readonly runtime?: string;
  readonly replace?: true;
  readonly verbose?: true;
  readonly json?: true;
}

export function addFlashOptions(command: Command): Command {
  return addPortNames(command)
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
    .option(
      "--runtime <file|url|version>",
      "put Espruino itself on the chip first: a folder, an archive, a URL, 2v29, latest",
    )
    .option(
      "--replace",
      "back up and replace code that is not Espulse's, or the board of a device",
    );
}

/** What `flashSources` takes of the options. */
export async function flashOptionsOf(
  flags: FlashFlags,
  config: Config,
  progress: ProgressLine,
  { stderr, env, cwd, interrupted }: Surroundings,
) {
  return {
    config,
    address: await addressOf(flags, env),
    baudRate: baudRateOf(flags, env),
    device: flags.device,
    runtime: flags.runtime,
    replace: flags.replace,
    env,
    cwd,
    signal: interrupted,
    report: reportOn(progress, stderr, env, flags.verbose),
  };
}

/** `verbose`: also what the board prints. */
export function reportOn(
  progress: ProgressLine,
  stderr: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  verbose: true | undefined,
): ConsoleReport {
  const { dim } = pc.createColors(stderr.isTTY && !env.NO_COLOR);
  return {
    step: (text) => progress.print(dim(text)),
    progress: (name, done, all) => progress.show(`${name} ${Math.floor((100 * done) / all)} %`),
    notice: (text) => progress.print(text),
    line: (text) => {
      if (verbose) progress.print(dim(`  ${text}`));
    },
  };
}

export function describeReceipt(receipt: WholeReceipt): string {
  const { sentBytes, seconds: steps, installed } = receipt;
  const bundle = `${receipt.bytes} bytes in ${receipt.slot}${sentBytes > 0 ? "" : ", was there already"}`;
  const hash =
    receipt.crc32 === undefined
      ? `${receipt.sha256}, computed by the board`
      : `${receipt.sha256}; the board has no SHA-256, its CRC-32 is ${receipt.crc32}`;
  return [
    `${receipt.device} runs what was sent, and its first reading came ${receipt.firstReadingSeconds} s after the restart`,
    `board    ${receipt.board}, serial ${receipt.serial}, Espruino ${receipt.runtime}`,
    ...(installed === undefined
      ? []
      : [
          `chip     ${installed.model}, Espruino installed from ${installed.origin} at ${installed.baudRate} baud`,
        ]),
    `bundle   ${bundle}`,
    `sha256   ${hash}`,
    `boot     ${receipt.boot}`,
    `seconds  ${Object.entries(steps)
      .map(([step, time]) => `${step} ${time}`)
      .join(", ")}`,
  ].join("\n");
}
