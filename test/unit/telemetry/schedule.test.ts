import { describe, expect, it } from "vitest";
import { nextTick } from "../../../host/telemetry/schedule.ts";

describe("the tick after", () => {
  it("is one period later, whatever the time is within it", () => {
    expect(nextTick(100, 1000, 100, 100)).toEqual({ dueMs: 1100, skipped: 0 });
    expect(nextTick(100, 1000, 100, 1099)).toEqual({ dueMs: 1100, skipped: 0 });
  });

  it("is still due when it is late by less than a period", () => {
    expect(nextTick(0, 1000, 1000, 2999)).toEqual({ dueMs: 2000, skipped: 0 });
  });

  it("passes over those that are older", () => {
    expect(nextTick(0, 1000, 1000, 5400)).toEqual({ dueMs: 5000, skipped: 3 });
  });

  it("never drifts: a million ticks that cost something stay on the grid", () => {
    let due = 0.25;
    for (let tick = 0; tick < 1_000_000; tick++) due = nextTick(0.25, 1000, due, due + 3.7).dueMs;
    expect(due).toBe(0.25 + 1_000_000_000);
  });

  it("stays on a grid of fractions", () => {
    let due = 0;
    for (let tick = 0; tick < 100_000; tick++) due = nextTick(0, 0.1, due, due).dueMs;
    expect(due).toBeCloseTo(10_000, 6);
  });
});
