// What a plan may say, and how a breach of it is told.
import { expect, it } from "vitest";
import type { ConfigError } from "../../../../host/errors.ts";
import { parsePlan } from "../../../../host/simulator/chaos/plan.ts";

function faultsOf(plan: unknown): string[] {
  try {
    parsePlan(plan, "plan.json");
  } catch (error) {
    return (error as ConfigError).faults.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

it("takes moments of each kind, and every fault's settings", () => {
  const plan = [
    { fault: "wifi-loss", at: 60, target: "all", for: 20 },
    { fault: "power-cut", every: [60, 180], target: "some", during: "flash-write" },
    { fault: "broker-kill", between: [10, 500], times: 3, state: "autosave", for: [1, 5] },
    { fault: "clock-step", every: 100, target: ["esp32-a", "esp32-b"], by: -3600 },
    { fault: "delay", at: 0, target: "recorder", ms: 200, for: 60 },
    { fault: "split", at: 0, bytes: 3 },
    { fault: "recorder-disk-full", at: 300, for: 60 },
  ];
  expect(parsePlan(plan)).toBe(plan);
});

it("names every fault at once, with its path", () => {
  expect(
    faultsOf([
      { fault: "wifi-los", at: 1 },
      { fault: "wifi-loss" },
      { fault: "wifi-loss", at: 1, every: 2 },
      { fault: "delay", at: 1, secs: 4, ms: 0 },
      { fault: "half-open", at: 1, for: 3, bytes: 2 },
      { fault: "broker-kill", at: -1 },
      { fault: "broker-kill", at: 1, target: "all", times: 2 },
      { fault: "power-cut", at: 1, target: "recorder" },
      { fault: "delay", between: [9, 3] },
      7,
    ]),
  ).toEqual([
    expect.stringMatching(
      /^\[0\]\.fault: expected one of wifi-loss, .*; did you mean wifi-loss\?$/,
    ),
    "[1]: expected one of at, every and between, and found 0",
    "[2]: expected one of at, every and between, and found 2",
    expect.stringMatching(/^\[3\]\.ms: /),
    "[3].secs: no such setting",
    "[4].bytes: is a setting of split",
    "[4].for: half-open is over at once",
    expect.stringMatching(/^\[5\]\.at: /),
    "[6].times: goes with between",
    "[6].target: broker-kill has none",
    "[7].target: power-cut is of boards",
    "[8].between: expected [least, most]",
    expect.stringMatching(/^\[9\]: /),
  ]);
  expect(faultsOf({})).toEqual(["plan.json: expected a list of faults: [{ ... }, ...]"]);
});
