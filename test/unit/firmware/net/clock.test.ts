// The clock that the schedule stands on: no step of the system clock disturbs them, within the limits
// that net/clock.ts names.
import { describe, expect, it } from "vitest";
import { seeded } from "../../../doubles/seeded-random.ts";
import { useSchedule } from "../sensors/schedule-bench.ts";

const YEAR_MS = 365 * 86_400_000;
const HOUR_MS = 3_600_000;

const bench = useSchedule();

describe("the clock", () => {
  it("counts whole milliseconds from start, also beyond 2^31 and 2^32", async () => {
    bench.interpreter.loop.elapsed = 12_345.678;
    await bench.start(3_600_000);
    for (const days of [24.9, 49.8, 3650]) {
      bench.interpreter.loop.elapsed = 12_345.678 + days * 86_400_000 + 0.9;
      expect(bench.clock.up()).toBe(days * 86_400_000);
    }
  });

  it("knows no UTC until told, and then for every moment", async () => {
    await bench.start(1000);
    expect(bench.clock.offsetAt(5000)).toBe(0);
    bench.clock.setUtc(1_764_000_000_000.4, 5000);
    for (const at of [5000, 6001, 0]) expect(bench.clock.offsetAt(at)).toBe(1_763_999_995_000);
  });
});
describe("a step of the system clock between two ticks", () => {
  const STEPS: [string, number][] = [
    ["a year forward", YEAR_MS],
    ["a year back", -YEAR_MS],
    ["an hour forward", HOUR_MS],
    ["an hour back", -HOUR_MS],
    ["0.4 s back", -400],
    ["to 1970", -1_764_000_000_000],
    ["from 1970", 1_764_000_000_000],
  ];

  it.each(STEPS)("by setTime, %s, disturbs neither schedule nor time", async (_name, step) => {
    await bench.start(1000);
    bench.interpreter.loop.advance(2300);
    bench.interpreter.loop.stepClock(step);
    bench.interpreter.loop.advance(8000);
    const due = bench.readings;
    expect(due).toHaveLength(11);
    for (const [i, { at, real }] of due.entries()) {
      expect(Math.abs(at - i * 1000)).toBeLessThan(5);
      expect(Math.abs(real - i * 1000)).toBeLessThan(5);
    }
    expect(due[10]!.skipped).toBe(0);
  });

  it.each(STEPS.filter(([, step]) => step > 0))(
    "by a system's own SNTP, %s: the tick comes early by up to an interval, once",
    async (_name, step) => {
      await bench.start(1000);
      bench.interpreter.loop.advance(2300);
      bench.interpreter.loop.stepClockUnderTimers(step);
      bench.interpreter.loop.advance(5000);
      const due = bench.readings;
      expect(due.map(({ at }) => Math.round(at / 100) / 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      // At 2.3 s instead of 3 s, and a second each again from there.
      expect(due.map(({ real }) => Math.round(real / 100) / 10)).toEqual([
        0, 1, 2, 2.3, 3.3, 4.3, 5.3, 6.3,
      ]);
      expect(due.at(-1)!.skipped).toBe(0);
    },
  );

  it("at every moment of a second, a year either way, in 2,000 random steps (seed 3)", async () => {
    const random = seeded(3);
    await bench.start(1000);
    for (let i = 0; i < 2000; i++) {
      bench.interpreter.loop.advance(random() * 3000);
      bench.interpreter.loop.stepClock(
        (random() < 0.5 ? -1 : 1) * (YEAR_MS / 2 + random() * YEAR_MS),
      );
    }
    const due = bench.readings;
    const total = bench.interpreter.loop.elapsed;
    expect(due.length).toBeGreaterThan(total / 1000 - 10);
    expect(due.at(-1)!.skipped).toBe(0);
    for (const [i, { at }] of due.entries()) expect(at - i * 1000).toBeLessThan(5);
    // Each step may cost the part of a millisecond that the tick had been late.
    expect(Math.abs(due.at(-1)!.real - (due.length - 1) * 1000)).toBeLessThan(2000);
  });

  describe("within the limits of net/clock.ts", () => {
    it("2 minutes and less forward is taken for a delay: ticks counted as skipped, no reading doubled", async () => {
      await bench.start(1000);
      bench.interpreter.loop.advance(2500);
      bench.interpreter.loop.stepClock(100_000);
      bench.interpreter.loop.advance(3000);
      const due = bench.readings;
      // One a second, as before; their time is 100 s ahead for good.
      expect(due.map(({ at }) => Math.round(at / 1000))).toEqual([0, 1, 2, 103, 104, 105]);
      expect(due.map(({ skipped }) => skipped)).toEqual([0, 0, 0, 100, 100, 100]);
      const gaps = due.slice(1).map(({ real }, i) => real - due[i]!.real);
      expect(Math.max(...gaps)).toBeLessThan(1010);
    });

    it("0.4 s forward makes one interval shorter by 0.4 s, and the time ahead by as much", async () => {
      await bench.start(1000);
      bench.interpreter.loop.advance(2500);
      bench.interpreter.loop.stepClock(400);
      bench.interpreter.loop.advance(3200);
      const due = bench.readings;
      expect(due.map(({ at }) => Math.round(at / 100) / 10)).toEqual([0, 1, 2, 3.4, 4, 5, 6]);
      expect(due.map(({ real }) => Math.round(real / 100) / 10)).toEqual([
        0, 1, 2, 3, 3.6, 4.6, 5.6,
      ]);
      expect(due.at(-1)!.skipped).toBe(0);
    });

    it("10 minutes and a second forward is taken for a step, and undone", async () => {
      await bench.start(1000);
      bench.interpreter.loop.advance(2500);
      bench.interpreter.loop.stepClock(601_000);
      bench.interpreter.loop.advance(3000);
      expect(bench.readings.map(({ at }) => Math.round(at / 1000))).toEqual([0, 1, 2, 3, 4, 5]);
      expect(bench.readings.at(-1)!.skipped).toBe(0);
    });

    it("40 ms back is no step: the reading waits those 40 ms", async () => {
      await bench.start(1000);
      bench.interpreter.loop.advance(2500);
      bench.interpreter.loop.stepClock(-40);
      bench.interpreter.loop.advance(3000);
      const due = bench.readings;
      expect(due.map(({ at }) => Math.round(at / 10) / 100)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(due.map(({ real }) => Math.round(real / 10) / 100)).toEqual([
        0, 1, 2, 3.04, 4.04, 5.04,
      ]);
    });

    it("`at` never goes back, whatever the step", async () => {
      const random = seeded(5);
      await bench.start(1000);
      for (let i = 0; i < 1000; i++) {
        bench.interpreter.loop.advance(random() * 2500);
        bench.interpreter.loop.stepClock((random() - 0.5) * 10 ** (1 + random() * 11));
      }
      for (const [i, { at }] of bench.beats.entries()) {
        expect(at).toBeGreaterThanOrEqual(bench.beats[i - 1]?.at ?? 0);
      }
      for (const [i, { at }] of bench.readings.entries()) {
        expect(at).toBeGreaterThan(bench.readings[i - 1]?.at ?? -1);
      }
    });
  });
});
