// The runtimes that every test of this folder runs on, with the very same bundle. The real
// interpreter is found through ESPRUINO_BIN or on PATH; without it its half is skipped, by name.
import { afterAll, beforeAll, describe } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import { buildFirmware } from "../../host/build/build.ts";
import type { SimulatedBoard } from "../../host/simulator/simulated-board.ts";
import { type Changes as BoardChanges, startBoardAt } from "../doubles/board-at-broker.ts";
import { interpreter, skipEspruino } from "../doubles/real-interpreter.ts";

export interface TestBoard extends SimulatedBoard {
  /** What the board has printed so far. */
  readonly lines: readonly string[];
}

export interface Runtime {
  readonly name: "node" | "espruino";
  /** Boots a board of its own at the broker on this port of loopback. */
  start(port: number, changes?: Changes): Promise<TestBoard>;
}

export interface Changes extends BoardChanges {
  /** Another one than the package's own firmware. */
  readonly bundle?: string;
}

let ownBundle = "";
let boards: SimulatedBoard[] = [];
let seed = 1;

/** Runs `body` once a runtime; each board that it starts is closed afterwards. */
export function onEachRuntime(title: string, body: (runtime: Runtime) => void): void {
  for (const name of ["node", "espruino"] as const) {
    const isSkipped = name === "espruino" && skipEspruino;
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
  { bundle = ownBundle, ...changes }: Changes = {},
): Promise<TestBoard> {
  const lines: string[] = [];
  const binary = name === "node" ? undefined : (interpreter ?? "espruino");
  const board = await startBoardAt(port, bundle, binary, {
    seed: seed++,
    onConsoleLine: (line) => lines.push(line),
    ...changes,
  });
  boards.push(board);
  return Object.assign(board, { lines });
}
