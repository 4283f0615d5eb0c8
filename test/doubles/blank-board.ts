// A simulated board with nothing on it, in this process: all that is known of it is what its serial
// line says.
import { loadBoard } from "../../boards/board.ts";
import type { NodeBoard, NodeBoardOptions } from "../../host/simulator/node/node-board.ts";
import { startNodeBoard } from "../../host/simulator/node/node-board.ts";

export function startBlankBoard(
  serial: NonNullable<NodeBoardOptions["serial"]>,
): Promise<NodeBoard> {
  return startNodeBoard({
    bundle: "",
    blank: true,
    board: loadBoard("esp32-devkitc"),
    // Nothing is written of them, and no network is joined.
    settings: {} as never,
    accessPoint: { ssid: "", password: "" },
    seed: 1,
    serial,
  });
}
