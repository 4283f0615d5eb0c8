// Which channels a reading has, and into which columns they go. Reads channels from the text of a
// reading whose shape is known already, without JSON. Knows no database.

import type { Doubles } from "./row-columns.ts";
import { TAKEN_NAMES } from "./schema.ts";

/** The channels of a reading, in the order it gives them. */
export interface Shape {
  /** Of the list of their names, whatever their order. */
  readonly list: number;
  /** `"temp":` */
  readonly keys: readonly Buffer[];
  readonly names: readonly string[];
  readonly columns: readonly number[];
}

export interface ChannelColumn {
  readonly channel: string;
  readonly column: string;
}

export interface ChannelList {
  readonly id: number;
  readonly channels: string;
}

export class Shapes {
  readonly columns: ChannelColumn[] = [];
  readonly lists: ChannelList[] = [];
  /** How many of each the file has. */
  savedColumns = 0;
  savedLists = 0;
  readonly #columnOf = new Map<string, number>();
  readonly #listOf = new Map<string, number>();
  readonly #shapes = new Map<string, Shape>();
  /** DuckDB takes Temp and temp for one. */
  readonly #taken = new Set(TAKEN_NAMES.map((name) => name.toLowerCase()));

  /** Columns that the tables of the file have. */
  get saved(): readonly ChannelColumn[] {
    return this.columns.slice(0, this.savedColumns);
  }

  of(names: readonly string[]): Shape {
    const key = names.join(",");
    const known = this.#shapes.get(key);
    if (known) return known;
    const shape = {
      list: this.#list([...names].sort().join(",")),
      keys: names.map((name) => Buffer.from(`"${name}":`)),
      names,
      columns: names.map((name) => this.#columnOf.get(name) ?? this.#newColumn(name)),
    };
    this.#shapes.set(key, shape);
    return shape;
  }

  /** As the file has it. */
  addColumn(channel: string, column: string): void {
    this.#columnOf.set(channel, this.columns.length);
    this.#taken.add(column.toLowerCase());
    this.columns.push({ channel, column });
  }

  addList(id: number, channels: string): void {
    this.#listOf.set(channels, id);
    this.lists.push({ id, channels });
  }

  #newColumn(channel: string): number {
    let column = channel;
    for (let more = 2; this.#taken.has(column.toLowerCase()); more++) column = `${channel}_${more}`;
    this.addColumn(channel, column);
    return this.columns.length - 1;
  }

  #list(channels: string): number {
    const known = this.#listOf.get(channels);
    if (known !== undefined) return known;
    const id = this.lists.length;
    this.addList(id, channels);
    return id;
  }
}

const COMMA = 44;
const POINT = 46;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const LOWER_N = 110;
const CLOSING = 125;
/** Both parts of the division are exact, so the result is what JSON.parse gives. */
const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];

/**
 * Writes the channels of a canonical reading into its row. False where it has other channels than
 * `shape`, or in another order.
 * @param at where the first one begins, as in CanonicalReading
 */
export function readChannels(
  bytes: Uint8Array,
  at: number,
  shape: Shape,
  doubles: readonly Doubles[],
  row: number,
): boolean {
  const { keys, columns } = shape;
  let next = at;
  for (let channel = 0; channel < keys.length; channel++) {
    const key = keys[channel]!;
    for (let index = 0; index < key.length; index++) {
      if (bytes[next + index] !== key[index]) return false;
    }
    next += key.length;
    if (bytes[next] === LOWER_N) {
      next += 4;
    } else {
      const isNegative = bytes[next] === MINUS;
      if (isNegative) next++;
      let digits = 0;
      let pointAt = -1;
      for (;;) {
        const code = bytes[next]!;
        if (code >= ZERO && code <= NINE) digits = 10 * digits + code - ZERO;
        else if (code === POINT) pointAt = next;
        else break;
        next++;
      }
      const value = pointAt < 0 ? digits : digits / POWERS[next - pointAt - 1]!;
      doubles[columns[channel]!]!.set(row, isNegative ? -value : value);
    }
    const isLast = channel === keys.length - 1;
    if (bytes[next] !== (isLast ? CLOSING : COMMA)) return false;
    next++;
  }
  return keys.length > 0 || bytes[at] === CLOSING;
}
