// A reading as a line for people, in columns that line up with the lines before. Owns the look of
// it; knows neither client nor terminal.
import type { TakenReading } from "./reader.ts";
import type { Colors } from "./terminal.ts";

/** SenML unit -> what people write. */
const UNIT_TEXT: Record<string, string> = { Cel: "°C", "%RH": "%", "1": "", count: "" };
const MOST_DECIMALS = 4;

const MOST_COLUMNS = 1000;

interface Column {
  decimals: number;
  number: number;
  cell: number;
}

export interface LineOptions {
  readonly colors: Colors;
  /** Width of the terminal now; undefined where a line may be of any length. */
  readonly columns?: () => number | undefined;
}

export class ReadingLines {
  readonly #colors: Colors;
  readonly #columns: () => number | undefined;
  // Widths only grow, so that lines align with the next ones; a column is known by its channel.
  #deviceWidth = 0;
  #seqWidth = 4;
  readonly #channels = new Map<string, Column>();

  constructor({ colors, columns = () => undefined }: LineOptions) {
    this.#colors = colors;
    this.#columns = columns;
  }

  /** One line; where the terminal is narrower, the channels go on below their first. */
  line({ device, reading, rx, units, arrival, skipped }: TakenReading): string {
    const { cyan, dim, yellow } = this.#colors;
    this.#deviceWidth = Math.max(this.#deviceWidth, device.length);
    const seq = `#${reading.seq}`;
    this.#seqWidth = Math.max(this.#seqWidth, seq.length);
    const time = clockTime(reading.t ?? rx);
    const head = `${dim(time)}  ${cyan(device.padEnd(this.#deviceWidth))}  ${dim(seq.padEnd(this.#seqWidth))}`;
    const indent = time.length + this.#deviceWidth + this.#seqWidth + 4;

    const cells = Object.entries(reading.d).map(([name, value]) =>
      this.#cell(name, value, units.get(name)),
    );
    for (const mark of marksOf(reading.q === 1, arrival, skipped, reading.t, rx)) {
      cells.push({ text: yellow(mark), width: mark.length });
    }
    const most = this.#columns() ?? Number.POSITIVE_INFINITY;
    let line = head;
    let width = indent;
    for (const { text, width: cellWidth } of cells) {
      if (width + 2 + cellWidth > most && width > indent) {
        line = `${line.trimEnd()}\n${" ".repeat(indent)}`;
        width = indent;
      }
      line += `  ${text}`;
      width += 2 + cellWidth;
    }
    return line.trimEnd();
  }

  #cell(name: string, value: number | null, unit = ""): { text: string; width: number } {
    const { bold, dim } = this.#colors;
    const column = this.#channels.get(name) ?? { decimals: 0, number: 0, cell: 0 };
    if (this.#channels.size < MOST_COLUMNS) this.#channels.set(name, column);
    const number = value === null ? "-" : numberText(value, column);
    column.number = Math.max(column.number, number.length);
    const padded = number.padStart(column.number);
    const unitText = UNIT_TEXT[unit] ?? unit;
    const plain = `${name} ${padded}${unitText && ` ${unitText}`}`;
    column.cell = Math.max(column.cell, plain.length);
    const text = `${dim(name)} ${bold(padded)}${unitText && ` ${dim(unitText)}`}`;
    return { text: text + " ".repeat(column.cell - plain.length), width: column.cell };
  }
}

/** As many decimals as the channel has ever needed, so that the points stand below each other. */
function numberText(value: number, column: Column): string {
  const shortest = String(value);
  // Numbers that need an exponent, or more decimals than fit, are shown by their leading digits.
  if (shortest.includes("e") || (value !== 0 && Math.abs(value) < 10 ** -MOST_DECIMALS)) {
    return value.toPrecision(3);
  }
  const decimals = shortest.split(".")[1]?.length ?? 0;
  column.decimals = Math.max(column.decimals, Math.min(MOST_DECIMALS, decimals));
  return value.toFixed(column.decimals);
}

function marksOf(
  queued: boolean,
  arrival: TakenReading["arrival"],
  skipped: number,
  t: number | undefined,
  rx: number,
): string[] {
  const marks: string[] = [];
  if (queued) marks.push(t === undefined ? "queued" : `queued ${duration(rx - t)}`);
  if (arrival === "late" || arrival === "duplicate") marks.push(arrival);
  if (arrival === "retained") marks.push("retained");
  if (skipped > 0) marks.push(`${skipped} tick${skipped > 1 ? "s" : ""} missed`);
  return marks;
}

/** HH:MM:SS.mmm, local time. */
export function clockTime(ms: number): string {
  const time = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const milliseconds = String(time.getMilliseconds()).padStart(3, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`;
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
