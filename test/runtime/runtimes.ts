// The runtimes that every test of this folder runs on, with the very same bundle. The real
// interpreter is found through ESPRUINO_BIN or on PATH; without it its half is skipped, by name.
import { afterAll, beforeAll, describe } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { buildFirmware } from "../../host/build/build.ts";
import { startEspruinoBoard } from "../../host/simulator/espruino/espruino-board.ts";
import { findInterpreter } from "../../host/simulator/espruino/find-interpreter.ts";
import { startNodeBoard } from "../../host/simulator/node/node-board.ts";
import type {
  SimulatedBoard,
  SimulatedBoardOptions,
} from "../../host/simulator/simulated-board.ts";

const binary = findInterpreter(process.env);
const isRequired = process.env.ESPULSE_REQUIRE?.split(",").includes("espruino") ?? false;

export interface TestBoard extends SimulatedBoard {
  /** What the board has printed so far. */
  readonly lines: readonly string[];
}

export interface Runtime {
  readonly name: "node" | "espruino";
  /** Boots a board of its own at the broker on this port of loopback. */
  start(port: number, changes?: Changes): Promise<TestBoard>;
}

export interface Changes extends Partial<Omit<Settings, "broker">> {
  readonly broker?: Partial<Settings["broker"]>;
  readonly storageFolder?: string;
  /** Another one than the package's own firmware. */
  readonly bundle?: string;
}

let ownBundle = "";
let boards: SimulatedBoard[] = [];
let seed = 1;

/** Runs `body` once a runtime; each board that it starts is closed afterwards. */
export function onEachRuntime(title: string, body: (runtime: Runtime) => void): void {
  for (const name of ["node", "espruino"] as const) {
    const isSkipped = name === "espruino" && binary === undefined && !isRequired;
    const where = name === "espruino" ? "the real interpreter (ESPRUINO_BIN)" : "the Node runtime";
    describe.skipIf(isSkipped)(`${title}, on ${where}`, () => {
      beforeAll(async () => {
        ownBundle ||= (await buildFirmware({ board: loadBoard("esp32-devkitc") })).code;
      });
      afterAll(async () => {
        const open = boards;
        boards = [];
        await Promise.all(open.map((board) => board.close()));
      });
      body({ name, start: (port, changes) => start(name, port, changes) });
    });
  }
}

async function start(
  name: Runtime["name"],
  port: number,
  { broker, storageFolder, bundle = ownBundle, ...changes }: Changes = {},
): Promise<TestBoard> {
  const lines: string[] = [];
  const options: SimulatedBoardOptions = {
    bundle,
    board: loadBoard("esp32-devkitc"),
    seed: seed++,
    settings: {
      v: 1,
      device: "esp32-a1b2c3",
      board: "esp32-devkitc",
      install: "7f3a12c4",
      prefix: "espulse",
      interval: 1000,
      wifi: { ssid: "test", password: "test-password" },
      pins: [],
      ...changes,
      broker: { host: "127.0.0.1", port, keepAlive: 30, ...broker },
    },
    ...(storageFolder === undefined ? {} : { storageFolder }),
    onConsoleLine: (line) => lines.push(line),
  };
  const board =
    name === "node"
      ? await startNodeBoard(options)
      : await startEspruinoBoard({ ...options, binary: binary ?? "espruino" });
  boards.push(board);
  return Object.assign(board, { lines });
}
