// Runs simulated boards together: builds the bundle once, starts each, closes each, and adds up what
// they say of themselves at the end. Knows no terminal.
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildProgramApart } from "../build/build-apart.ts";
import type { Program } from "../build/build-program.ts";
import { entryFault } from "../build/sources/entry.ts";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import { brokerOfBoard } from "../layout/board-settings.ts";
import type { ChaosPlan } from "./chaos/entry.ts";
import { fleetChaos } from "./chaos/fleet-chaos.ts";
import type { Moment } from "./chaos/moments.ts";
import { requireInterpreter } from "./espruino/find-interpreter.ts";
import { FleetConsole, type FleetOutput } from "./fleet-console.ts";
import { checkLimits } from "./fleet-limits.ts";
import { inTurns, startInTurn, waited } from "./in-turn.ts";
import { probe } from "./probe.ts";
import { type Provisioned, provision } from "./provision.ts";
import type { SerialFault } from "./serial/serial-fault.ts";
import type { SerialLine } from "./serial/serial-line.ts";
import type { SimulatedBoard, SimulatedBoardOptions } from "./simulated-board.ts";
import { addUp, type FleetSummary, MOST_SHOWN_BOARDS, StopCounts } from "./summary.ts";
import { startTimeServer } from "./time-server.ts";

export type Runtime = "node" | "espruino";

/** Longer than the firmware's own deadline for a clean end. */
const STOP_DEADLINE_MS = 3000;
/** So many end in order at a time, or their last words would be late for their own deadlines. */
const STOPPED_AT_ONCE = 100;
const PROGRESS_EVERY_MS = 1000;

/** A serial port for each board. */
export interface SerialPorts {
  /** They take no time, instead of that of 115200 baud. */
  readonly fast: boolean;
  readonly faults: readonly SerialFault[];
  /** Told before the board is switched on. */
  readonly onOpen: (device: string, address: string) => void;
}

export interface FleetChaosPlan {
  readonly plan: ChaosPlan;
  readonly onFault: (moment: Moment) => void;
}

interface Running {
  readonly board: SimulatedBoard;
  readonly port: string | undefined;
  readonly counts: StopCounts;
}

export interface FleetOptions {
  readonly config: Config;
  readonly count: number;
  readonly runtime: Runtime;
  readonly seed?: number | undefined;
  /** Keeps the boards' Storage between runs. */
  readonly storageFolder?: string | undefined;
  /** Ends the run; without it only `interrupted` does. */
  readonly forSeconds?: number | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly interrupted: AbortSignal;
  /** Runs each board of the Node runtime in a vm context of its own. */
  readonly isolated?: boolean | undefined;
  /** Every board's every line, however many there are. */
  readonly verbose?: boolean | undefined;
  /** Boards come with nothing in their Storage, to be flashed. */
  readonly blank?: boolean | undefined;
  readonly serial?: SerialPorts | undefined;
  /** Needs `seed` and `forSeconds`. */
  readonly chaos?: FleetChaosPlan | undefined;
  readonly output: FleetOutput;
  /** How a fleet stands whose boards are not told one by one; called about once a second. */
  readonly onProgress?: ((text: string) => void) | undefined;
}

/**
 * @throws ConfigError for what no board can run with, before any starts.
 * @throws BrokerError when nothing listens at the broker's address at the start; a broker that goes
 *   away later is the boards' business.
 */
export async function runFleet(options: FleetOptions): Promise<FleetSummary> {
  const { config, count, runtime, interrupted } = options;
  const missing = config.entry === undefined ? undefined : entryFault(config.entry);
  if (missing) throw new ConfigError([missing]);
  const start = await starterOf(options);
  const running: Running[] = [];
  const provisioned = Array.from({ length: count }, (_, index) =>
    provision({
      config,
      seed: options.seed,
      index,
      // A boot counter belongs to one Storage: the runtimes keep theirs apart.
      storageFolder: options.storageFolder && join(options.storageFolder, runtime),
    }),
  );
  const hasSerial = options.serial !== undefined;
  checkLimits({ count, runtime, hasSerial, broker: brokerOfBoard(config.broker.url) });
  const chaos = await chaosOf(options, provisioned, running);
  await probe(config.broker.url, interrupted);
  const blank = options.blank ?? false;
  const program = blank ? undefined : await programOf(options);

  const timeServer = await startTimeServer();
  const lines: SerialLine[] = [];
  const console = new FleetConsole(count, options.verbose ?? false, options.output);
  const progress = setInterval(() => {
    const text = console.progress(running.length);
    if (text !== undefined) options.onProgress?.(text);
  }, PROGRESS_EVERY_MS);
  const unshareable = new AbortController();
  const over = AbortSignal.any([interrupted, unshareable.signal]);
  const startOne = async ({ settings, seed, storageFolder }: Provisioned): Promise<void> => {
    const counts = new StopCounts();
    const serial = options.serial && (await openSerial(options.serial, settings.device));
    if (serial !== undefined) lines.push(serial);
    const board = await start({
      bundle: program?.bundle.code ?? "",
      ...(program === undefined ? {} : { loader: program.loader }),
      board: config.board,
      settings: { sntp: { host: timeServer.host, port: timeServer.port }, ...settings },
      seed,
      blank,
      ...(serial === undefined ? {} : { serial }),
      ...(storageFolder === undefined ? {} : { storageFolder }),
      onConsoleLine: (line) => {
        counts.read(line);
        console.line(settings.device, line);
      },
      onUnshareable: (reason) => unshareable.abort(reason),
    });
    // A board that is being closed is not switched on again.
    if (serial !== undefined) serial.onReboot = () => void board.powerCycle().catch(() => {});
    running.push({ board, counts, port: serial?.address });
  };
  const startedAt = performance.now();
  try {
    await startInTurn(provisioned, startOne, over);
    chaos?.begin();
    await waited((options.forSeconds ?? Number.POSITIVE_INFINITY) * 1000, over);
  } finally {
    chaos?.stop();
    await inTurns(running, STOPPED_AT_ONCE, async ({ board, counts }) => {
      await stopProgram(board, counts);
      await board.close();
    });
    await Promise.all(lines.map((line) => line.close()));
    timeServer.close();
    clearInterval(progress);
  }
  if (unshareable.signal.aborted) {
    const message = String(unshareable.signal.reason);
    throw new ConfigError([{ path: config.entry ?? "the firmware", message }]);
  }
  const order = new Map(provisioned.map(({ settings }, index) => [settings.device, index]));
  const boards = running
    .map(({ board, counts, port }) => ({
      ...counts.summary(board.settings.device, board.boots),
      ...(port === undefined ? {} : { port }),
    }))
    .sort((a, b) => order.get(a.device)! - order.get(b.device)!);
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  const faults = chaos === undefined ? {} : { seed: options.seed ?? 0, faults: chaos.begun };
  return { runtime, seconds, boards, total: addUp(boards), ...faults };
}

async function chaosOf(
  { chaos, seed = 0, forSeconds = 0, config, env, output }: FleetOptions,
  provisioned: readonly Provisioned[],
  running: readonly Running[],
) {
  if (chaos === undefined) return undefined;
  const devices = provisioned.map(({ settings }) => settings.device);
  const failed = (error: unknown) => output.notice(`chaos: ${(error as Error).message}`);
  return await fleetChaos(
    { ...chaos, seed, seconds: forSeconds, config, env, devices, failed },
    (device) => running.find(({ board }) => board.settings.device === device)?.board,
  );
}

async function programOf({ config, count }: FleetOptions): Promise<Program> {
  const { board, entry } = config;
  const build =
    count > MOST_SHOWN_BOARDS
      ? buildProgramApart
      : (await import("../build/build-program.ts")).buildProgram;
  return build({ board, ...(entry === undefined ? {} : { entry }) });
}

/**
 * Lets the firmware end in order: what is in flight acknowledged, presence told, DISCONNECT. Nothing
 * can be sent any more once `close` tears the interpreter down.
 */
async function stopProgram(board: SimulatedBoard, counts: StopCounts): Promise<void> {
  try {
    await board.evaluate('E.emit("stop")');
    await Promise.race([counts.stopped, delay(STOP_DEADLINE_MS, undefined, { ref: false })]);
  } catch {
    // A board that is just booting, or hangs, is closed all the same.
  }
}

async function openSerial({ fast, faults, onOpen }: SerialPorts, device: string) {
  const { SerialLine } = await import("./serial/serial-line.ts");
  const line = await SerialLine.open({ faults, ...(fast ? { bitsPerSecond: undefined } : {}) });
  onOpen(device, line.address);
  return line;
}

type Starter = (options: SimulatedBoardOptions) => Promise<SimulatedBoard>;

async function starterOf({ runtime, env, isolated }: FleetOptions): Promise<Starter> {
  if (runtime === "node") {
    const { startNodeBoard } = await import("./node/node-board.ts");
    return (options) => startNodeBoard({ ...options, isolated: isolated ?? false });
  }
  const binary = requireInterpreter(env);
  const { startEspruinoBoard } = await import("./espruino/espruino-board.ts");
  return (options) => startEspruinoBoard({ ...options, binary });
}
