// The one-second schedule, the clock and the ways back: what must hold whatever happens around.
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Reading } from "../../firmware/contract/telemetry.ts";
import { startTimeServer } from "../../host/simulator/time-server.ts";
import { freePort } from "../doubles/ports.ts";
import { ScriptedBroker, WELL_BEHAVED, withBroker } from "../doubles/scripted-broker.ts";
import { onEachRuntime } from "./runtimes.ts";

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Every one of 1 to the newest has come. */
function isWhole(readings: readonly Reading[]): boolean {
  const got = new Set(readings.map(({ seq }) => seq));
  return got.size === Math.max(...got);
}

/**
 * Each reading was made once, at its place on the grid. A busy machine makes one late, and `skip`
 * counts the places that passed meanwhile; not each of the last five is late.
 */
function expectOnSchedule(readings: readonly Reading[]): void {
  const bySeq = readings.toSorted((a, b) => a.seq - b.seq);
  expect(bySeq.map(({ seq }) => seq)).toEqual(bySeq.map((_, i) => i + 1));
  const lateMs = bySeq.map(({ seq, up, skip = 0 }) => up - (seq - 1 + skip) * 1000);
  expect(Math.min(...lateMs)).toBeGreaterThan(-50);
  expect(Math.max(...lateMs)).toBeLessThan(1000);
  expect(Math.min(...lateMs.slice(-5))).toBeLessThan(250);
}

onEachRuntime("the schedule", (runtime) => {
  describe.concurrent("holds", () => {
    it("while the broker is unreachable: every reading is made, none twice", async () => {
      const port = await freePort();
      await runtime.start(port);
      await delay(6000);
      const broker = await ScriptedBroker.start(WELL_BEHAVED, port);
      try {
        const connection = await broker.connection(0);
        // The live ones go before those that waited.
        await connection.until(() => {
          const { readings } = connection;
          return readings.length >= 10 && isWhole(readings);
        }, "ten readings, without a gap");
        expectOnSchedule(connection.readings);
      } finally {
        await broker.close();
      }
    });

    for (const [name, stepMs] of [
      ["a year forward", YEAR_MS],
      ["a year back", -YEAR_MS],
    ] as const) {
      it(`through a step of the system clock by ${name}`, async () => {
        await withBroker(WELL_BEHAVED, async (broker) => {
          const board = await runtime.start(broker.port);
          const connection = await broker.connection(0);
          await connection.until(() => connection.readings.length >= 2, "two readings");
          await board.stepClock(stepMs);
          await connection.until(() => connection.readings.length >= 7, "five readings more");
          expectOnSchedule(connection.readings);
          expect(board.boots).toBe(1);
          expect(broker.connections.length).toBe(1);
        });
      });
    }

    it("with the time of an SNTP server, which a step of the system clock does not touch", async () => {
      const server = await startTimeServer();
      try {
        await withBroker(WELL_BEHAVED, async (broker) => {
          const before = Date.now();
          const board = await runtime.start(broker.port, {
            sntp: { host: "127.0.0.1", port: server.port },
          });
          const connection = await broker.connection(0);
          const dated = () => connection.readings.filter(({ t }) => t !== undefined);
          expect(connection.readings[0]?.t).toBeUndefined();
          await connection.until(() => dated().length >= 2, "readings with t");
          await board.stepClock(-YEAR_MS);
          await connection.until(() => dated().length >= 5, "readings after the step");
          const offsets = dated().map(({ t, up }) => t! - up);
          expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(50);
          // Between start and now, but for the error of half a round trip, at most 1 s.
          const { t: last = 0 } = dated().at(-1)!;
          expect(last).toBeGreaterThan(before - 1000);
          expect(last).toBeLessThan(Date.now() + 1000);
        });
      } finally {
        server.close();
      }
    });

    it("by a restart: with the sampling timer gone the watchdog bites", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
        const board = await runtime.start(broker.port, { watchdog: 3 });
        const first = await broker.connection(0);
        await first.until(() => first.readings.length >= 2, "two readings");
        await board.evaluate("clearTimeout()");
        const second = await broker.connection(1);
        await second.until(() => second.readings.length >= 2, "readings of the next boot");
        expect(board.boots).toBe(2);
        const boots = new Set(
          [...first.publishes, ...second.publishes]
            .filter(({ topic }) => topic.endsWith("/telemetry"))
            .map(({ payload }) => JSON.parse(payload).boot as string),
        );
        expect([...boots]).toEqual(["7f3a12c4-1", "7f3a12c4-2"]);
        const meta = second.publishes.find(({ topic }) => topic.endsWith("/meta"));
        expect(JSON.parse(meta!.payload)).toMatchObject({ reset: "abrupt" });
      });
    });

    it("through a loss of Wi-Fi: joined again, and the readings in between arrive", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
        const board = await runtime.start(broker.port);
        const first = await broker.connection(0);
        await first.until(() => first.readings.length >= 2, "two readings");
        await board.setWifi(false);
        await delay(4000);
        await board.setWifi(true);
        const second = await broker.connection(1);
        await second.until(() => second.readings.some(({ q }) => q === undefined), "a live one");
        await second.until(
          () => isWhole([...first.readings, ...second.readings]),
          "every reading from the first to the newest",
        );
      });
    });

    it("over a power cut: the next boot has the next name", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
        const board = await runtime.start(broker.port);
        const first = await broker.connection(0);
        await first.until(() => first.readings.length >= 1, "a reading");
        await board.powerCycle();
        const second = await broker.connection(1);
        await second.until(() => second.readings.length >= 1, "a reading of the next boot");
        const reading = second.publishes.find(({ topic }) => topic.endsWith("/telemetry"));
        expect(JSON.parse(reading!.payload)).toMatchObject({ boot: "7f3a12c4-2", seq: 1 });
      });
    });

    it("and birth comes first, then presence, then readings", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
        await runtime.start(broker.port, {
          pins: [
            { name: "light", pin: "D34", kind: "analog" },
            { name: "door", pin: "D4", kind: "digital" },
          ],
          broker: { password: "s3cret" },
        });
        const connection = await broker.connection(0);
        await connection.until(() => connection.readings.length >= 1, "a reading");
        const connect = connection.packets[0]!.body;
        // "MQTT", level 4, flags: user, password, will retained at QoS 1, clean session; keep-alive.
        expect([...connect.subarray(0, 10)]).toEqual([
          0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0xee, 0, 30,
        ]);
        expect(connect.toString("latin1").endsWith("\0\x0cesp32-a1b2c3\0\x06s3cret")).toBe(true);
        const kinds = connection.publishes.map(({ topic }) => topic.replace(/.*\//, ""));
        expect(kinds.slice(0, 2)).toEqual(["meta", "state"]);
        const [meta, state] = connection.publishes.map(({ payload }) => JSON.parse(payload));
        expect(meta).toMatchObject({
          v: 1,
          boot: "7f3a12c4-1",
          reset: "none",
          channels: [
            { n: "temp", u: "Cel" },
            { n: "vars", u: "count" },
            { n: "rssi", u: "dBm" },
            { n: "light", u: "V" },
            { n: "door", u: "1" },
          ],
        });
        expect(state).toEqual({ v: 1, state: "ready", boot: "7f3a12c4-1", conn: 1 });
        expect(connection.publishes.slice(0, 2).map(({ qos, retain }) => [qos, retain])).toEqual([
          [1, true],
          [1, true],
        ]);
      });
    });
  });
});
