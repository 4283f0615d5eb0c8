// The random runs of test/unit/firmware/outbox/survival.test.ts, many more and longer.
import { describe, it } from "vitest";
import { survive } from "../unit/firmware/outbox/survival.ts";

const SEEDS = Array.from({ length: 60 }, (_, i) => 5000 + 17 * i);

describe("every reading is kept, told as lost, or within what nobody can know", () => {
  it.each(SEEDS)("seed %i", (seed) => survive(seed, 200));
});
