// The moments of a plan come again with their seed.
import { expect, it } from "vitest";
import type { ChaosPlan } from "../../../../host/simulator/chaos/entry.ts";
import { momentsOf } from "../../../../host/simulator/chaos/moments.ts";
import { SeededRandom } from "../../../../host/simulator/virtual/seeded-random.ts";

const devices = ["a", "b", "c"];
const moments = (plan: ChaosPlan, seed = 1) =>
  momentsOf(plan, { seconds: 600, devices, random: new SeededRandom(seed) });

it("are those of the plan, in the order of their times", () => {
  const plan: ChaosPlan = [
    { fault: "wifi-loss", every: 200, target: "all", for: 20 },
    { fault: "clock-step", at: 300, target: "b", by: -60 },
    { fault: "broker-kill", at: 700 },
  ];
  expect(
    moments(plan).map(({ fault, atMs, target, forMs }) => [fault, atMs, target, forMs]),
  ).toEqual([
    ...devices.map((device) => ["wifi-loss", 200_000, device, 20_000]),
    ["clock-step", 300_000, "b", 0],
    ...devices.map((device) => ["wifi-loss", 400_000, device, 20_000]),
  ]);
  expect(moments(plan).find(({ fault }) => fault === "clock-step")!.byMs).toBe(-60_000);
});

it("come again with their seed, and are others with another", () => {
  const plan: ChaosPlan = [
    { fault: "power-cut", every: [20, 60], during: "flash-write" },
    { fault: "delay", between: [0, 600], times: 5, target: "some" },
  ];
  expect(moments(plan)).toEqual(moments(plan));
  expect(moments(plan)).not.toEqual(moments(plan, 2));
  const cuts = moments(plan).filter(({ fault }) => fault === "power-cut");
  expect(cuts.length).toBeGreaterThanOrEqual(9);
  cuts.slice(1).forEach(({ atMs }, index) => {
    expect(atMs - cuts[index]!.atMs).toBeGreaterThanOrEqual(20_000);
    expect(atMs - cuts[index]!.atMs).toBeLessThanOrEqual(60_000);
  });
});

it("are not those of a device that is not there", () => {
  const plan: ChaosPlan = [
    { fault: "wifi-loss", at: 1, target: ["a", "z"] },
    { fault: "delay", at: 1, target: "recorder" },
  ];
  expect(() => moments(plan)).toThrow("[0].target: no device z in this run");
});
