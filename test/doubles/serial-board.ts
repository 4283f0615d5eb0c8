// A simulated board whose console is at a real pseudo-terminal, on either runtime.
import { loadBoard } from "../../boards/board.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { ConsoleSession, type SessionOptions } from "../../host/console/session.ts";
import { SIMULATED_WIFI } from "../../host/layout/board-settings.ts";
import type { SerialFault } from "../../host/simulator/serial/serial-fault.ts";
import { SerialLine } from "../../host/simulator/serial/serial-line.ts";
import type {
  SimulatedBoard,
  SimulatedBoardOptions,
} from "../../host/simulator/simulated-board.ts";
import { openTransport } from "../../host/transport/transport.ts";
import { interpreter } from "./real-interpreter.ts";

export type Runtime = "node" | "espruino";

export const SETTINGS: Settings = {
  v: 1,
  device: "esp32-serial",
  board: "esp32-devkitc",
  install: "0123abcd",
  prefix: "espulse",
  interval: 1000,
  wifi: SIMULATED_WIFI,
  broker: { host: "127.0.0.1", port: 1883, keepAlive: 30 },
  pins: [],
};

export interface SerialBoard {
  readonly board: SimulatedBoard;
  /** Of its serial port. */
  readonly address: string;
  /** What it printed, as `sim` shows it. */
  readonly lines: string[];
  open(options?: SessionOptions): Promise<ConsoleSession>;
  close(): Promise<void>;
}

interface SerialBoardOptions extends Partial<SimulatedBoardOptions> {
  readonly faults?: readonly SerialFault[];
  /** The line takes the time of its baud rate. */
  readonly isPaced?: boolean;
}

export async function startSerialBoard(
  runtime: Runtime,
  { faults = [], isPaced = false, ...rest }: SerialBoardOptions = {},
): Promise<SerialBoard> {
  const serial = await SerialLine.open({
    faults,
    ...(isPaced ? {} : { bitsPerSecond: undefined }),
  });
  const lines: string[] = [];
  const options: SimulatedBoardOptions = {
    bundle: "",
    blank: rest.bundle === undefined,
    board: loadBoard("esp32-devkitc"),
    settings: SETTINGS,
    seed: 1,
    serial,
    onConsoleLine: (line) => lines.push(line),
    ...rest,
  };
  const board = await start(runtime, options);
  serial.onReboot = () => void board.powerCycle();
  return {
    board,
    address: serial.address,
    lines,
    open: async (session) => ConsoleSession.open(await openTransport(serial.address), session),
    async close() {
      await board.close();
      await serial.close();
    },
  };
}

async function start(runtime: Runtime, options: SimulatedBoardOptions): Promise<SimulatedBoard> {
  if (runtime === "node") {
    const { startNodeBoard } = await import("../../host/simulator/node/node-board.ts");
    return startNodeBoard(options);
  }
  const { startEspruinoBoard } = await import("../../host/simulator/espruino/espruino-board.ts");
  return startEspruinoBoard({ ...options, binary: interpreter! });
}

/** The console answers, and this is where the bundle that runs lies. */
export async function slotThatRuns({ open }: SerialBoard): Promise<unknown> {
  const session = await open();
  try {
    return (await session.evaluate("global.slot||''")).json;
  } finally {
    await session.close();
  }
}
