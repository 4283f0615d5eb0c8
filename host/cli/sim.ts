// `espulse sim`: options and output; what it does lives in host/simulator/.
import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { resolveConfig } from "../config/config.ts";
import { BrokerError, ConfigError, type Fault } from "../errors.ts";
import type { Moment } from "../simulator/chaos/moments.ts";
import { momentText, readPlan } from "../simulator/chaos/plan-file.ts";
import type { FleetOptions, Runtime } from "../simulator/fleet.ts";
import { FAULT_KINDS, parseFault, type SerialFault } from "../simulator/serial/serial-fault.ts";
import { describeFleet, type FleetSummary } from "../simulator/summary.ts";
import type { VirtualRunOptions } from "../simulator/virtual/run-virtual.ts";
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
  blank?: true;
  serial?: true;
  fast?: true;
  serialFault?: SerialFault[];
  chaos?: string;
  virtual?: true;
  verbose?: true;
  json?: true;
}

/** As many as one Node process keeps on time. */
const MOST_BOARDS = 10_000;
/** Each takes a pseudo-terminal and two timers of its line; nobody flashes more at once. */
const MOST_SERIAL_BOARDS = 100;
/** A MAC address follows from the seed and the number of the board. */
const MOST_SEED = 2 ** 24 - 1 - MOST_BOARDS;
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
        "repeat a run: same ids, same sensor values, same chaos",
        wholeNumber("seed", 0, MOST_SEED),
      )
      .option("--broker <url>", "mqtt://host:port (default: mqtt://127.0.0.1:1883)")
      .option("--storage <dir>", "keep the boards' Storage there, so that boots count on")
      .option("--entry <file>", "another firmware than the one that comes with Espulse")
      .option(
        "--isolate",
        "a JavaScript context for each board, for firmware that changes built-ins",
      )
      .option("--serial", "a serial port for each board, with Espruino's console at it")
      .option("--fast", "with --serial: without the time that 115200 baud take")
      .addOption(
        new Option(
          "--serial-fault <kind@byte...>",
          `with --serial, at a byte that is sent to the board: ${Object.keys(FAULT_KINDS).join(", ")}`,
        ).argParser(fault),
      )
      .option("--blank", "boards with nothing in their Storage, to be flashed")
      .option("--chaos <file>", "what goes wrong, and when: a plan in JSON; with --for")
      .option("--virtual", "in virtual time, with models of broker and network; with --for")
      .option("--verbose", "every line of every board's console, also of a large fleet")
      .option("--json", "the summary as one JSON object")
      .addHelpText(
        "after",
        "\nExamples:\n  espulse sim --count 3 --for 60 --seed 7\n  espulse sim --serial --blank    a board to flash, at the port that is told\n  espulse sim --virtual --count 50 --for 3600 --chaos plan.json --seed 7",
      )
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

function fault(text: string, others: SerialFault[] = []): SerialFault[] {
  const one = parseFault(text);
  if (one === undefined) {
    const kinds = Object.entries(FAULT_KINDS).map(([kind, what]) => `${kind}: ${what}`);
    throw new InvalidArgumentError(`expected KIND@BYTE, such as drop@1200 (${kinds.join("; ")})`);
  }
  return [...others, one];
}

function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0) {
    throw new InvalidArgumentError("a time in seconds, more than 0");
  }
  return value;
}

/** What has no place where time is a model. @throws ConfigError */
function checkTime(options: SimOptions): void {
  const faults: Fault[] = [];
  const { virtual, chaos, for: seconds, runtime } = options;
  const needing = virtual ? "--virtual" : chaos === undefined ? undefined : "--chaos";
  if (needing && seconds === undefined) {
    faults.push({ path: needing, message: "needs an end: add --for SECONDS" });
  }
  if (virtual) {
    for (const name of ["serial", "blank", "storage", "broker", "isolate"] as const) {
      if (options[name] === undefined) continue;
      faults.push({ path: `--${name}`, message: "is of real time; leave out --virtual" });
    }
    if (runtime !== "node") {
      faults.push({ path: "--runtime", message: "--virtual is of the Node runtime" });
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
}

/** @throws ConfigError */
function checkSerial({ serial, count, fast, serialFault }: SimOptions): void {
  if (serial && count > MOST_SERIAL_BOARDS) {
    const message = `at most ${MOST_SERIAL_BOARDS} boards have a serial port, not ${count}`;
    throw new ConfigError([{ path: "--count", message }]);
  }
  if (serial) return;
  const path = fast ? "--fast" : serialFault ? "--serial-fault" : undefined;
  if (path) throw new ConfigError([{ path, message: "there is no serial port without --serial" }]);
}

// Each only when it is run: the compiler that they bring takes longer to load than all the rest.
async function runReally(options: FleetOptions): Promise<FleetSummary> {
  return (await import("../simulator/fleet.ts")).runFleet(options);
}

async function runVirtually(options: VirtualRunOptions): Promise<FleetSummary> {
  return (await import("../simulator/virtual/run-virtual.ts")).runVirtual(options);
}

async function run(options: SimOptions, surroundings: Surroundings): Promise<void> {
  checkSerial(options);
  checkTime(options);
  const { stdout, stderr, env, cwd, interrupted } = surroundings;
  if (options.for === undefined) statusWhenInterrupted = 0;
  const { board, broker, entry } = options;
  const config = await resolveConfig({ flags: { board, broker, entry }, env, cwd });
  const { dim } = pc.createColors(stderr.isTTY && !env.NO_COLOR);
  const progress = new ProgressLine(stderr);
  const chaos = options.chaos && {
    plan: readPlan(resolve(cwd, options.chaos)),
    onFault: (moment: Moment) => progress.print(dim(momentText(moment))),
  };
  const seed = options.seed ?? (chaos ? randomInt(MOST_SEED) : undefined);
  if (chaos && options.seed === undefined) progress.print(dim(`--seed ${seed} repeats this run`));
  const common = {
    config,
    count: options.count,
    seed,
    interrupted,
    verbose: options.verbose,
    chaos: chaos || undefined,
    output: {
      line: (device: string, text: string) => progress.print(`${dim(device)} ${text}`),
      notice: (text: string) => progress.print(dim(text)),
    },
    onProgress: (text: string) => progress.show(text),
  };
  const summary = await (options.virtual
    ? runVirtually({ ...common, seed: seed ?? 1, forSeconds: options.for! })
    : runReally({
        ...common,
        runtime: options.runtime,
        storageFolder: options.storage && resolve(cwd, options.storage),
        forSeconds: options.for,
        isolated: options.isolate,
        blank: options.blank,
        serial: options.serial && {
          fast: options.fast ?? false,
          faults: options.serialFault ?? [],
          onOpen: (device, address) => progress.print(`${dim(device)} serial port ${address}`),
        },
        env,
      })
  ).finally(() => progress.clear());
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
