// Espruino's number of a pin, which a program may use in its place.
import type { BoardPin } from "../../boards/board.ts";

export function pinNumber({ name, number }: BoardPin): number {
  return number ?? Number(name.slice(1));
}
