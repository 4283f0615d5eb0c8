// Runs simulated boards together: builds the bundle once, starts each, closes each, and adds up what
// they say of themselves at the end. Knows no terminal.
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildFirmware } from "../build/build.ts";
import type { Config } from "../config/config.ts";
import { BrokerError } from "../errors.ts";
import { requireInterpreter } from "./espruino/find-interpreter.ts";
import { brokerOfBoard, provision } from "./provision.ts";
import type { SimulatedBoard, SimulatedBoardOptions } from "./simulated-board.ts";
import { addUp, type BoardSummary, type FleetSummary, StopCounts } from "./summary.ts";
import { startTimeServer } from "./time-server.ts";

export type Runtime = "node" | "espruino";

const PROBE_MS = 3000;
/** Longer than the firmware's own deadline for a clean end. */
const STOP_DEADLINE_MS = 3000;
/** All boards are on within this time; were it none, they would all publish in the same instant. */
const STAGGER_MS = 1000;
const LONGEST_WAIT_MS = 2 ** 31 - 1;

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
  readonly onConsoleLine: (device: string, line: string) => void;
}

/**
 * @throws ConfigError for what no board can run with, before any starts.
 * @throws BrokerError when nothing listens at the broker's address at the start; a broker that goes
 *   away later is the boards' business.
 */
export async function runFleet(options: FleetOptions): Promise<FleetSummary> {
  const { config, count, runtime, interrupted } = options;
  const start = await starterOf(runtime, options.env);
  const provisioned = Array.from({ length: count }, (_, index) =>
    provision({
      config,
      seed: options.seed,
      index,
      // A boot counter belongs to one Storage: the runtimes keep theirs apart.
      storageFolder: options.storageFolder && join(options.storageFolder, runtime),
    }),
  );
  await probe(config.broker.url, interrupted);
  const { code: bundle } = await buildFirmware({
    board: config.board,
    ...(config.entry === undefined ? {} : { entry: config.entry }),
  });

  const timeServer = await startTimeServer();
  const running: { board: SimulatedBoard; counts: StopCounts }[] = [];
  const startedAt = performance.now();
  try {
    const starts = provisioned.map(async ({ settings, seed, storageFolder }, index) => {
      if (!(await waited((index * STAGGER_MS) / count, interrupted))) return;
      const counts = new StopCounts();
      const board = await start({
        bundle,
        board: config.board,
        settings: { sntp: { host: timeServer.host, port: timeServer.port }, ...settings },
        seed,
        ...(storageFolder === undefined ? {} : { storageFolder }),
        onConsoleLine: (line) => {
          counts.read(line);
          options.onConsoleLine(settings.device, line);
        },
      });
      running.push({ board, counts });
    });
    // All of them, so that none starts behind the back of a failure.
    const failed = (await Promise.allSettled(starts)).find(({ status }) => status === "rejected");
    if (failed) throw (failed as PromiseRejectedResult).reason;
    await waited((options.forSeconds ?? Number.POSITIVE_INFINITY) * 1000, interrupted);
  } finally {
    await Promise.all(
      running.map(async ({ board, counts }) => {
        await stopProgram(board, counts);
        await board.close();
      }),
    );
    timeServer.close();
  }
  const order = provisioned.map(({ settings }) => settings.device);
  const boards = running
    .map(({ board, counts }) => counts.summary(board.settings.device, board.boots))
    .sort((a: BoardSummary, b: BoardSummary) => order.indexOf(a.device) - order.indexOf(b.device));
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  return { runtime, seconds, boards, total: addUp(boards) };
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

type Starter = (options: SimulatedBoardOptions) => Promise<SimulatedBoard>;

async function starterOf(runtime: Runtime, env: NodeJS.ProcessEnv): Promise<Starter> {
  if (runtime === "node") return (await import("./node/node-board.ts")).startNodeBoard;
  const binary = requireInterpreter(env);
  const { startEspruinoBoard } = await import("./espruino/espruino-board.ts");
  return (options) => startEspruinoBoard({ ...options, binary });
}

/** False when interrupted before the time was over. */
async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    // setTimeout takes 2^31-1 ms at most.
    for (let left = milliseconds; left > 0; left -= LONGEST_WAIT_MS) {
      await delay(Math.min(left, LONGEST_WAIT_MS), undefined, { signal });
    }
    return !signal.aborted;
  } catch {
    return false;
  }
}

/** @throws BrokerError when no TCP connection to the broker comes about. */
async function probe(url: string, signal: AbortSignal): Promise<void> {
  const { host, port } = brokerOfBoard(url);
  const socket = connect({ host, port, family: 4, signal, timeout: PROBE_MS });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on("connect", resolve);
      socket.on("error", (error: NodeJS.ErrnoException) => reject(new Error(error.code)));
      socket.on("timeout", () => reject(new Error(`no answer within ${PROBE_MS / 1000} s`)));
    });
  } catch (error) {
    signal.throwIfAborted();
    const reason = `no broker answers (${(error as Error).message}); start one with "espulse broker up"`;
    throw new BrokerError(url, reason, "unreachable");
  } finally {
    socket.destroy();
  }
}
