// Readings as lines or JSON; presence, losses and what is wrong as notices; the sum at the end.
// Owns what is told where, and how often.

import type { Interval } from "./intervals.ts";
import type { Message } from "./message.ts";
import { printable } from "./printable.ts";
import { type Taken, type TakenReading, TelemetryReader } from "./reader.ts";
import { ReadingJson } from "./reading-json.ts";
import { clockTime, ReadingLines } from "./reading-lines.ts";
import type { Lines, Screen } from "./screen.ts";
import { Throttle } from "./throttle.ts";

const MOST_PROBLEMS_A_SECOND = 5;
const MOST_GAP_LINES = 10;
const MOST_GAPS_A_LINE = 8;

const PROBLEM_TEXT = { malformed: "malformed", "unknown-version": "unknown version" };

export class TelemetryLines implements Lines {
  readonly reader = new TelemetryReader();
  readonly #screen: Screen;
  /** Absent where lines are for people. */
  readonly #json: ReadingJson | undefined;
  readonly #lines: ReadingLines;
  readonly #problems = {
    malformed: new Throttle(MOST_PROBLEMS_A_SECOND),
    "unknown-version": new Throttle(MOST_PROBLEMS_A_SECOND),
  };
  #toldOfOthers = false;

  constructor(screen: Screen, json: boolean) {
    this.#screen = screen;
    this.#json = json ? new ReadingJson() : undefined;
    this.#lines = new ReadingLines({ colors: screen.colors, columns: () => screen.columns });
  }

  take(message: Message): boolean {
    this.#tellHidden(message.rx);
    const taken = this.reader.take(message);
    if (taken.kind !== "reading") {
      this.#tell(taken, message.rx);
      return false;
    }
    this.#screen.line(this.#json?.line(taken, message) ?? this.#lines.line(taken));
    return taken.arrival !== "duplicate";
  }

  sumUp(): void {
    const totals = this.reader.totals();
    const reports = this.reader.sequence.reports();
    const devices = new Set(reports.map(({ device }) => device)).size;
    const from = devices > 0 ? ` from ${plural(devices, "device")}` : "";
    const parts = [
      `received ${plural(totals.received, "reading")}${from}`,
      `${totals.missing} missing`,
      plural(totals.duplicates, "duplicate"),
      `${totals.malformed} malformed`,
    ];
    if (totals.dropped > 0) parts.push(`${totals.dropped} given up by the device`);
    if (totals.unknownVersion > 0) parts.push(`${totals.unknownVersion} of an unknown version`);
    const incomplete = reports.filter(({ gaps }) => gaps.length > 0);
    this.#screen.notice(parts.join(", "), totals.missing > 0);
    for (const { device, boot, gaps } of incomplete.slice(0, MOST_GAP_LINES)) {
      this.#screen.notice(`missing of ${device}, boot ${boot}: ${gapsText(gaps)}`, true);
    }
    const more = incomplete.length - MOST_GAP_LINES;
    if (more > 0) this.#screen.notice(`and of ${more} more boots`, true);
  }

  #tellHidden(rx: number): void {
    for (const kind of ["malformed", "unknown-version"] as const) {
      const hidden = this.#problems[kind].takeHidden(rx);
      if (hidden > 0) this.#screen.notice(`${PROBLEM_TEXT[kind]}: and ${hidden} more`, true);
    }
  }

  #tell(taken: Exclude<Taken, TakenReading>, rx: number): void {
    switch (taken.kind) {
      case "presence": {
        const { device, state } = taken;
        const which = `boot ${state.boot}, connection ${state.conn}`;
        this.#screen.notice(
          `${clockTime(rx)}  ${device} is ${state.state} (${which})`,
          state.state === "lost",
        );
        return;
      }
      case "dropped": {
        const { device, dropped } = taken;
        const { from, to, why, boot } = dropped;
        const which = from === to ? `reading ${from}` : `readings ${from} to ${to}`;
        this.#screen.notice(
          `${clockTime(rx)}  ${device} gave up ${which} of boot ${boot}: ${why}`,
          true,
        );
        return;
      }
      case "undecodable": {
        const { topic, problem } = taken;
        if (!this.#problems[problem.kind].admits(rx)) return;
        const what = PROBLEM_TEXT[problem.kind];
        this.#screen.notice(`${what}: ${printable(topic)}: ${problem.why}`, true);
        return;
      }
      case "other":
        if (this.#toldOfOthers) return;
        this.#toldOfOthers = true;
        this.#screen.notice(
          `${printable(taken.topic)} is no telemetry and is not shown; --raw shows every topic`,
          true,
        );
        return;
      case "quiet":
        return;
    }
  }
}

function gapsText(gaps: readonly Interval[]): string {
  const shown = gaps
    .slice(0, MOST_GAPS_A_LINE)
    .map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
  const more = gaps.length - MOST_GAPS_A_LINE;
  return shown.join(", ") + (more > 0 ? ` and ${plural(more, "more gap")}` : "");
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
