// Faults that begin, overlap and end; and a fleet that goes through all of them, the same each time.
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { loadBoard } from "../../../../boards/board.ts";
import { buildProgram } from "../../../../host/build/build-program.ts";
import { Chaos, checkActions } from "../../../../host/simulator/chaos/chaos.ts";
import type { ChaosPlan } from "../../../../host/simulator/chaos/entry.ts";
import { type Moment, momentsOf } from "../../../../host/simulator/chaos/moments.ts";
import { SeededRandom } from "../../../../host/simulator/virtual/seeded-random.ts";
import { VirtualFleet } from "../../../../host/simulator/virtual/virtual-fleet.ts";
import { VirtualTime } from "../../../../host/simulator/virtual/virtual-time.ts";
import { World } from "../../../../host/simulator/virtual/world.ts";
import { decodeReading } from "../../../../host/telemetry/decode.ts";

function chaosOf(plan: ChaosPlan): { time: VirtualTime; seen: string[]; chaos: Chaos } {
  const time = new VirtualTime();
  const seen: string[] = [];
  const act = ({ fault, target }: Moment) => {
    const at = () => time.now() / 1000;
    seen.push(`${at()} ${fault} ${target}`);
    return () => void seen.push(`${at()} end ${target}`);
  };
  const moments = momentsOf(plan, {
    seconds: 100,
    devices: ["a", "b"],
    random: new SeededRandom(1),
  });
  const chaos = new Chaos({ clock: time, moments, actions: { "wifi-loss": act, delay: act } });
  return { time, seen, chaos };
}

it("begins and ends each fault in its time, one that overlaps itself with the last of its ends", async () => {
  const { time, seen } = chaosOf([
    { fault: "wifi-loss", at: 10, target: "a", for: 10 },
    { fault: "wifi-loss", at: 15, target: "a", for: 20 },
    { fault: "wifi-loss", at: 15, target: "b", for: 1 },
  ]);
  await time.advance(100_000);
  expect(seen).toEqual(["10 wifi-loss a", "15 wifi-loss b", "16 end b", "35 end a"]);
});

it("ends what is going on when it is stopped, and begins nothing more", async () => {
  const { time, seen, chaos } = chaosOf([
    { fault: "delay", at: 10, target: "a", for: 50 },
    { fault: "delay", at: 30, target: "b", for: 50 },
  ]);
  await time.advance(20_000);
  chaos.stop();
  await time.advance(80_000);
  expect(seen).toEqual(["10 delay a", "20 end a"]);
});

it("refuses a plan with what this run does not have", () => {
  const plan: ChaosPlan = [
    { fault: "delay", at: 1 },
    { fault: "recorder-kill", at: 2 },
  ];
  expect(() =>
    checkActions(plan, { delay: () => undefined }, (fault) => `no ${fault} here`),
  ).toThrow(/^\[1\]\.fault: no recorder-kill here$/);
});

const EVERYTHING: ChaosPlan = [
  { fault: "wifi-loss", every: [60, 120], target: "some", for: [1, 40] },
  { fault: "power-cut", every: [60, 120] },
  { fault: "power-cut", every: [60, 120], during: "flash-write" },
  { fault: "clock-step", every: [30, 120] },
  { fault: "half-open", every: [60, 120], target: "some" },
  { fault: "delay", every: [60, 120], ms: 800 },
  { fault: "split", every: [60, 120], bytes: 2 },
  { fault: "dns-failure", every: [60, 120] },
  { fault: "unreachable", every: [60, 120] },
  { fault: "broker-kill", every: [60, 120] },
  { fault: "broker-kill", at: 300, state: "autosave" },
  { fault: "broker-hang", every: [60, 120], for: [1, 30] },
  { fault: "duplicate-delivery", every: [60, 120] },
  { fault: "time-server-silent", at: 100 },
  { fault: "time-server-wrong", at: 200, for: 100 },
];

it("takes a fleet through all of it, the same with the same seed, and each reading is one that was made", async () => {
  const board = loadBoard("esp32-devkitc");
  const program = await buildProgram({ board });
  const run = async (seed: number) => {
    const digest = createHash("sha256");
    const seen = new Map<string, Set<number>>();
    const contents: [string, number, number][] = [];
    const world: World = new World({
      seed,
      broker: {
        onPublish({ topic, payload }) {
          digest.update(`${world.time.now()} ${topic} ${payload}\n`);
          const decoded = decodeReading(topic, payload);
          if (!decoded.ok) return;
          const { boot, seq, d } = decoded.reading;
          contents.push([`${decoded.device} ${boot}`, seq, d.temp!]);
          seen.set(boot, (seen.get(boot) ?? new Set()).add(seq));
        },
      },
    });
    const fleet = await VirtualFleet.start({
      world,
      program,
      config: { board, prefix: "espulse", interval: 1000, keepAlive: 30, pins: [], wifi: {} },
      count: 8,
    });
    const kinds = new Set<string>();
    fleet.disturb(EVERYTHING, 600, { onFault: ({ fault }) => kinds.add(fault) });
    await fleet.world.advance(600_000);
    fleet.calm();
    await fleet.world.advance(90_000);
    const arrived = contents.length;
    await fleet.world.advance(5000);
    expect(contents.length).toBeGreaterThanOrEqual(arrived + 8 * 4);
    await fleet.stop();
    const made = new Map(
      fleet.boards.flatMap(({ device, install, truth }) =>
        [...truth.boots].map(
          ([boot, samples]) => [`${device} ${install}-${boot}` as string, samples] as const,
        ),
      ),
    );
    for (const [name, seq, celsius] of contents) {
      expect(made.get(name)?.[seq - 1]?.celsius, `${name} ${seq}`).toBe(celsius);
    }
    expect(kinds.size).toBe(new Set(EVERYTHING.map(({ fault }) => fault)).size);
    await fleet.close();
    return digest.digest("hex");
  };
  const first = await run(11);
  expect(await run(11)).toBe(first);
  expect(await run(12)).not.toBe(first);
});
