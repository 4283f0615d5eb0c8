import { describe, expect, it } from "vitest";
import type { Interval } from "../../../host/telemetry/intervals.ts";
import { SequenceLedger } from "../../../host/telemetry/sequence.ts";
import { seededWhole } from "../../doubles/seeded-random.ts";

const boot = "7f3a12c4-17";

function ledgerOf(seqs: number[], limits?: { series: number; intervals: number }): SequenceLedger {
  const ledger = new SequenceLedger(limits);
  for (const seq of seqs) ledger.note(ledger.seriesOf("a", boot), seq);
  return ledger;
}

const gapsOf = (ledger: SequenceLedger): readonly Interval[] => ledger.reports()[0]?.gaps ?? [];

describe("the ledger of readings", () => {
  it("starts empty", () => {
    const ledger = new SequenceLedger();
    expect(ledger.totals()).toEqual({ received: 0, duplicates: 0, missing: 0, dropped: 0 });
    expect(ledger.reports()).toEqual([]);
  });

  it("counts a run without a gap, wherever it starts", () => {
    const ledger = ledgerOf([41, 42, 43]);
    expect(ledger.reports()).toEqual([
      {
        device: "a",
        boot,
        first: 41,
        last: 43,
        gaps: [],
        received: 3,
        duplicates: 0,
        missing: 0,
        dropped: 0,
      },
    ]);
  });

  it("tells what each arrival is to those before it", () => {
    const ledger = new SequenceLedger();
    const arrivals = [5, 6, 9, 9, 7, 6, 8, 4, 10].map((seq) =>
      ledger.note(ledger.seriesOf("a", boot), seq),
    );
    expect(arrivals).toEqual([
      "next",
      "next",
      "next",
      "duplicate",
      "late",
      "duplicate",
      "late",
      "late",
      "next",
    ]);
    expect(ledger.totals()).toEqual({ received: 7, duplicates: 2, missing: 0, dropped: 0 });
  });

  it("reports each gap, and closes it from either end or in the middle", () => {
    const ledger = ledgerOf([1, 10, 20]);
    expect(gapsOf(ledger)).toEqual([
      [2, 9],
      [11, 19],
    ]);
    for (const seq of [2, 9, 5]) ledger.note(ledger.seriesOf("a", boot), seq);
    expect(gapsOf(ledger)).toEqual([
      [3, 4],
      [6, 8],
      [11, 19],
    ]);
    expect(ledger.totals().missing).toBe(14);
    for (const seq of [3, 4, 6, 7, 8]) ledger.note(ledger.seriesOf("a", boot), seq);
    expect(gapsOf(ledger)).toEqual([[11, 19]]);
  });

  it("keeps devices and boots apart", () => {
    const ledger = new SequenceLedger();
    ledger.note(ledger.seriesOf("a", "00000000-1"), 1);
    ledger.note(ledger.seriesOf("a", "00000000-2"), 1);
    ledger.note(ledger.seriesOf("b", "00000000-1"), 3);
    expect(ledger.totals()).toEqual({ received: 3, duplicates: 0, missing: 0, dropped: 0 });
    expect(ledger.reports()).toHaveLength(3);
  });

  it("does not call missing what the board gave up", () => {
    const ledger = ledgerOf([1, 2, 10]);
    ledger.noteDropped("a", boot, 4, 8);
    expect(gapsOf(ledger)).toEqual([
      [3, 3],
      [9, 9],
    ]);
    expect(ledger.totals()).toEqual({ received: 3, duplicates: 0, missing: 2, dropped: 5 });
  });

  it("counts what was given up outside of what was seen, and not what came after all", () => {
    const ledger = ledgerOf([5, 6]);
    ledger.noteDropped("a", boot, 1, 5);
    ledger.noteDropped("a", boot, 7, 8);
    ledger.noteDropped("b", boot, 1, 3);
    expect(ledger.totals()).toEqual({ received: 2, duplicates: 0, missing: 0, dropped: 9 });
    expect(ledger.reports()).toHaveLength(1);
  });

  it("agrees with a plain set on random arrivals", () => {
    const next = seededWhole(1);
    for (let round = 0; round < 200; round++) {
      const ledger = new SequenceLedger();
      const seen = new Set<number>();
      const given = new Set<number>();
      let duplicates = 0;
      for (let step = 0; step < 60; step++) {
        const seq = 1 + next(50);
        if (next(10) === 0) {
          const to = seq + next(5);
          ledger.noteDropped("a", boot, seq, to);
          for (let dropped = seq; dropped <= to; dropped++) given.add(dropped);
        } else {
          if (seen.has(seq)) duplicates++;
          seen.add(seq);
          ledger.note(ledger.seriesOf("a", boot), seq);
        }
      }
      const [first, last] = [Math.min(...seen), Math.max(...seen)];
      let missing = 0;
      for (let seq = first; seq <= last; seq++) if (!seen.has(seq) && !given.has(seq)) missing++;
      const dropped = [...given].filter((seq) => !seen.has(seq)).length;
      expect(ledger.totals()).toEqual({ received: seen.size, duplicates, missing, dropped });
    }
  });

  it("forgets the oldest gaps beyond its bound and keeps their counts", () => {
    const odd = Array.from({ length: 50 }, (_, index) => 2 * index + 1);
    const ledger = new SequenceLedger({ series: 4, intervals: 8 });
    ledger.noteDropped("a", boot, 2, 2);
    for (const seq of odd) ledger.note(ledger.seriesOf("a", boot), seq);
    expect(gapsOf(ledger).length).toBeLessThan(8);
    expect(ledger.totals()).toEqual({ received: 50, duplicates: 0, missing: 48, dropped: 1 });
  });

  it("forgets the oldest boots beyond its bound and keeps their counts", () => {
    const ledger = new SequenceLedger({ series: 2, intervals: 8 });
    for (let count = 1; count <= 5; count++) {
      for (const seq of [1, 3]) ledger.note(ledger.seriesOf("a", `00000000-${count}`), seq);
    }
    expect(ledger.reports()).toHaveLength(2);
    expect(ledger.totals()).toEqual({ received: 10, duplicates: 0, missing: 5, dropped: 0 });
  });

  it("costs nothing to speak of for a long run", () => {
    const ledger = new SequenceLedger();
    for (let seq = 1; seq <= 1_000_000; seq++) ledger.note(ledger.seriesOf("a", boot), seq);
    expect(ledger.totals().received).toBe(1_000_000);
  });
});
