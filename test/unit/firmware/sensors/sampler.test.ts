// The schedule and the clock it stands on: reading n is due at start + n intervals, and no step of
// the system clock disturbs that, within the limits that net/clock.ts names.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Interpreter } from "../../../doubles/firmware-globals.ts";

interface Beat {
  /** Real milliseconds since the start of the schedule. */
  readonly real: number;
  readonly at: number;
  readonly isDue: boolean;
  readonly skipped: number;
}

type Clock = typeof import("../../../../firmware/net/clock.ts");

let interpreter: Interpreter;
let clock: Clock;
const beats: Beat[] = [];

const YEAR_MS = 365 * 86_400_000;
const HOUR_MS = 3_600_000;

beforeEach(() => {
  interpreter = new Interpreter();
  interpreter.loop.lateness = () => 0.05;
  beats.length = 0;
});
afterEach(() => {
  interpreter.restore();
  expect(interpreter.loop.errors).toEqual([]);
});

async function start(intervalMs: number, beat: () => void = () => {}): Promise<void> {
  clock = await import("../../../../firmware/net/clock.ts");
  const { startSampler } = await import("../../../../firmware/sensors/sampler.ts");
  const begin = interpreter.loop.elapsed;
  clock.startClock();
  startSampler(intervalMs, (at, isDue, skipped) => {
    beats.push({ real: interpreter.loop.elapsed - begin, at, isDue, skipped });
    beat();
  });
}

const readings = () => beats.filter(({ isDue }) => isDue);

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe("the grid", () => {
  it.each([100, 1000, 1500, 10_000])(
    "of %i ms: reading n at start + n intervals",
    async (interval) => {
      await start(interval);
      interpreter.loop.advance(20 * interval + 10);
      expect(readings()).toHaveLength(20);
      for (const [i, { at, real }] of readings().entries()) {
        expect(Math.abs(at - (i + 1) * interval)).toBeLessThan(2);
        expect(Math.abs(real - (i + 1) * interval)).toBeLessThan(2);
      }
    },
  );

  it("does not drift over 10,000 readings with timers up to 400 ms late (seed 7)", async () => {
    const random = seeded(7);
    interpreter.loop.lateness = () => random() * 400;
    await start(1000);
    interpreter.loop.advance(10_000_500);
    const due = readings();
    expect(due).toHaveLength(10_000);
    for (const [i, { at, real }] of due.entries()) {
      const late = real - (i + 1) * 1000;
      if (late < 0 || late > 402 || at > real || real - at > 1)
        expect({ i, at, real }).toBe("on time");
    }
    expect(due.at(-1)!.skipped).toBe(0);
  });

  it("is told by the tick's own time, and that never goes back", async () => {
    const random = seeded(8);
    interpreter.loop.lateness = () => random() * 900;
    await start(1000);
    interpreter.loop.advance(500_000);
    for (const [i, { at }] of beats.entries()) {
      expect(Number.isInteger(at)).toBe(true);
      expect(at).toBeGreaterThan(beats[i - 1]?.at ?? 0);
    }
  });

  it("counts ticks that came too late, and does not make them up", async () => {
    await start(1000);
    interpreter.loop.advance(3500);
    interpreter.loop.block(4700);
    interpreter.loop.advance(3000);
    expect(readings().map(({ at, skipped }) => [Math.round(at / 100) / 10, skipped])).toEqual([
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
    await start(100, () => interpreter.loop.block(250));
    interpreter.loop.advance(30_000);
    const due = readings();
    const last = due.at(-1)!;
    expect(last.skipped + due.length).toBeGreaterThanOrEqual(297);
    expect(last.skipped + due.length).toBeLessThanOrEqual(301);
    for (const { at } of due) expect(at % 100).toBeLessThan(60);
  });

  it("goes on when a reading throws", async () => {
    await start(1000, () => {
      throw new Error("no such pin");
    });
    interpreter.loop.advance(5500);
    expect(readings()).toHaveLength(5);
    expect(interpreter.loop.errors.splice(0)).toHaveLength(5);
  });
});

describe("between two readings", () => {
  it("there is a beat a second, so that the network's deadlines are judged", async () => {
    await start(10_000);
    interpreter.loop.advance(60_500);
    expect(readings()).toHaveLength(6);
    const gaps = beats.map(({ real }, i) => real - (beats[i - 1]?.real ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(1010);
    expect(beats.length).toBeLessThan(75);
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
    await start(1000);
    interpreter.loop.advance(2300);
    interpreter.loop.stepClock(step);
    interpreter.loop.advance(8000);
    const due = readings();
    expect(due).toHaveLength(10);
    for (const [i, { at, real }] of due.entries()) {
      expect(Math.abs(at - (i + 1) * 1000)).toBeLessThan(5);
      expect(Math.abs(real - (i + 1) * 1000)).toBeLessThan(5);
    }
    expect(due[9]!.skipped).toBe(0);
  });

  it.each(STEPS.filter(([, step]) => step > 0))(
    "by a system's own SNTP, %s: the tick comes early by up to an interval, once",
    async (_name, step) => {
      await start(1000);
      interpreter.loop.advance(2300);
      interpreter.loop.stepClockUnderTimers(step);
      interpreter.loop.advance(5000);
      const due = readings();
      expect(due.map(({ at }) => Math.round(at / 100) / 10)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      // At 2.3 s instead of 3 s, and a second each again from there.
      expect(due.map(({ real }) => Math.round(real / 100) / 10)).toEqual([
        1, 2, 2.3, 3.3, 4.3, 5.3, 6.3,
      ]);
      expect(due.at(-1)!.skipped).toBe(0);
    },
  );

  it("at every moment of a second, a year either way, in 2,000 random steps (seed 3)", async () => {
    const random = seeded(3);
    await start(1000);
    for (let i = 0; i < 2000; i++) {
      interpreter.loop.advance(random() * 3000);
      interpreter.loop.stepClock((random() < 0.5 ? -1 : 1) * (YEAR_MS / 2 + random() * YEAR_MS));
    }
    const due = readings();
    const total = interpreter.loop.elapsed;
    expect(due.length).toBeGreaterThan(total / 1000 - 10);
    expect(due.at(-1)!.skipped).toBe(0);
    for (const [i, { at }] of due.entries()) expect(at - (i + 1) * 1000).toBeLessThan(5);
    // Each step may cost the part of a millisecond that the tick had been late.
    expect(Math.abs(due.at(-1)!.real - due.length * 1000)).toBeLessThan(2000);
  });

  describe("within the limits of net/clock.ts", () => {
    it("2 minutes and less forward is taken for a delay: ticks counted as skipped, no reading doubled", async () => {
      await start(1000);
      interpreter.loop.advance(2500);
      interpreter.loop.stepClock(100_000);
      interpreter.loop.advance(3000);
      const due = readings();
      // One a second, as before; their time is 100 s ahead for good.
      expect(due.map(({ at }) => Math.round(at / 1000))).toEqual([1, 2, 103, 104, 105]);
      expect(due.map(({ skipped }) => skipped)).toEqual([0, 0, 100, 100, 100]);
      const gaps = due.slice(1).map(({ real }, i) => real - due[i]!.real);
      expect(Math.max(...gaps)).toBeLessThan(1010);
    });

    it("0.4 s forward makes one interval shorter by 0.4 s, and the time ahead by as much", async () => {
      await start(1000);
      interpreter.loop.advance(2500);
      interpreter.loop.stepClock(400);
      interpreter.loop.advance(3200);
      const due = readings();
      expect(due.map(({ at }) => Math.round(at / 100) / 10)).toEqual([1, 2, 3.4, 4, 5, 6]);
      expect(due.map(({ real }) => Math.round(real / 100) / 10)).toEqual([1, 2, 3, 3.6, 4.6, 5.6]);
      expect(due.at(-1)!.skipped).toBe(0);
    });

    it("10 minutes and a second forward is taken for a step, and undone", async () => {
      await start(1000);
      interpreter.loop.advance(2500);
      interpreter.loop.stepClock(601_000);
      interpreter.loop.advance(3000);
      expect(readings().map(({ at }) => Math.round(at / 1000))).toEqual([1, 2, 3, 4, 5]);
      expect(readings().at(-1)!.skipped).toBe(0);
    });

    it("40 ms back is no step: the reading waits those 40 ms", async () => {
      await start(1000);
      interpreter.loop.advance(2500);
      interpreter.loop.stepClock(-40);
      interpreter.loop.advance(3000);
      const due = readings();
      expect(due.map(({ at }) => Math.round(at / 10) / 100)).toEqual([1, 2, 3, 4, 5]);
      expect(due.map(({ real }) => Math.round(real / 10) / 100)).toEqual([1, 2, 3.04, 4.04, 5.04]);
    });

    it("`at` never goes back, whatever the step", async () => {
      const random = seeded(5);
      await start(1000);
      for (let i = 0; i < 1000; i++) {
        interpreter.loop.advance(random() * 2500);
        interpreter.loop.stepClock((random() - 0.5) * 10 ** (1 + random() * 11));
      }
      for (const [i, { at }] of beats.entries()) {
        expect(at).toBeGreaterThanOrEqual(beats[i - 1]?.at ?? 0);
      }
      for (const [i, { at }] of readings().entries()) {
        expect(at).toBeGreaterThan(readings()[i - 1]?.at ?? 0);
      }
    });
  });
});

describe("the clock", () => {
  it("counts whole milliseconds from start, also beyond 2^31 and 2^32", async () => {
    interpreter.loop.elapsed = 12_345.678;
    await start(3_600_000);
    for (const days of [24.9, 49.8, 3650]) {
      interpreter.loop.elapsed = 12_345.678 + days * 86_400_000 + 0.9;
      expect(clock.up()).toBe(days * 86_400_000);
    }
  });

  it("knows no UTC until told, and then for every moment", async () => {
    await start(1000);
    expect(clock.utcAt(5000)).toBeNaN();
    clock.setUtc(1_764_000_000_000.4, 5000);
    expect(clock.utcAt(5000)).toBe(1_764_000_000_000);
    expect(clock.utcAt(6001)).toBe(1_764_000_001_001);
    expect(clock.utcAt(0)).toBe(1_763_999_995_000);
  });
});
