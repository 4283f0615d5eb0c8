// Whether a pin of a connected board can be set, as far as the board files tell: Espruino takes a level
// for an input without a word.
import { boardIds, loadBoard } from "../../boards/board.ts";

/**
 * What speaks against it; undefined where nothing does, or the board is none that is known.
 * @param espruino its name for the board (`process.env.BOARD`)
 */
export function refusalToDrive(pinName: string, espruino: string): string | undefined {
  const boards = boardIds()
    .map(loadBoard)
    .filter((board) => board.espruino === espruino);
  for (const { id, pins, leds } of boards) {
    const pin = pins.find(({ name }) => name === pinName);
    if (pin === undefined || pin.can.length === 0 || pin.can.includes("digital")) continue;
    const [example] = [...leds.map((led) => led.pin), ...drivable(pins)];
    return `an ${espruino} can only read it; ${example} can be set, and espulse boards ${id} shows all`;
  }
  return undefined;
}

function drivable(pins: readonly { readonly name: string; readonly can: readonly string[] }[]) {
  return pins.filter(({ can }) => can.includes("digital")).map(({ name }) => name);
}
