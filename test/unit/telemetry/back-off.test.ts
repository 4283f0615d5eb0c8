import { expect, it } from "vitest";
import { backOffMs } from "../../../host/telemetry/back-off.ts";

it("doubles from 1 s to 60 s", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 2000].map((failures) => backOffMs(failures, 0));
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

it("takes off up to a quarter by chance", () => {
  expect(backOffMs(1, 0.5)).toBe(875);
  expect(backOffMs(7, 0.999999)).toBe(45_000);
});
