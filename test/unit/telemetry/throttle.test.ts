import { describe, expect, it } from "vitest";
import { Throttle } from "../../../host/telemetry/throttle.ts";

describe("a throttle", () => {
  it("admits so many a second and counts the rest", () => {
    const throttle = new Throttle(2);
    expect([0, 1, 2, 999].map((now) => throttle.admits(now))).toEqual([true, true, false, false]);
    expect(throttle.takeHidden(999)).toBe(0);
    expect(throttle.takeHidden(1000)).toBe(2);
    expect(throttle.takeHidden(1000)).toBe(0);
    expect(throttle.admits(1000)).toBe(true);
  });
});
