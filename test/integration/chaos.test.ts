// Everything together in virtual time, with all that can go wrong: at the end of each seed's run every
// reading is stored, declared dropped, or within the bound of what nobody can know, and none twice. As
// many seeds as a minute has room for; test/soak/chaos.test.ts runs more, and longer.
import { expect, it } from "vitest";
import { failuresOf, runChaos } from "../doubles/chaos-runs.ts";

it("no reading is lost, and every loss is told, whatever goes wrong", async () => {
  const size = { first: 1, runs: 100, boards: 4, seconds: 300, forMs: 60_000 };
  const reports = await runChaos(size);
  expect(failuresOf(reports)).toEqual([]);
  expect(reports.length).toBeGreaterThan(1);
  for (const { made, stored, declared, unknown } of reports) {
    expect(made).toBe(stored + declared + unknown);
    expect(made).toBeGreaterThan(0);
  }
});
