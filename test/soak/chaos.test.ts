// Chaos at length: ESPULSE_RUNS runs (1000) of ten minutes of virtual time with 20 boards, from
// ESPULSE_SEED (1) on, on all cores. A seed that fails is printed; ESPULSE_SEED=n ESPULSE_RUNS=1 is the
// same run again.
import { expect, it } from "vitest";
import { failuresOf, runChaos } from "../doubles/chaos-runs.ts";

const FIRST = Number(process.env.ESPULSE_SEED ?? 1);
const RUNS = Number(process.env.ESPULSE_RUNS ?? 1000);
const HOUR_MS = 3_600_000;

it("no reading is lost, and every loss is told, in every one of them", {
  timeout: HOUR_MS,
}, async () => {
  const startMs = performance.now();
  const size = { first: FIRST, runs: RUNS, boards: 20, seconds: 600, forMs: HOUR_MS };
  const reports = await runChaos(size);
  const sum = (of: "made" | "stored" | "declared" | "unknown" | "boots" | "faults") =>
    reports.reduce((total, report) => total + report[of], 0);
  process.stdout.write(
    `${reports.length} runs in ${Math.round((performance.now() - startMs) / 1000)} s, ${sum("faults")} faults, ${sum("boots")} boots: ${sum("made")} made = ${sum("stored")} stored + ${sum("declared")} declared + ${sum("unknown")} unknown\n`,
  );
  expect(failuresOf(reports)).toEqual([]);
  expect(reports).toHaveLength(RUNS);
  expect(sum("made")).toBe(sum("stored") + sum("declared") + sum("unknown"));
});
