// The rows of pins as they stand on the board: what is printed there inside, what Espruino makes of
// it outside. Owns the layout; knows no terminal but its width and its colours.
import type pc from "picocolors";
import type { Board } from "../../boards/board.ts";
import { rolesOf, shortCapabilities } from "./pin-roles.ts";

export type Colors = ReturnType<typeof pc.createColors>;

interface Cell {
  /** What is printed on the board. */
  readonly label: string;
  /** From the board outwards. */
  readonly parts: readonly { readonly text: string; readonly paint?: (text: string) => string }[];
}

type Side = "left" | "right";

/** Lines, or undefined where the board's rows are not known or do not fit. */
export function pinOut(board: Board, columns: number, colors: Colors): string[] | undefined {
  const { header } = board;
  if (header === undefined) return undefined;
  const caps = Math.max(0, ...board.pins.map((pin) => shortCapabilities(pin).length));
  const cells = (names: readonly string[], side: Side): Cell[] =>
    names.map((name) => cellOf(name, board, side, caps, colors));
  const left = cells(header.left, "left");
  const right = cells(header.right, "right");
  const labels = Math.max(1, ...[...left, ...right].map(({ label }) => label.length));
  const inner = 2 * labels + 2;
  const outside = Math.max(0, ...[...left, ...right].map(widthOf));
  if (2 * (outside + 1) + inner + 2 > columns) return undefined;

  const edge = (start: string, end: string): string =>
    `${" ".repeat(outside + 1)}${start}${"─".repeat(inner)}${end}`;
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const [west, east] = [left[row], right[row]];
    const board = `│${(west?.label ?? "").padEnd(labels)}  ${(east?.label ?? "").padStart(labels)}│`;
    return `${painted(west, "left", outside)} ${board} ${painted(east, "right", 0)}`.trimEnd();
  });
  return [edge("┌", "┐"), ...rows, edge("└", "┘")];
}

function cellOf(name: string, board: Board, side: Side, caps: number, colors: Colors): Cell {
  const pin = board.pins.find((one) => one.name === name);
  if (pin === undefined) return { label: name, parts: [] };
  const pad = (text: string, width: number): string =>
    side === "left" ? text.padStart(width) : text.padEnd(width);
  const { dim, bold, yellow, green } = colors;
  const label = pin.label ?? "·";
  if (pin.reserved !== undefined) {
    const text = side === "left" ? `${pin.reserved}  x ` : ` x  ${pin.reserved}`;
    return {
      label,
      parts: [
        { text: pad(name, 3), paint: dim },
        { text, paint: dim },
      ],
    };
  }
  const words = shortCapabilities(pin);
  const roles = rolesOf(pin, board);
  const mark = pin.strapping ? "!" : " ";
  return {
    label,
    parts: [
      { text: pad(name, 3), paint: bold },
      { text: ` ${mark} `, paint: yellow },
      { text: roles ? pad(words, caps) : words, paint: green },
      ...(roles ? [{ text: " " }, { text: roles }] : []),
    ],
  };
}

function widthOf({ parts }: Cell): number {
  return parts.reduce((width, { text }) => width + text.length, 0);
}

function painted(cell: Cell | undefined, side: Side, width: number): string {
  if (cell === undefined) return " ".repeat(width);
  const parts = side === "left" ? [...cell.parts].reverse() : cell.parts;
  const text = parts.map((part) => part.paint?.(part.text) ?? part.text).join("");
  return " ".repeat(Math.max(0, width - widthOf(cell))) + text;
}
