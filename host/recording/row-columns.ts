// Rows of readings, column by column in memory as DuckDB takes them: a call for each value would
// cost ten times as much. Knows where a value goes, not what it means.
import { type DuckDBAppender, DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";

const CHUNK_ROWS = 2048;
const TWO_TO_32 = 4_294_967_296;
const FIRST_ROWS = 2 * CHUNK_ROWS;

const INTEGER = duckdb.create_logical_type(duckdb.Type.INTEGER);
const BIGINT = duckdb.create_logical_type(duckdb.Type.BIGINT);
const BOOLEAN = duckdb.create_logical_type(duckdb.Type.BOOLEAN);
const DOUBLE = duckdb.create_logical_type(duckdb.Type.DOUBLE);

type Bytes = ArrayBuffer;

/** One value a row, none of them null. */
class Wholes {
  readonly logical = BIGINT;
  readonly size = 8;
  halves = new Int32Array(2 * FIRST_ROWS);

  set(row: number, value: number): void {
    // Up to 2^53, as two halves: a BigInt takes memory each time.
    this.halves[2 * row] = value | 0;
    this.halves[2 * row + 1] = value / TWO_TO_32;
  }

  get(row: number): bigint {
    return (
      BigInt(this.halves[2 * row + 1]!) * BigInt(TWO_TO_32) + BigInt(this.halves[2 * row]! >>> 0)
    );
  }

  get buffer(): Bytes {
    return this.halves.buffer;
  }

  grow(rows: number): void {
    this.halves = grown(this.halves, new Int32Array(2 * rows));
  }
}

class Integers {
  readonly logical = INTEGER;
  readonly size = 4;
  values = new Int32Array(FIRST_ROWS);

  get buffer(): Bytes {
    return this.values.buffer;
  }

  grow(rows: number): void {
    this.values = grown(this.values, new Int32Array(rows));
  }
}

class Flags {
  readonly logical = BOOLEAN;
  readonly size = 1;
  values = new Uint8Array(FIRST_ROWS);

  get buffer(): Bytes {
    return this.values.buffer;
  }

  grow(rows: number): void {
    this.values = grown(this.values, new Uint8Array(rows));
  }
}

/** Which rows have a value: a bit each, as DuckDB keeps it. */
class Present {
  bits = new Uint8Array(FIRST_ROWS / 8);

  set(row: number): void {
    this.bits[row >>> 3]! |= 1 << (row & 7);
  }

  clear(rows: number): void {
    this.bits.fill(0, 0, (rows + 7) >>> 3);
  }

  grow(rows: number): void {
    this.bits = grown(this.bits, new Uint8Array(rows / 8));
  }
}

/** A channel of the readings. */
export class Doubles {
  readonly logical = DOUBLE;
  readonly size = 8;
  values = new Float64Array(FIRST_ROWS);
  readonly present = new Present();

  set(row: number, value: number): void {
    this.values[row] = value;
    this.present.set(row);
  }

  get buffer(): Bytes {
    return this.values.buffer;
  }

  grow(rows: number): void {
    this.values = grown(this.values, new Float64Array(rows));
    this.present.grow(rows);
  }
}

class MaybeWholes extends Wholes {
  readonly present = new Present();

  override set(row: number, value: number): void {
    super.set(row, value);
    this.present.set(row);
  }

  override grow(rows: number): void {
    super.grow(rows);
    this.present.grow(rows);
  }
}

type Column = Wholes | MaybeWholes | Integers | Flags | Doubles;

export class RowColumns {
  readonly series = new Integers();
  readonly seq = new Wholes();
  readonly up = new Wholes();
  readonly t = new MaybeWholes();
  readonly skip = new Wholes();
  readonly q = new Flags();
  readonly rx = new Wholes();
  readonly channels = new Integers();
  /** In the order of the table. */
  readonly doubles: Doubles[] = [];
  #rows = 0;
  #room = FIRST_ROWS;
  #chunk: DuckDBDataChunk | undefined;
  #width = 0;

  get rows(): number {
    return this.#rows;
  }

  /** A row more; gives its index. */
  add(): number {
    if (this.#rows === this.#room) {
      this.#room *= 2;
      for (const column of this.#columns()) column.grow(this.#room);
    }
    return this.#rows++;
  }

  addDoubles(): void {
    const column = new Doubles();
    if (this.#room > FIRST_ROWS) column.grow(this.#room);
    this.doubles.push(column);
  }

  clear(): void {
    for (const column of this.#columns()) {
      if ("present" in column) column.present.clear(this.#rows);
    }
    this.#rows = 0;
  }

  /** @param appender of a table of just these columns */
  appendTo(appender: DuckDBAppender): void {
    const columns = this.#columns();
    if (this.#chunk === undefined || this.#width !== columns.length) {
      const types = columns.map(({ logical }) => logical);
      this.#chunk = new DuckDBDataChunk(duckdb.create_data_chunk(types));
      this.#width = columns.length;
    }
    const { chunk } = this.#chunk;
    for (let from = 0; from < this.#rows; from += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, this.#rows - from);
      duckdb.data_chunk_reset(chunk);
      duckdb.data_chunk_set_size(chunk, count);
      for (const [index, column] of columns.entries()) {
        const vector = duckdb.data_chunk_get_vector(chunk, index);
        const { buffer, size } = column;
        duckdb.copy_data_to_vector(vector, 0, buffer, from * size, count * size);
        if (!("present" in column)) continue;
        duckdb.vector_ensure_validity_writable(vector);
        const { bits } = column.present;
        // In whole words of 64 rows.
        const bytes = 8 * Math.ceil(count / 64);
        duckdb.copy_data_to_vector_validity(vector, 0, bits.buffer, from / 8, bytes);
      }
      appender.appendDataChunk(this.#chunk);
    }
  }

  #columns(): Column[] {
    const { series, seq, up, t, skip, q, rx, channels, doubles } = this;
    return [series, seq, up, t, skip, q, rx, channels, ...doubles];
  }
}

function grown<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
