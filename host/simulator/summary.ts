// What simulated boards did, from the line their firmware prints when it stops. Pure.

const STOP_LINE = /^espulse: stop (\{.*\})$/;
/** The firmware's client, of a CONNACK that is no 0 (firmware/mqtt/session.ts). */
const REFUSAL_LINE = /^espulse: mqtt login: refused (.*)$/;
const NAMES = ["made", "acked", "dropped", "waiting"] as const;

/** Readings by what became of them; made = acked + dropped + waiting. */
export type Counts = { readonly [name in (typeof NAMES)[number]]: number };

export interface BoardSummary extends Partial<Counts> {
  readonly device: string;
  readonly boots: number;
  /** What was opened as its serial port. */
  readonly port?: string;
  /** Readings of all its boots as its sensors know them, whatever it says; in virtual time only. */
  readonly measured?: number;
  /** The broker's reason, where it never let this board in. */
  readonly refused?: string;
}

export interface FleetSummary {
  readonly runtime: string;
  readonly seconds: number;
  /** Without counts where a board printed none: another firmware, or its power was cut. */
  readonly boards: readonly BoardSummary[];
  readonly total: Counts & { readonly boots: number };
  /** Repeats the chaos of the run. */
  readonly seed?: number;
  /** Faults that were begun. */
  readonly faults?: number;
}

/** Collects the counts of one board; each of its boots that ended by itself has its own. */
export class StopCounts {
  #sum: Counts | undefined;
  #refusal: string | undefined;
  #tellStopped: () => void = () => {};
  /** Resolves when the firmware has stopped for the first time. */
  readonly stopped = new Promise<void>((resolve) => {
    this.#tellStopped = resolve;
  });

  read(line: string): void {
    this.#refusal = REFUSAL_LINE.exec(line)?.[1] ?? this.#refusal;
    const counts = parseStopLine(line);
    if (!counts) return;
    this.#sum = this.#sum === undefined ? counts : plus(this.#sum, counts);
    this.#tellStopped();
  }

  summary(device: string, boots: number): BoardSummary {
    const isIn = this.#sum !== undefined && this.#sum.acked > 0;
    const refused = isIn ? undefined : this.#refusal;
    return { device, boots, ...this.#sum, ...(refused === undefined ? {} : { refused }) };
  }
}

export function parseStopLine(line: string): Counts | undefined {
  const text = STOP_LINE.exec(line)?.[1];
  if (text === undefined) return undefined;
  try {
    const parsed = JSON.parse(text) as Record<string, unknown>;
    const counts = NAMES.map((name) => [name, parsed[name]] as const);
    if (!counts.every(([, count]) => Number.isInteger(count))) return undefined;
    return Object.fromEntries(counts) as unknown as Counts;
  } catch {
    return undefined;
  }
}

function plus(a: Counts, b: Counts): Counts {
  return {
    made: a.made + b.made,
    acked: a.acked + b.acked,
    dropped: a.dropped + b.dropped,
    waiting: a.waiting + b.waiting,
  };
}

export function addUp(boards: readonly BoardSummary[]): FleetSummary["total"] {
  let total: Counts = { made: 0, acked: 0, dropped: 0, waiting: 0 };
  let boots = 0;
  for (const board of boards) {
    boots += board.boots;
    if (board.made !== undefined) total = plus(total, board as Counts);
  }
  return { boots, ...total };
}

/** More boards than these are shown as their total, and those that stand out. */
export const MOST_SHOWN_BOARDS = 20;

/** Something happened to it that does not happen to every board. */
function standsOut({ boots, made, dropped, waiting, refused }: BoardSummary): boolean {
  return made === undefined || refused !== undefined || boots > 1 || dropped! + waiting! > 0;
}

/** A table: a line each board, and their total when there is more than one. */
export function describeFleet({ boards, total, seconds }: FleetSummary): string {
  const isLarge = boards.length > MOST_SHOWN_BOARDS;
  const told = isLarge ? boards.filter(standsOut) : boards;
  const named = told.slice(0, MOST_SHOWN_BOARDS);
  const shown = boards.length > 1 ? [...named, { device: "total", ...total }] : named;
  const rows = [
    ["device", "boots", "made", "acknowledged", "dropped", "waiting"],
    ...shown.map(({ device, boots, ...counts }) => [
      device,
      String(boots),
      ...NAMES.map((name) => String(counts[name] ?? "-")),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join("  "),
  );
  const unnamed = told.length - named.length;
  if (unnamed > 0)
    lines.push(`${unnamed} more with something dropped, waiting or unknown; --json has all`);
  return [
    ...lines,
    `${boards.length === 1 ? "1 board" : `${boards.length} boards`}, ${seconds.toFixed(1)} s`,
  ].join("\n");
}
