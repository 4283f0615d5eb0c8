// What no fault may do: lose a reading without a word. The seed is in the title.
import { describe, it } from "vitest";
import { survive } from "./survival.ts";

const SEEDS = Array.from({ length: 6 }, (_, i) => 2000 + 41 * i);

describe("every reading is kept, told as lost, or within what nobody can know", () => {
  it.each(SEEDS)("seed %i", (seed) => survive(seed, 50));
});
