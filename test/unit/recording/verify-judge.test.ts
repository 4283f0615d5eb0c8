import { describe, expect, it } from "vitest";
import { type BootFacts, joined, judgeBoot } from "../../../host/recording/verify-judge.ts";

const facts = (change: Partial<BootFacts> = {}): BootFacts => ({
  gaps: [],
  dropped: [],
  last: 100,
  lastMs: 100_000,
  intervalMs: 1000,
  isOver: false,
  ...change,
});
const NONE = { declared: 0, missing: [], before: 0, unknown: 0 };

describe("a boot that runs", () => {
  it("has nothing missing when all up to the last is stored", () => {
    expect(judgeBoot(facts(), {})).toEqual(NONE);
  });

  it("misses the holes, but for what was declared", () => {
    const gaps = [
      { from: 10, to: 19, beforeMs: 9000, afterMs: 20_000 },
      { from: 50, to: 50, beforeMs: 49_000, afterMs: 51_000 },
    ];
    const dropped = joined([
      [12, 14],
      [13, 15],
      // Came after all.
      [30, 40],
    ]);
    expect(judgeBoot(facts({ gaps, dropped }), {})).toEqual({
      ...NONE,
      declared: 4,
      missing: [
        [10, 11],
        [16, 19],
        [50, 50],
      ],
    });
  });

  it("made what it declared dropped after the last that is stored", () => {
    expect(judgeBoot(facts({ dropped: [[104, 110]] }), {})).toEqual({
      ...NONE,
      declared: 7,
      missing: [[101, 103]],
    });
  });

  it("has what was made before the recording counted apart", () => {
    const gaps = [{ from: 1, to: 59, afterMs: 60_000 }];
    expect(judgeBoot(facts({ gaps }), { sinceMs: 40_500 })).toEqual({
      ...NONE,
      before: 40,
      missing: [[41, 59]],
    });
  });
});

describe("a boot that is over", () => {
  it("may have made more that nobody can know, up to what the next one says", () => {
    const epilogue = { seq: 80, most: 61 };
    expect(judgeBoot(facts({ isOver: true, epilogue }), {})).toEqual({ ...NONE, unknown: 61 });
  });

  it("misses what its board had saved and nobody has", () => {
    const epilogue = { seq: 120, most: 0 };
    expect(judgeBoot(facts({ isOver: true, epilogue }), {})).toEqual({
      ...NONE,
      missing: [[101, 120]],
    });
  });

  it("has no bound where the next one does not say", () => {
    expect(judgeBoot(facts({ isOver: true }), {}).unknown).toBeUndefined();
  });
});

describe("a time that is asked for", () => {
  const gaps = [{ from: 11, to: 20, beforeMs: 10_000, afterMs: 21_000 }];

  it("has the part of a hole that was made within it", () => {
    const range = { fromMs: 14_000, toMs: 18_000 };
    expect(judgeBoot(facts({ gaps }), range).missing).toEqual([[14, 17]]);
  });

  it("has a hole in which it lies altogether, and none that lies outside", () => {
    expect(judgeBoot(facts({ gaps }), { fromMs: 0, toMs: 9000 }).missing).toEqual([]);
    expect(judgeBoot(facts({ gaps }), { fromMs: 30_000 }).missing).toEqual([]);
    expect(judgeBoot(facts({ gaps }), { fromMs: 15_000, toMs: 15_500 }).missing).toEqual([
      [15, 15],
    ]);
  });

  it("has the end of a boot only when that was within it", () => {
    const over = facts({ isOver: true, epilogue: { seq: 0, most: 5 } });
    expect(judgeBoot(over, { fromMs: 0, toMs: 100_001 }).unknown).toBe(5);
    expect(judgeBoot(over, { fromMs: 0, toMs: 100_000 }).unknown).toBe(0);
  });
});
