// A plan of everything that can go wrong at once, out of a seed. Pure.
import type { ChaosEntry, ChaosPlan } from "../chaos/entry.ts";
import { SeededRandom } from "../virtual/seeded-random.ts";

/** One forward by less than two minutes is time that has passed to a board (firmware/net/clock.ts). */
const STEPS_SECONDS = [-3600, -130, -2, 130, 3600];

/** Each of them is in about half of the plans; several times where a run is long. */
const KINDS: readonly ((random: SeededRandom) => Omit<ChaosEntry, "at" | "every" | "between">)[] = [
  (random) => ({ fault: "wifi-loss", target: random.pick(["one", "some", "all"]), for: [1, 150] }),
  () => ({ fault: "power-cut", target: "one", for: [0.5, 20] }),
  () => ({ fault: "power-cut", target: "some", for: [0.5, 5], during: "flash-write" }),
  () => ({ fault: "power-cut", target: "some", for: [0.5, 30] }),
  (random) => ({ fault: "clock-step", target: "some", by: random.pick(STEPS_SECONDS) }),
  () => ({ fault: "half-open", target: "some" }),
  () => ({ fault: "half-open", target: "recorder" }),
  (random) => ({ fault: "delay", target: "some", ms: random.pick([50, 500, 4000]), for: [5, 60] }),
  () => ({ fault: "delay", target: "recorder", ms: 500, for: [5, 60] }),
  (random) => ({ fault: "split", target: "some", bytes: random.pick([1, 3, 100]), for: [5, 30] }),
  (random) => ({ fault: "split", target: "recorder", bytes: random.pick([1, 7]), for: [2, 10] }),
  () => ({ fault: "dns-failure", target: "some", for: [5, 90] }),
  () => ({ fault: "unreachable", target: "some", for: [5, 90] }),
  () => ({ fault: "unreachable", target: "recorder", for: [5, 60] }),
  () => ({ fault: "time-server-silent", for: [10, 200] }),
  () => ({ fault: "time-server-wrong", for: [10, 100] }),
  () => ({ fault: "broker-kill", state: "lost", for: [0.5, 120] }),
  () => ({ fault: "broker-kill", state: "autosave", for: [0.5, 60] }),
  () => ({ fault: "broker-hang", for: [1, 60] }),
  () => ({ fault: "duplicate-delivery", for: [5, 60] }),
  () => ({ fault: "recorder-kill", for: [0.5, 90] }),
  () => ({ fault: "recorder-kill", for: [0.5, 5] }),
  (random) => ({ fault: "recorder-slow", ms: random.pick([200, 3000, 20_000]), for: [10, 60] }),
  () => ({ fault: "recorder-disk-full", for: [5, 150] }),
];

/** @param seconds of the run */
export function randomPlan(seed: number, seconds: number): ChaosPlan {
  const random = new SeededRandom(seed, "plan");
  const most = Math.max(1, Math.round(seconds / 300));
  return KINDS.filter(() => random.next() < 0.5).map((make) => ({
    ...make(random),
    between: [0, seconds],
    times: 1 + random.below(most + 1),
  }));
}
