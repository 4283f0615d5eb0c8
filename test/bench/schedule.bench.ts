// How well the one-second schedule is kept: arrival of each reading at a broker on the same machine,
// beside programs that publish from a plain `setInterval(..., 1000)`, all at the same time.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { loadBoard } from "../../boards/board.ts";
import { buildFirmware } from "../../host/build/build.ts";
import { findInterpreter } from "../../host/simulator/espruino/find-interpreter.ts";
import { startBoardAt } from "../doubles/board-at-broker.ts";
import { ScriptedBroker } from "../doubles/scripted-broker.ts";
import type { Benchmark, Figure } from "./bench.ts";

const SECONDS = Number(process.env.ESPULSE_BENCH_SECONDS ?? 600);
/** Connecting and what the first seconds compile. */
const SETTLING = 5;
const INTERVAL_MS = 1000;

const NAIVE_NODE = `require("net").connect(+process.argv[1], "127.0.0.1", function () {
  const socket = this.setNoDelay();
  setInterval(() => socket.write("{}\\n"), ${INTERVAL_MS});
});`;
const naiveEspruino = (port: number): string =>
  `require("net").connect({host:"127.0.0.1",port:${port}},function(s){setInterval(function(){s.write("{}\\n")},${INTERVAL_MS})});`;

interface Kept {
  readonly meanMs: number;
  readonly sdMs: number;
  readonly worstMs: number;
  readonly driftPpm: number;
}

/** How far arrivals are from the grid that the first of them begins, best shifted. */
function keptBy(arrivals: readonly number[]): Kept {
  const at = arrivals.slice(SETTLING);
  // The number of the second, so that a missed one is no error of all that follow.
  const numbers = at.map((time) => Math.round((time - at[0]!) / INTERVAL_MS));
  const errors = at.map((time, index) => time - at[0]! - numbers[index]! * INTERVAL_MS);
  const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const meanError = meanOf(errors);
  const meanNumber = meanOf(numbers);
  let covariance = 0;
  let variance = 0;
  errors.forEach((error, index) => {
    covariance += (numbers[index]! - meanNumber) * (error - meanError);
    variance += (numbers[index]! - meanNumber) ** 2;
  });
  const deviations = errors.map((error) => Math.abs(error - meanError));
  return {
    meanMs: meanOf(deviations),
    sdMs: Math.sqrt(meanOf(deviations.map((deviation) => deviation ** 2))),
    worstMs: Math.max(...deviations),
    // Milliseconds a second are thousandths: times 1000, millionths.
    driftPpm: Math.abs((covariance / variance) * 1000),
  };
}

/** A server that notes when lines arrive. */
async function listen(): Promise<{ port: number; arrivals: number[]; close: () => void }> {
  const arrivals: number[] = [];
  const server = createServer((socket) => {
    socket.on("data", () => arrivals.push(performance.now()));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return { port, arrivals, close: () => server.close() };
}

type Run = { readonly kept: () => Kept; readonly close: () => Promise<void> };

async function runFirmware(bundle: string, binary: string | undefined): Promise<Run> {
  const broker = await ScriptedBroker.start();
  const board = await startBoardAt(broker.port, bundle, binary);
  const connection = await broker.connection(0);
  const arrivals = () =>
    connection.packets
      .filter(({ type, body }) => type === 3 && body.includes("/telemetry"))
      .map(({ at }) => at);
  const close = async () => {
    await board.close();
    await broker.close();
  };
  return { kept: () => keptBy(arrivals()), close };
}

async function runNaive(binary: string | undefined): Promise<Run> {
  const { port, arrivals, close: stop } = await listen();
  if (binary === undefined) {
    const child = spawn(process.execPath, ["-e", NAIVE_NODE, String(port)], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const close = async () => {
      child.kill();
      await ended;
      stop();
    };
    return { kept: () => keptBy(arrivals), close };
  }
  const board = await startBoardAt(port, naiveEspruino(port), binary);
  const close = async () => {
    await board.close();
    stop();
  };
  return { kept: () => keptBy(arrivals), close };
}

function figures(where: string, ours: Kept, peer: Kept): Figure[] {
  const figure = (name: string, unit: string, of: keyof Kept): Figure => ({
    name: `${name}, ${where}`,
    unit,
    ours: ours[of],
    peer: { name: "setInterval", value: peer[of] },
  });
  return [
    figure("mean error", "ms", "meanMs"),
    figure("standard deviation", "ms", "sdMs"),
    figure("worst error", "ms", "worstMs"),
    figure("drift", "ppm", "driftPpm"),
  ];
}

export const benchmark: Benchmark = {
  title: "The one-second schedule",
  method: `The firmware and a program that publishes from a plain \`setInterval(..., 1000)\`, on Node and, where \`ESPRUINO_BIN\` names it, on the real Espruino interpreter, all at once for ${SECONDS / 60} minutes. The error of a reading is the distance of its arrival, on the same machine, from a grid of whole seconds; the drift is the slope of the errors.`,
  async run(log) {
    const { code } = await buildFirmware({ board: loadBoard("esp32-devkitc") });
    const binary = findInterpreter(process.env);
    if (binary === undefined) log("no Espruino interpreter (ESPRUINO_BIN): Node alone");
    const runs: [string, Run, Run][] = [
      ["Node", await runFirmware(code, undefined), await runNaive(undefined)],
    ];
    if (binary !== undefined) {
      runs.push(["Espruino", await runFirmware(code, binary), await runNaive(binary)]);
    }
    try {
      log(`${SECONDS} s`);
      await delay(SECONDS * 1000);
      return runs.flatMap(([where, ours, peer]) => figures(where, ours.kept(), peer.kept()));
    } finally {
      await Promise.all(runs.flatMap(([, ours, peer]) => [ours.close(), peer.close()]));
    }
  },
};
