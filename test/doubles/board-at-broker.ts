// A simulated board with the settings of a test: at a broker on a port of the loopback, on the runtime
// that the caller names. Knows no firmware.
import { type Board, loadBoard } from "../../boards/board.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { buildLoader } from "../../host/build/build-program.ts";
import { startEspruinoBoard } from "../../host/simulator/espruino/espruino-board.ts";
import { startNodeBoard } from "../../host/simulator/node/node-board.ts";
import type {
  SimulatedBoard,
  SimulatedBoardOptions,
} from "../../host/simulator/simulated-board.ts";

export interface Changes extends Partial<Omit<Settings, "broker" | "board">> {
  /** In place of an ESP32 DevKitC. */
  readonly board?: Board;
  readonly broker?: Partial<Settings["broker"]>;
  readonly seed?: number;
  readonly storageFolder?: string;
  readonly onConsoleLine?: (line: string) => void;
}

let loader: string | undefined;

/** On the interpreter that is `binary`, or in Node without one. */
export async function startBoardAt(
  port: number,
  bundle: string,
  binary: string | undefined,
  {
    broker,
    seed = 1,
    storageFolder,
    onConsoleLine,
    board = loadBoard("esp32-devkitc"),
    ...changes
  }: Changes = {},
): Promise<SimulatedBoard> {
  loader ??= await buildLoader(loadBoard("esp32-devkitc"));
  const options: SimulatedBoardOptions = {
    bundle,
    loader,
    board,
    seed,
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
    ...(onConsoleLine === undefined ? {} : { onConsoleLine }),
  };
  return binary === undefined
    ? startNodeBoard(options)
    : startEspruinoBoard({ ...options, binary });
}
