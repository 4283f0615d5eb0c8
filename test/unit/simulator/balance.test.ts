// made = stored + declared + unknown: by hand, and for a fleet in virtual time.
import { expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { buildProgram } from "../../../host/build/build-program.ts";
import { balanceOf, type KnownBoot } from "../../../host/simulator/balance.ts";
import { Truth } from "../../../host/simulator/truth.ts";
import { VirtualFleet } from "../../../host/simulator/virtual/virtual-fleet.ts";
import { World } from "../../../host/simulator/virtual/world.ts";
import { ModelRecorder } from "../../doubles/model-recorder.ts";

function truthOf(...made: readonly number[]): Truth {
  const truth = new Truth(() => 0);
  made.forEach((count, index) => {
    truth.boots.set(index + 1, Array(count).fill({ atMs: 0, celsius: 44 }));
  });
  return truth;
}

function knownOf(
  stored: readonly number[],
  declared: readonly number[] = [],
  before?: KnownBoot["before"],
) {
  const highest = Math.max(0, ...stored, ...declared);
  return { stored: new Set(stored), declared: new Set(declared), highest, before };
}

function balance(truth: Truth, ...boots: readonly KnownBoot[]) {
  return balanceOf(truth, "aa", (boot) => boots[Number(boot.split("-")[1]) - 1]);
}

it("counts what is stored, declared and unknown within its bound", () => {
  const first = knownOf([1, 2, 5], [3], { seq: 3, most: 2 });
  const [one, two] = balance(truthOf(6, 2), first, knownOf([1, 2]));
  expect(one).toMatchObject({
    boot: "aa-1",
    made: 6,
    stored: 3,
    declared: 1,
    unknown: 2,
    faults: [],
  });
  expect(two).toMatchObject({ boot: "aa-2", made: 2, stored: 2, unknown: 0, faults: [] });
});

it("names what is out of balance", () => {
  const faults = (truth: Truth, ...boots: readonly KnownBoot[]) =>
    balance(truth, ...boots).flatMap((boot) => boot.faults);
  expect(faults(truthOf(4), knownOf([1, 4]))).toEqual(["2 missing, 2 to 3 of 4"]);
  expect(faults(truthOf(3))).toEqual(["3 missing, 1 to 3 of 3"]);
  expect(faults(truthOf(4, 0), knownOf([1], [], { seq: 2, most: 1 }))).toEqual([
    "1 missing, 2 to 2 of 4",
    "2 unknown behind 2, where 1 may be",
  ]);
  expect(faults(truthOf(4, 0), knownOf([1]))).toEqual([
    "3 unknown, and no later boot has told how many may be",
  ]);
  expect(faults(truthOf(2), knownOf([1, 2, 3]))).toEqual(["reading 3 is known, and 2 were made"]);
});

it("holds for a fleet whose network goes away, with a recorder that keeps what comes", async () => {
  const board = loadBoard("esp32-devkitc");
  const world = new World({ seed: 5 });
  const recorder = new ModelRecorder(world);
  const fleet = await VirtualFleet.start({
    world,
    program: await buildProgram({ board }),
    config: { board, prefix: "espulse", interval: 1000, keepAlive: 30, pins: [], wifi: {} },
    count: 5,
  });
  fleet.disturb(
    [
      { fault: "wifi-loss", every: [60, 120], target: "some", for: [1, 60] },
      { fault: "half-open", every: [60, 120], target: "recorder" },
      { fault: "split", every: [60, 120], target: "all", bytes: 3 },
    ],
    600,
  );
  await world.advance(600_000);
  fleet.calm();
  await world.advance(120_000);
  await fleet.stop();
  await world.advance(10_000);
  const balances = fleet.boards.flatMap(({ truth, install }) =>
    balanceOf(truth, install, (boot) => recorder.boots.get(boot)),
  );
  recorder.close();
  await fleet.close();
  expect(balances.flatMap(({ faults }) => faults)).toEqual([]);
  const sum = (name: "made" | "stored" | "declared") =>
    balances.reduce((total, one) => total + one[name], 0);
  expect(sum("made")).toBeGreaterThan(5 * 715);
  expect(sum("stored") + sum("declared")).toBe(sum("made"));
  expect(recorder.conflicts).toEqual([]);
  expect(recorder.connections).toBeGreaterThan(4);
});
