// Links that end, or are dead without a word: the firmware's client gives them up, comes back, and loses
// nothing that was not acknowledged.
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { freePort } from "../doubles/ports.ts";
import { readPublish, TYPE } from "../doubles/raw-packets.ts";
import { ScriptedBroker, WELL_BEHAVED, withBroker } from "../doubles/scripted-broker.ts";
import type { ScriptedConnection } from "../doubles/scripted-connection.ts";
import { onEachRuntime } from "./runtimes.ts";

onEachRuntime("a broker that leaves the board alone", (runtime) => {
  describe.concurrent("survived", () => {
    it("no PINGRESP: the link is given up and made anew [MQTT-3.1.2-24]", async () => {
      await withBroker(
        (index) => ({ pingresp: index > 0 }),
        async (broker) => {
          // A reading a minute: only PINGREQ shows that the link is dead.
          const slow = { interval: 60_000, broker: { keepAlive: 4 } };
          const board = await runtime.start(broker.port, slow);
          const first = await broker.connection(0);
          await first.untilClosed();
          expect(first.count(TYPE.pingreq)).toBe(1);
          expect(board.lines.join("\n")).toContain("no PINGRESP");
          const second = await broker.connection(1);
          await second.until(() => second.count(TYPE.pingreq) > 2, "pings, which are answered");
          expect(second.isClosed).toBe(false);
        },
      );
    });

    it("a close before CONNACK leaves nothing behind that hurts the next connection", async () => {
      await withBroker(
        (index) => (index < 2 ? { connack: "none" } : {}),
        async (broker) => {
          await runtime.start(broker.port);
          for (const index of [0, 1]) {
            const connection = await broker.connection(index);
            await connection.until(() => connection.count(TYPE.connect) > 0, "CONNECT");
            connection.close();
          }
          const good = await broker.connection(2);
          // Longer than any deadline that the first two could have left behind.
          await good.seqs(13);
          expect(good.isClosed).toBe(false);
          expect(broker.connections.length).toBe(3);
        },
      );
    });

    it("a broker that stops reading: given up, and nothing is lost", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
        await runtime.start(broker.port);
        const first = await broker.connection(0);
        await first.seqs(2);
        const known = first.readings.at(-1)!.seq;
        first.stopReading();
        const second = await broker.connection(1);
        await second.until(() => second.readings.length >= 14, "the backlog and live readings");
        const got = new Set(second.readings.map(({ seq }) => seq));
        for (let seq = known + 1; seq <= Math.max(...got); seq++) expect(got).toContain(seq);
      });
    });

    it("pings answered but no PUBACK: sent again with new ids, no DUP, the same content", async () => {
      await withBroker(
        (index) => ({ puback: index > 0 }),
        async (broker) => {
          await runtime.start(broker.port);
          const first = await broker.connection(0);
          const second = await broker.connection(1);
          await second.until(() => second.readings.some(({ seq }) => seq === 1), "reading 1 again");
          await second.until(() => second.readings.length >= 10, "the backlog");
          const payloadOf = (connection: ScriptedConnection, seq: number) =>
            connection.packets
              .filter(({ type }) => type === TYPE.publish)
              .map(readPublish)
              .find(({ payload }) => payload.includes(`"seq":${seq},`));
          const sentTwice = first.readings.map(({ seq }) => seq);
          expect(sentTwice.length).toBeGreaterThan(3);
          for (const seq of sentTwice) {
            // `q` tells how a reading came, not what it is.
            const [before, again] = [first, second].map((connection) =>
              payloadOf(connection, seq)!.payload.replace('"q":1,', ""),
            );
            expect(again).toBe(before);
            expect(payloadOf(second, seq)!.dup).toBe(false);
          }
          // A bounded window: meta, state and readings together; two SUBSCRIBE, which are answered.
          expect(
            first.publishes.filter(({ qos }) => qos === 1).length + first.count(TYPE.subscribe),
          ).toBeLessThanOrEqual(10);
        },
      );
    });

    it("an outage: back-off from 1 s doubling, with jitter; the backlog comes marked", async () => {
      const port = await freePort();
      const broker = await ScriptedBroker.start(() => ({ connack: "none" }), port);
      try {
        await runtime.start(port);
        const opened: number[] = [];
        for (const index of [0, 1, 2, 3]) {
          const connection = await broker.connection(index);
          opened.push(connection.openedAt);
          connection.close();
        }
        const waits = opened.slice(1).map((at, i) => at - opened[i]!);
        // A quarter off at most; how long an attempt takes is the machine's business.
        for (const [i, wait] of waits.entries()) {
          expect(wait).toBeGreaterThan(750 * 2 ** i - 20);
        }
      } finally {
        await broker.close();
      }
      await delay(1000);
      const back = await ScriptedBroker.start(WELL_BEHAVED, port);
      try {
        const connection = await back.connection(0);
        await connection.until(() => connection.readings.length > 6, "the backlog");
        const bySeq = connection.readings.toSorted((a, b) => a.seq - b.seq);
        expect(bySeq[0]).toMatchObject({ seq: 1, q: 1 });
        expect(bySeq.map(({ seq }) => seq)).toEqual(bySeq.map((_, i) => i + 1));
      } finally {
        await back.close();
      }
    });

    it("stops in order: all acknowledged, presence told, DISCONNECT last", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
        const board = await runtime.start(broker.port);
        const connection = await broker.connection(0);
        await connection.seqs(2);
        await board.evaluate('E.emit("stop")');
        await connection.untilClosed();
        const last = connection.packets.slice(-2);
        expect(JSON.parse(readPublish(last[0]!).payload)).toMatchObject({
          state: "disconnected",
        });
        expect(last[1]!.type).toBe(TYPE.disconnect);
        expect(board.lines.join("\n")).toMatch(/espulse: stop \{.*"waiting":0/);
      });
    });
  });
});
