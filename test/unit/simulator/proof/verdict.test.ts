// The judgement of a run, on recordings that lack something, have something twice, or something else.
import { describe, expect, it } from "vitest";
import {
  type BootTruth,
  judge,
  type StoredBoot,
  type StoredReading,
} from "../../../../host/simulator/proof/verdict.ts";

const MADE = 100;
const samples = Array.from({ length: MADE }, (_, index) => ({
  atMs: 5000 + 1000 * index,
  celsius: 20 + (index % 7),
}));
const ended: BootTruth = { name: "a/b-1", samples, isLast: false };
const running: BootTruth = { ...ended, isLast: true };

function reading(seq: number, changes: Partial<StoredReading> = {}): StoredReading {
  const { atMs, celsius } = samples[seq - 1] ?? { atMs: 0, celsius: 0 };
  return { seq, up: atMs - 4990, t: null, celsius, ...changes };
}

function recording(
  without: (seq: number) => boolean,
  changes: Partial<StoredBoot> = {},
): StoredBoot {
  const readings = samples.map((_, index) => reading(index + 1)).filter(({ seq }) => !without(seq));
  return { readings, declared: [], ...changes };
}

const all = recording(() => false);
const violations = (truth: BootTruth, boot: StoredBoot) => judge(truth, boot).violations;

describe("made = stored + declared + unknown", () => {
  it("holds for a boot of which all is there", () => {
    const sums = { made: 100, stored: 100, declared: 0, unknown: 0 };
    expect(judge(running, all)).toMatchObject({ ...sums, violations: [] });
  });

  it("counts as declared what is not stored, and once", () => {
    const declared = [[10, 20] as const];
    const boot = recording((seq) => seq > 11 && seq <= 20, { declared });
    const sums = { stored: 91, declared: 9, unknown: 0 };
    expect(judge(running, boot)).toMatchObject({ ...sums, violations: [] });
  });

  it("misses what was in flash, or was made long before the end", () => {
    const old = recording((seq) => seq === 30 || seq === 31);
    expect(violations(ended, old)).toEqual(["a/b-1: missing 30 to 31 of 100, sure up to 38"]);
    const saved = recording((seq) => seq > 60, { epilogue: { seq: 70, most: 62 } });
    expect(violations(ended, saved)).toEqual(["a/b-1: missing 61 to 70 of 100, sure up to 70"]);
  });

  it("bounds the tail of a boot that is over by what the next one says", () => {
    const boot = (most: number) => recording((seq) => seq > 80, { epilogue: { seq: 60, most } });
    expect(judge(ended, boot(20))).toMatchObject({ unknown: 20, violations: [] });
    expect(violations(ended, boot(19))).toEqual(["a/b-1: missing 81 of 100, sure up to 81"]);
  });

  it("allows none to a boot that runs to the end", () => {
    const boot = recording((seq) => seq === 100);
    expect(violations(running, boot)).toEqual(["a/b-1: missing 100 of 100, sure up to 100"]);
  });
});

describe("what is stored", () => {
  const withMore = (...more: StoredReading[]) => ({ ...all, readings: [...all.readings, ...more] });

  it("is there once, and was made", () => {
    expect(violations(running, withMore(reading(7)))).toEqual(["a/b-1: 7 is stored twice"]);
    expect(violations(running, withMore(reading(101)))).toEqual([
      "a/b-1: 101 is stored, of 100 that were made",
    ]);
    expect(violations(running, { ...all, declared: [[99, 101]] })).toEqual([
      "a/b-1: declares 99 to 101 of 100",
    ]);
  });

  it("is what was measured, at its time", () => {
    const changed = (changes: Partial<StoredReading>) => ({
      ...all,
      readings: all.readings.map((one) => (one.seq === 9 ? reading(9, changes) : one)),
    });
    expect(violations(running, changed({ celsius: 99 }))).toEqual([
      "a/b-1: 9 is stored with 99 degrees, and was made with 21",
    ]);
    expect(violations(running, changed({ up: 9000 }))).toEqual([
      "a/b-1: 1 times: 9 is stored with up 9000, and was made at 8010",
    ]);
    expect(violations(running, changed({ t: 1000 }))).toEqual(["a/b-1: 9 is dated 1000"]);
  });
});
