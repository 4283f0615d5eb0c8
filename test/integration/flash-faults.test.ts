// One fault of each kind in a flash, each at a byte of its own; npm run soak has many more.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flashWithFault } from "../doubles/flash-faults.ts";
import { useFlashing } from "../doubles/flashing.ts";
import { type Mosquitto, skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";

/** They have all six faults among them. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

const flashing = useFlashing();

describe.skipIf(skipMosquitto)("a fault on the line in a flash", () => {
  let mosquitto: Mosquitto;
  beforeAll(async () => {
    mosquitto = await startMosquitto(["protocol mqtt"], ["allow_anonymous true"]);
  });
  afterAll(() => mosquitto.close());

  it("ends in success or a clear error, and the next one succeeds", async () => {
    const port = mosquitto.ports[0]!;
    const runs = await Promise.all(SEEDS.map((seed) => flashWithFault(flashing, port, seed)));
    expect(new Set(runs.map(({ kind }) => kind)).size).toBe(6);
  });
});
