// What a verification found, as a table for people and as the sum of it. Pure.
import type { Interval } from "../telemetry/intervals.ts";
import type { Colors } from "../telemetry/terminal.ts";
import { plural } from "./record-lines.ts";
import { TableLines } from "./table-lines.ts";
import type { BootCounts } from "./verify-counts.ts";

export interface BootVerdict extends BootCounts {
  readonly device: string;
  readonly boot: string;
  /** Of which it is known that they were made. */
  readonly made: number;
  readonly declared: number;
  /** The most that may have been made beyond that; null without a bound. */
  readonly unknown: number | null;
  readonly before: number;
  readonly missing: number;
  readonly missingRanges: readonly Interval[];
}

export interface VerdictSum {
  readonly made: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly conflicting: number;
  readonly declared: number;
  readonly before: number;
  readonly missing: number;
  readonly unknown: number;
  /** Boots of which there is no bound on what is unknown. */
  readonly unbounded: number;
}

const COLUMNS = [
  ["device", "VARCHAR"],
  ["boot", "VARCHAR"],
  ...[
    ...["made", "stored", "missing", "declared", "unknown", "duplicates", "conflicts"],
    ...["out of order", "skipped", "late p50", "p99 ms", "jitter ms"],
  ].map((name) => [name, "DOUBLE"] as const),
] as const;

const MOST_BOOTS_NAMED = 10;
const MOST_RANGES_NAMED = 8;

export function sumOf(verdicts: readonly BootVerdict[]): VerdictSum {
  const sum = (of: (verdict: BootVerdict) => number | null) =>
    verdicts.reduce((total, verdict) => total + (of(verdict) ?? 0), 0);
  return {
    made: sum(({ made }) => made),
    stored: sum(({ stored }) => stored),
    duplicate: sum(({ duplicate }) => duplicate),
    conflicting: sum(({ conflicting }) => conflicting),
    declared: sum(({ declared }) => declared),
    before: sum(({ before }) => before),
    missing: sum(({ missing }) => missing),
    unknown: sum(({ unknown }) => unknown),
    unbounded: verdicts.filter(({ unknown }) => unknown === null).length,
  };
}

export function describeVerdicts(
  verdicts: readonly BootVerdict[],
  { green, red, yellow }: Colors,
  columns?: number,
): string[] {
  const table = new TableLines(COLUMNS, columns);
  const lines = [...verdicts.flatMap((verdict) => table.push(rowOf(verdict))), ...table.end()];
  const sum = sumOf(verdicts);
  lines.push("");
  const bad = verdicts.filter(({ missing }) => missing > 0);
  for (const { device, boot, missingRanges } of bad.slice(0, MOST_BOOTS_NAMED)) {
    lines.push(red(`missing of ${device}, boot ${boot}: ${rangesText(missingRanges)}`));
  }
  if (bad.length > MOST_BOOTS_NAMED) {
    lines.push(red(`and of ${plural(bad.length - MOST_BOOTS_NAMED, "more boot")}`));
  }
  if (sum.before > 0) {
    lines.push(`${plural(sum.before, "reading")} made before the recording began`);
  }
  if (sum.unknown > 0) {
    lines.push(
      yellow(`up to ${plural(sum.unknown, "reading")} at the end of boots that nobody can know`),
    );
  }
  if (sum.unbounded > 0) {
    lines.push(
      yellow(
        `how many more there were at the end of ${plural(sum.unbounded, "boot")} is not known`,
      ),
    );
  }
  if (sum.conflicting > 0) {
    lines.push(
      yellow(
        `${plural(sum.conflicting, "reading")} came again with other content: see the table conflicts`,
      ),
    );
  }
  const result = `${plural(sum.made, "reading")} made, ${count(sum.stored)} stored, ${count(sum.declared)} declared dropped, ${count(sum.missing)} missing`;
  lines.push(sum.missing > 0 ? red(result) : green(result));
  return lines;
}

function rowOf(verdict: BootVerdict): unknown[] {
  const { device, boot, made, stored, missing, declared, unknown, duplicate } = verdict;
  const { conflicting, outOfOrder, skipped, lateMs, jitterMs } = verdict;
  const most = unknown === null ? "?" : unknown === 0 ? 0 : `<= ${unknown}`;
  return [
    ...[device, boot, made, stored, missing, declared, most, duplicate, conflicting],
    ...[outOfOrder, skipped, lateMs.p50, lateMs.p99, jitterMs].map((value) =>
      value === null ? null : Math.round(value),
    ),
  ];
}

function rangesText(ranges: readonly Interval[]): string {
  const shown = ranges
    .slice(0, MOST_RANGES_NAMED)
    .map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
  const more = ranges.length - MOST_RANGES_NAMED;
  return shown.join(", ") + (more > 0 ? ` and ${plural(more, "more range")}` : "");
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
