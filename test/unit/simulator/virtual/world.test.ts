// The firmware of Espulse, a broker and a network, all in virtual time.
import { expect, it } from "vitest";
import { Truth } from "../../../../host/simulator/truth.ts";
import { World } from "../../../../host/simulator/virtual/world.ts";
import { decodeReading } from "../../../../host/telemetry/decode.ts";
import { startOwnBoard } from "./bench.ts";

interface Arrival {
  readonly atMs: number;
  readonly text: string;
  readonly seq: number;
  readonly up: number;
  readonly t: number | undefined;
}

function worldOf(seed: number): { world: World; arrivals: Arrival[] } {
  const arrivals: Arrival[] = [];
  const world: World = new World({
    seed,
    broker: {
      onPublish({ topic, payload }) {
        const decoded = decodeReading(topic, payload);
        if (!decoded.ok) return;
        const { seq, up, t } = decoded.reading;
        arrivals.push({ atMs: world.time.now(), text: String(payload), seq, up, t });
      },
    },
  });
  return { world, arrivals };
}

it("brings a reading a second, each of its virtual time", async () => {
  const { world, arrivals } = worldOf(1);
  const { lines } = await startOwnBoard(world);
  await world.advance(600_000);
  expect(arrivals.length).toBeGreaterThan(595);
  expect(arrivals.map(({ seq }) => seq)).toEqual(arrivals.map((_, index) => index + 1));
  const live = arrivals.slice(5);
  for (const { atMs, up, t } of live) {
    // The start of the program, and the way to the broker.
    expect(atMs - up).toBeGreaterThan(0);
    expect(atMs - up).toBeLessThan(10);
    // Half the difference of the ways that the time server's answer and question took.
    expect(Math.abs(t! - Date.UTC(2026, 0, 1) - up)).toBeLessThanOrEqual(3);
  }
  expect(lines).toContain("espulse: connected");
});

it("is the same again with the same seed, and another with another", async () => {
  const run = async (seed: number): Promise<Arrival[]> => {
    const { world, arrivals } = worldOf(seed);
    const { board } = await startOwnBoard(world);
    await world.advance(20_000);
    await board.setWifi(false);
    await world.advance(7000);
    await board.setWifi(true);
    world.killBroker("lost");
    await world.advance(3000);
    world.startBroker();
    await world.advance(60_000);
    return arrivals;
  };
  const first = await run(3);
  expect(await run(3)).toEqual(first);
  expect(await run(4)).not.toEqual(first);
});

it("comes back after an outage of the broker, which forgot everything", async () => {
  const { world, arrivals } = worldOf(1);
  const { lines } = await startOwnBoard(world);
  await world.advance(10_000);
  world.killBroker("lost");
  expect(world.broker.connections).toBe(0);
  await world.advance(10_000);
  const before = arrivals.length;
  world.startBroker();
  await world.advance(30_000);
  expect(lines.some((line) => line.startsWith("espulse: mqtt session: closed"))).toBe(true);
  expect(lines.filter((line) => line === "espulse: connected").length).toBe(2);
  expect(arrivals.length).toBeGreaterThan(before + 30);
  const seen = [...new Set(arrivals.map(({ seq }) => seq))].sort((a, b) => a - b);
  expect(seen).toEqual(seen.map((_, index) => index + 1));
});

it("notices what a network does: no name, no answer, connections that stand open", async () => {
  const { world } = worldOf(1);
  const { lines, device } = await startOwnBoard(world);
  const { faults } = world.network.station(device);
  const isConnected = () => lines.filter((line) => line === "espulse: connected").length;
  await world.advance(10_000);

  world.network.station(device).halfOpen();
  await world.advance(9000);
  expect(world.broker.connections).toBe(1);
  expect(lines.at(-1)).toBe("espulse: connected");
  await world.advance(20_000);
  expect(lines).toContain("espulse: mqtt session: no PUBACK");
  expect(isConnected()).toBe(2);

  faults.isNameless = true;
  world.network.station(device).halfOpen();
  await world.advance(30_000);
  expect(lines.some((line) => line.includes("Connect failed (err 104)"))).toBe(true);
  faults.isNameless = false;
  await world.advance(60_000);
  expect(isConnected()).toBe(3);

  faults.isUnreachable = true;
  world.network.station(device).halfOpen();
  await world.advance(60_000);
  expect(lines.some((line) => line.includes("Connect failed (err 113)"))).toBe(true);
  faults.isUnreachable = false;
  await world.advance(90_000);
  expect(isConnected()).toBe(4);
});

it("goes on with bytes that come one by one, and late", async () => {
  const { world, arrivals } = worldOf(1);
  const { device } = await startOwnBoard(world);
  Object.assign(world.network.station(device).faults, { pieceBytes: 1, delayMs: 3 });
  await world.advance(60_000);
  expect(arrivals.length).toBeGreaterThan(50);
  expect(arrivals.map(({ seq }) => seq)).toEqual(arrivals.map((_, index) => index + 1));
});

it("knows what a board has measured without asking it, through power cuts at any write", async () => {
  const { world, arrivals } = worldOf(5);
  const truth = new Truth(() => world.time.now());
  const { board, lines } = await startOwnBoard(world, 0, {
    onTemperatureRead: (celsius, storage) => truth.sampled(celsius, storage),
  });
  await world.advance(20_000);
  for (let steps = 0; steps < 6; steps++) {
    board.cutPower();
    board.cutPowerInFlash(steps);
    board.restorePower();
    board.cutPowerInFlash(steps);
    await world.advance(5000);
    board.restorePower();
    await world.advance(5000);
  }
  const boots = board.boots;
  await world.advance(20_000);
  truth.end();
  await board.evaluate('E.emit("stop")');
  await world.advance(3000);
  expect(board.boots).toBe(boots);
  const made = /"made":(\d+)/.exec(lines.at(-1)!)![1];
  const counts = [...truth.boots];
  // One write of one byte counts a boot: those that were cut before it are no boots of the firmware.
  expect(counts.map(([boot]) => boot)).toEqual(counts.map((_, index) => index + 1));
  expect(counts.at(-1)![1].length).toBe(Number(made));
  for (const { text } of arrivals) {
    const { boot, seq, d } = JSON.parse(text) as { boot: string; seq: number; d: { temp: number } };
    expect(d.temp).toBe(truth.boots.get(Number(boot.split("-")[1]))?.[seq - 1]?.celsius);
  }
});
