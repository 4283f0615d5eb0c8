// Rows as a table for people: columns as wide as the first rows need. Owns its look; what comes of the
// wire is made printable.
import { printable } from "../telemetry/printable.ts";
import type { Column, Row } from "./ask-protocol.ts";

/** So many rows decide how wide a column is. */
const LOOKED_AT = 200;
const MOST_CELL = 60;
const NUMBERS = /INT|DOUBLE|FLOAT|DECIMAL|HUGEINT/;

export class TableLines {
  readonly #names: readonly string[];
  readonly #isNumber: readonly boolean[];
  readonly #width: number | undefined;
  #waiting: string[][] = [];
  #widths: number[] | undefined;

  /** @param width of the terminal; undefined where a line may be of any length */
  constructor(columns: readonly Column[], width?: number) {
    this.#names = columns.map(([name]) => printable(name));
    this.#isNumber = columns.map(([, type]) => NUMBERS.test(type));
    this.#width = width;
  }

  push(row: Row): string[] {
    const cells = row.map(cellOf);
    if (this.#widths !== undefined) return [this.#line(cells)];
    this.#waiting.push(cells);
    return this.#waiting.length < LOOKED_AT ? [] : this.#begin();
  }

  end(): string[] {
    return this.#widths === undefined ? this.#begin() : [];
  }

  #begin(): string[] {
    const rows = this.#waiting;
    this.#waiting = [];
    this.#widths = this.#names.map((name, at) =>
      rows.reduce((most, cells) => Math.max(most, cells[at]!.length), name.length),
    );
    const rule = this.#widths.map((width) => "-".repeat(width)).join("  ");
    return [this.#line(this.#names), this.#cut(rule), ...rows.map((cells) => this.#line(cells))];
  }

  #line(cells: readonly string[]): string {
    const padded = cells.map((cell, at) => {
      const width = this.#widths![at]!;
      return this.#isNumber[at] ? cell.padStart(width) : cell.padEnd(width);
    });
    return this.#cut(padded.join("  ").trimEnd());
  }

  #cut(line: string): string {
    const width = this.#width;
    return width === undefined || line.length <= width ? line : `${line.slice(0, width - 1)}…`;
  }
}

function cellOf(value: unknown): string {
  if (value === null) return "-";
  const text = printable(typeof value === "object" ? JSON.stringify(value) : String(value));
  return text.length > MOST_CELL ? `${text.slice(0, MOST_CELL - 1)}…` : text;
}
