// A reading of a recording as a line of CSV, as JSON, as SenML. Pure; the order of the columns is that
// of the view.
import type { Column, Row } from "./ask-protocol.ts";
import { csvLine } from "./csv.ts";

export type ExportFormat = "csv" | "jsonl" | "senml";

export interface Formatter {
  readonly begin: readonly string[];
  lines(row: Row): readonly string[];
  end(): readonly string[];
  /** Readings that this format cannot tell. */
  readonly leftOut: number;
}

/** What a reading has beside its channels. */
const FIXED = [
  ...["device", "boot", "seq", "time", "timeSource", "timeErrorMs", "up", "t", "skip", "q", "rx"],
  "channels",
];

export interface ChannelFacts {
  /** `<device>/<channel>` -> unit */
  readonly units: ReadonlyMap<string, string>;
  /** Channel -> column. */
  readonly columns: ReadonlyMap<string, string>;
}

export function formatter(
  format: ExportFormat,
  columns: readonly Column[],
  facts: ChannelFacts,
): Formatter {
  const names = columns.map(([name]) => name);
  if (format === "csv") return csv(names);
  const channels = channelsOf(names, facts.columns);
  return format === "jsonl" ? jsonLines(names, channels) : senml(names, channels, facts.units);
}

function csv(names: readonly string[]): Formatter {
  const kept = names.flatMap((name, at) => (name === "channels" ? [] : [at]));
  return {
    begin: [csvLine(kept.map((at) => names[at]))],
    lines: (row) => [csvLine(kept.map((at) => row[at]))],
    end: () => [],
    leftOut: 0,
  };
}

/** Which channels the reading had, with their values: null is a sensor that gave none. */
type ChannelsOf = (row: Row) => [string, unknown][];

function channelsOf(names: readonly string[], columns: ReadonlyMap<string, string>): ChannelsOf {
  const list = names.indexOf("channels");
  const places = new Map<string, number>();
  for (const [channel, column] of columns) places.set(channel, names.indexOf(column));
  return (row) =>
    String(row[list])
      .split(",")
      .filter((name) => name !== "")
      .map((name) => [name, row[places.get(name) ?? -1] ?? null]);
}

function jsonLines(names: readonly string[], channels: ChannelsOf): Formatter {
  const fixed = FIXED.filter((name) => name !== "channels").map(
    (name) => [name, names.indexOf(name)] as const,
  );
  return {
    begin: [],
    lines: (row) => [
      JSON.stringify({
        ...Object.fromEntries(fixed.map(([name, at]) => [name, row[at]])),
        d: Object.fromEntries(channels(row)),
      }),
    ],
    end: () => [],
    leftOut: 0,
  };
}

/** RFC 8428: one array of resolved records, `t` in seconds since 1970. */
function senml(
  names: readonly string[],
  channels: ChannelsOf,
  units: ReadonlyMap<string, string>,
): Formatter {
  const [device, time] = [names.indexOf("device"), names.indexOf("time")];
  let isFirst = true;
  let leftOut = 0;
  return {
    begin: ["["],
    lines(row) {
      if (row[time] === null) {
        leftOut++;
        return [];
      }
      const t = Date.parse(String(row[time])) / 1000;
      return channels(row).flatMap(([channel, v]) => {
        // A record has a value.
        if (typeof v !== "number") return [];
        const n = `${row[device]}/${channel}`;
        const u = units.get(n);
        const record = JSON.stringify({ n, ...(u !== undefined && { u }), t, v });
        const text = isFirst ? record : `,${record}`;
        isFirst = false;
        return [text];
      });
    },
    end: () => ["]"],
    get leftOut() {
      return leftOut;
    },
  };
}
