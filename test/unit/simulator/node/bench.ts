// A simulated board on a test's bench: a bundle, a clock in the test's hand, and the console's lines.
import { loadBoard } from "../../../../boards/board.ts";
import type { Settings } from "../../../../firmware/contract/settings.ts";
import {
  type NodeBoard,
  type NodeBoardOptions,
  startNodeBoard,
} from "../../../../host/simulator/node/node-board.ts";
import { ManualScheduler } from "./manual-scheduler.ts";

export const SETTINGS: Settings = {
  v: 1,
  device: "esp32-test",
  board: "esp32-devkitc",
  install: "0123abcd",
  prefix: "espulse",
  interval: 1000,
  wifi: { ssid: "attic", password: "hidden away" },
  broker: { host: "127.0.0.1", port: 1883, keepAlive: 30 },
  pins: [],
};

export interface Bench {
  readonly board: NodeBoard;
  readonly lines: string[];
  readonly scheduler: ManualScheduler;
  /** The value of an expression on the board. */
  value(expression: string): Promise<unknown>;
  /** Everything the console has said since the last call. */
  said(): string[];
}

interface BenchOptions extends Partial<Omit<NodeBoardOptions, "scheduler">> {
  readonly scheduler?: ManualScheduler;
}

export async function bench(bundle: string, options: BenchOptions = {}): Promise<Bench> {
  const scheduler = options.scheduler ?? new ManualScheduler();
  const lines: string[] = [];
  const started = startNodeBoard({
    bundle: bundle === "" ? ";" : bundle,
    board: loadBoard("esp32-devkitc"),
    settings: SETTINGS,
    seed: 1,
    ...options,
    onConsoleLine(line) {
      lines.push(line);
      options.onConsoleLine?.(line);
    },
    scheduler,
  });
  scheduler.advance(0);
  const board = await started;
  return {
    board,
    lines,
    scheduler,
    value: async (expression) => JSON.parse(await board.evaluate(expression)) as unknown,
    said: () => lines.splice(0),
  };
}
