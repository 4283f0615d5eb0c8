// `espulse sim`: options and output; what it does lives in host/simulator/.
import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { resolveConfig } from "../config/config.ts";
import { BrokerError } from "../errors.ts";
import type { Runtime } from "../simulator/fleet.ts";
import { describeFleet } from "../simulator/summary.ts";
import type { Surroundings, Verb } from "./command.ts";
import { ProgressLine } from "./progress-line.ts";

interface SimOptions {
  count: number;
  board?: string;
  runtime: Runtime;
  for?: number;
  seed?: number;
  broker?: string;
  storage?: string;
  entry?: string;
  isolate?: true;
  verbose?: true;
  json?: true;
}

/** As many as one Node process keeps on time. */
const MOST_BOARDS = 10_000;
/** Devices that a message names one by one. */
const MOST_NAMED = 5;

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
      .option(
        "--isolate",
        "a JavaScript context for each board, for firmware that changes built-ins",
      )
      .option("--verbose", "every line of every board's console, also of a large fleet")
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
  const progress = new ProgressLine(stderr);
  // Only now: the compiler that it brings takes longer to load than all the rest.
  const { runFleet } = await import("../simulator/fleet.ts");
  const summary = await runFleet({
    config,
    count: options.count,
    runtime: options.runtime,
    seed: options.seed,
    storageFolder: options.storage && resolve(cwd, options.storage),
    forSeconds: options.for,
    isolated: options.isolate,
    verbose: options.verbose,
    env,
    interrupted,
    output: {
      line: (device, text) => progress.print(`${dim(device)} ${text}`),
      notice: (text) => progress.print(dim(text)),
    },
    onProgress: (text) => progress.show(text),
  }).finally(() => progress.clear());
  stdout.write(`${options.json ? JSON.stringify(summary) : describeFleet(summary)}\n`);
  const refused = summary.boards.filter(({ refused }) => refused !== undefined);
  if (refused.length > 0) {
    const named = refused.slice(0, MOST_NAMED).map(({ device }) => device);
    const more = refused.length - named.length;
    const who = `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
    const reason = `refused the login of ${who}: ${refused[0]?.refused}; a board logs in as its device id, with ESPULSE_PASSWORD`;
    throw new BrokerError(config.broker.url, reason, "refused");
  }
}
