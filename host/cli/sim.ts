// `espulse sim`: options and output; what it does lives in host/simulator/.
import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { resolveConfig } from "../config/config.ts";
import { BrokerError } from "../errors.ts";
import type { Runtime } from "../simulator/fleet.ts";
import { describeFleet } from "../simulator/summary.ts";
import type { Surroundings, Verb } from "./command.ts";

interface SimOptions {
  count: number;
  board?: string;
  runtime: Runtime;
  for?: number;
  seed?: number;
  broker?: string;
  storage?: string;
  entry?: string;
  json?: true;
}

/** As many as one Node process keeps on time. */
const MOST_BOARDS = 1000;

/** 0 without --for: Ctrl-C is then its ordinary end. */
let statusWhenInterrupted = 130;

export const verb: Verb = {
  get statusWhenInterrupted() {
    return statusWhenInterrupted;
  },
  configure(command, surroundings) {
    command
      .option("--count <n>", "how many boards", wholeNumber("boards", 1, MOST_BOARDS), 1)
      .option("--board <id|file>", "board id, or your own board file (default: esp32-devkitc)")
      .addOption(
        new Option("--runtime <name>", "node: inside this process; espruino: the real interpreter")
          .choices(["node", "espruino"])
          .default("node"),
      )
      .option("--for <seconds>", "stop after this time (default: at Ctrl-C)", seconds)
      .option(
        "--seed <n>",
        "repeat a run: same ids, same sensor values",
        wholeNumber("seed", 0, 2 ** 24 - 1 - MOST_BOARDS),
      )
      .option("--broker <url>", "mqtt://host:port (default: mqtt://127.0.0.1:1883)")
      .option("--storage <dir>", "keep the boards' Storage there, so that boots count on")
      .option("--entry <file>", "another firmware than the one that comes with Espulse")
      .option("--json", "the summary as one JSON object")
      .addHelpText("after", "\nExample:\n  espulse sim --count 3 --for 60 --seed 7")
      .action((options: SimOptions) => run(options, surroundings));
  },
};

function wholeNumber(what: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`${what}: a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0) {
    throw new InvalidArgumentError("a time in seconds, more than 0");
  }
  return value;
}

async function run(options: SimOptions, surroundings: Surroundings): Promise<void> {
  const { stdout, stderr, env, cwd, interrupted } = surroundings;
  if (options.for === undefined) statusWhenInterrupted = 0;
  const { board, broker, entry } = options;
  const config = await resolveConfig({ flags: { board, broker, entry }, env, cwd });
  const { dim } = pc.createColors(stderr.isTTY && !env.NO_COLOR);
  // Only now: the compiler that it brings takes longer to load than all the rest.
  const { runFleet } = await import("../simulator/fleet.ts");
  const summary = await runFleet({
    config,
    count: options.count,
    runtime: options.runtime,
    seed: options.seed,
    storageFolder: options.storage && resolve(cwd, options.storage),
    forSeconds: options.for,
    env,
    interrupted,
    onConsoleLine: (device, line) => stderr.write(`${dim(device)} ${line}\n`),
  });
  stdout.write(`${options.json ? JSON.stringify(summary) : describeFleet(summary)}\n`);
  const refused = summary.boards.filter(({ refused }) => refused !== undefined);
  if (refused.length > 0) {
    const who = refused.map(({ device }) => device).join(", ");
    const reason = `refused the login of ${who}: ${refused[0]?.refused}; a board logs in as its device id, with ESPULSE_PASSWORD`;
    throw new BrokerError(config.broker.url, reason, "refused");
  }
}
