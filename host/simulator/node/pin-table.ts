// The pins that the Espruino build of a board knows, by name and by number. Made once a board, for
// all its simulated ones.
import type { Board, BoardPin } from "../../../boards/board.ts";
import { pinNumber } from "../pin-number.ts";

export interface ChipPin {
  readonly name: string;
  readonly number: number;
  readonly pullUp: boolean;
  /** What Espruino reads it with. */
  readonly adc: BoardPin["adc"];
}

export interface PinTable {
  /** LED1 and its like too. */
  readonly byName: ReadonlyMap<string, ChipPin>;
  readonly byNumber: ReadonlyMap<number, ChipPin>;
}

const tables = new WeakMap<Board, PinTable>();

export function pinTable(board: Board): PinTable {
  const table = tables.get(board) ?? tableOf(board);
  tables.set(board, table);
  return table;
}

function tableOf(board: Board): PinTable {
  const byName = new Map<string, ChipPin>();
  const byNumber = new Map<number, ChipPin>();
  const add = (pin: ChipPin): void => {
    byName.set(pin.name, pin);
    byNumber.set(pin.number, pin);
  };
  for (const pin of board.pins) {
    const adc = pin.can.includes("analog") ? pin.adc : undefined;
    add({ name: pin.name, number: pinNumber(pin), pullUp: pin.pullUp ?? false, adc });
  }
  // Every pin of an ESP chip is a global, also one that this board does not lead out.
  const esp = board.pins.filter(({ name }) => name.startsWith("D")).map(pinNumber);
  for (let number = 0; number < Math.max(0, ...esp); number++) {
    if (!byNumber.has(number)) add({ name: `D${number}`, number, pullUp: false, adc: undefined });
  }
  for (const { name, pin } of [...board.leds, ...board.buttons]) {
    const known = byName.get(pin);
    if (known === undefined) continue;
    byName.set(name, known);
    // LED and BTN are the first of each.
    if (name.endsWith("1")) byName.set(name.slice(0, -1), known);
  }
  return { byName, byNumber };
}
