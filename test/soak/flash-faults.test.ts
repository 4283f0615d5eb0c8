// A fault at a random byte of a flash, ESPULSE_RUNS times (200), from ESPULSE_SEED on: each ends in
// success or in an error that says what is wrong, and the board boots.
import { expect, it } from "vitest";
import { type FaultRun, flashWithFault, summaryOf } from "../doubles/flash-faults.ts";
import { useFlashing } from "../doubles/flashing.ts";
import { startMosquitto } from "../doubles/mosquitto.ts";

const SEED = Number(process.env.ESPULSE_SEED ?? (Date.now() % 1_000_000) + 1);
const RUNS = Number(process.env.ESPULSE_RUNS ?? 200);
/** Most of their time is waiting. */
const AT_ONCE = 6;

const flashing = useFlashing();

it(`${RUNS} faults from seed ${SEED} on`, async () => {
  const mosquitto = await startMosquitto(["protocol mqtt"], ["allow_anonymous true"]);
  const runs: FaultRun[] = [];
  const failures: string[] = [];
  let next = SEED;
  const work = async (): Promise<void> => {
    while (next < SEED + RUNS) {
      const seed = next++;
      try {
        const run = await flashWithFault(flashing, mosquitto.ports[0]!, seed);
        runs.push(run);
        if (run.end !== "success") console.log(`${run.message} (${run.seconds.toFixed(1)} s)`);
      } catch (error) {
        failures.push((error as Error).message);
        console.error((error as Error).message);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await mosquitto.close();
  console.log([`seed ${SEED}`, ...summaryOf(runs)].join("\n"));
  expect(failures).toEqual([]);
}, 3_600_000);
