// Boards with the firmware of Espulse in a world of virtual time.
import { loadBoard } from "../../../../boards/board.ts";
import { buildProgram, type Program } from "../../../../host/build/build-program.ts";
import type { NodeBoard } from "../../../../host/simulator/node/node-board.ts";
import { provision } from "../../../../host/simulator/provision.ts";
import {
  BROKER,
  TIME_SERVER,
  type World,
  type WorldBoardOptions,
} from "../../../../host/simulator/virtual/world.ts";

let program: Promise<Program> | undefined;

export interface OwnBoard {
  readonly board: NodeBoard;
  readonly device: string;
  readonly lines: string[];
}

/** Boots number `index` of a fleet. */
export async function startOwnBoard(
  world: World,
  index = 0,
  changes: Partial<WorldBoardOptions> = {},
): Promise<OwnBoard> {
  const board = loadBoard("esp32-devkitc");
  program ??= buildProgram({ board });
  const { bundle, loader } = await program;
  const { settings, seed } = provision({
    config: {
      board,
      broker: { url: `mqtt://${BROKER.host}:${BROKER.port}` },
      prefix: "espulse",
      interval: 1000,
      keepAlive: 30,
      pins: [],
      wifi: {},
      sntp: TIME_SERVER,
    },
    seed: world.seed,
    index,
  });
  const lines: string[] = [];
  const started = await world.startBoard({
    bundle: bundle.code,
    loader,
    board,
    settings,
    seed,
    onConsoleLine: (line) => lines.push(line),
    ...changes,
  });
  return { board: started, device: settings.device, lines };
}
