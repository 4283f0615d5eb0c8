// The schedule: the first reading is due at the start, and reading n n - 1 intervals later.
import { describe, expect, it } from "vitest";
import { seeded } from "../../../doubles/seeded-random.ts";
import { useSchedule } from "./schedule-bench.ts";

const bench = useSchedule();

describe("the grid", () => {
  it.each([100, 1000, 1500, 10_000])(
    "of %i ms: reading n at start + n - 1 intervals",
    async (interval) => {
      await bench.start(interval);
      bench.interpreter.loop.advance(20 * interval + 10);
      expect(bench.readings).toHaveLength(21);
      for (const [i, { at, real }] of bench.readings.entries()) {
        expect(Math.abs(at - i * interval)).toBeLessThan(2);
        expect(Math.abs(real - i * interval)).toBeLessThan(2);
      }
    },
  );

  it.each([100, 60_000, 86_400_000])(
    "of %i ms begins at once, and not before what started it has ended",
    async (interval) => {
      await bench.start(interval);
      expect(bench.beats).toEqual([]);
      bench.interpreter.loop.advance(1);
      expect(bench.beats).toMatchObject([{ at: 0, isDue: true, skipped: 0 }]);
    },
  );

  it("begins where the schedule was started, however long the board took to come there", async () => {
    await bench.start(100, () => {}, 730);
    bench.interpreter.loop.advance(250);
    expect(bench.readings.map(({ at, skipped }) => [at, skipped])).toEqual([
      [730, 0],
      [830, 0],
      [930, 0],
    ]);
  });

  it("does not drift over 10,000 readings with timers up to 400 ms late (seed 7)", async () => {
    const random = seeded(7);
    bench.interpreter.loop.lateness = () => random() * 400;
    await bench.start(1000);
    bench.interpreter.loop.advance(9_999_500);
    const due = bench.readings;
    expect(due).toHaveLength(10_000);
    for (const [i, { at, real }] of due.entries()) {
      const late = real - i * 1000;
      if (late < 0 || late > 402 || at > real || real - at > 1)
        expect({ i, at, real }).toBe("on time");
    }
    expect(due.at(-1)!.skipped).toBe(0);
  });

  it("is told by the tick's own time, and that never goes back", async () => {
    const random = seeded(8);
    bench.interpreter.loop.lateness = () => random() * 900;
    await bench.start(1000);
    bench.interpreter.loop.advance(500_000);
    for (const [i, { at }] of bench.beats.entries()) {
      expect(Number.isInteger(at)).toBe(true);
      expect(at).toBeGreaterThan(bench.beats[i - 1]?.at ?? -1);
    }
  });

  it("counts ticks that came too late, and does not make them up", async () => {
    await bench.start(1000);
    bench.interpreter.loop.advance(3500);
    bench.interpreter.loop.block(4700);
    bench.interpreter.loop.advance(3000);
    expect(bench.readings.map(({ at, skipped }) => [Math.round(at / 100) / 10, skipped])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      // Due at 4; 5, 6, 7 and 8 were missed.
      [8.2, 4],
      [9, 4],
      [10, 4],
      [11, 4],
    ]);
  });

  it("a beat that blocks longer than the interval is paid with skipped ticks, not with drift", async () => {
    await bench.start(100, () => bench.interpreter.loop.block(250));
    bench.interpreter.loop.advance(30_000);
    const due = bench.readings;
    const last = due.at(-1)!;
    expect(last.skipped + due.length).toBeGreaterThanOrEqual(297);
    expect(last.skipped + due.length).toBeLessThanOrEqual(301);
    for (const { at } of due) expect(at % 100).toBeLessThan(60);
  });

  it("goes on when a reading throws", async () => {
    await bench.start(1000, () => {
      throw new Error("no such pin");
    });
    bench.interpreter.loop.advance(5500);
    expect(bench.readings).toHaveLength(6);
    expect(bench.interpreter.loop.errors.splice(0)).toHaveLength(6);
  });
});

describe("between two readings", () => {
  it("there is a beat a second, so that the network's deadlines are judged", async () => {
    await bench.start(10_000);
    bench.interpreter.loop.advance(60_500);
    expect(bench.readings).toHaveLength(7);
    const gaps = bench.beats.map(({ real }, i) => real - (bench.beats[i - 1]?.real ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(1010);
    expect(bench.beats.length).toBeLessThan(75);
  });
});
