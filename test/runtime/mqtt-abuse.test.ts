// A broker that misbehaves byte by byte; the firmware's client survives each as MQTT 3.1.1 says.
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { freePort } from "../doubles/ports.ts";
import { publishBytes, readPublish, TYPE } from "../doubles/raw-packets.ts";
import {
  type Manners,
  ScriptedBroker,
  type ScriptedConnection,
} from "../doubles/scripted-broker.ts";
import { onEachRuntime } from "./runtimes.ts";

const COMMAND = "espulse/esp32-a1b2c3/cmd/ping";

async function withBroker(
  mannersOf: (index: number) => Manners,
  body: (broker: ScriptedBroker) => Promise<void>,
): Promise<void> {
  const broker = await ScriptedBroker.start(mannersOf);
  try {
    await body(broker);
  } finally {
    await broker.close();
  }
}

/** Waits for `count` different readings over all connections; gives their seq in order of arrival. */
async function seqs(connection: ScriptedConnection, count: number): Promise<number[]> {
  await connection.until(() => connection.readings.length >= count, `${count} readings`);
  return connection.readings.map(({ seq }) => seq);
}

function replies(connection: ScriptedConnection): string[] {
  return connection.publishes
    .filter(({ topic }) => topic.includes("/reply/"))
    .map(({ topic }) => topic.replace(/.*\//, ""));
}

onEachRuntime("a broker that misbehaves", (runtime) => {
  describe.concurrent("survived", () => {
    for (const code of [1, 2, 3, 4, 5]) {
      it(`CONNACK code ${code} is told apart and is no connection [MQTT-3.2.2-5]`, async () => {
        await withBroker(
          (index) => ({ connack: index === 0 ? code : 0 }),
          async (broker) => {
            const board = await runtime.start(broker.port);
            const refused = await broker.connection(0);
            await refused.untilClosed();
            expect(refused.packets.map(({ type }) => type)).toEqual([TYPE.connect]);
            const accepted = await broker.connection(1);
            expect(await seqs(accepted, 3)).toEqual(expect.arrayContaining([1, 2, 3]));
            expect(board.lines.join("\n")).toContain(`refused (${code})`);
          },
        );
      });
    }

    it("CONNACK a byte at a time", async () => {
      await withBroker(
        () => ({ connack: "bytewise" }),
        async (broker) => {
          await runtime.start(broker.port);
          const connection = await broker.connection(0);
          expect(await seqs(connection, 2)).toContain(1);
        },
      );
    });

    it("a 300-byte PUBLISH a byte at a time", async () => {
      await withBroker(
        () => ({}),
        async (broker) => {
          // While it goes out no PUBACK can: the board is to ask for none, however long that takes.
          const quiet = { interval: 600_000, broker: { keepAlive: 600 } };
          await runtime.start(broker.port, quiet);
          const connection = await broker.connection(0);
          await connection.until(() => connection.count(TYPE.subscribe) > 0, "SUBSCRIBE");
          const payload = `{"id":"slow","x":"${"x".repeat(300 - 34 - COMMAND.length + 14)}"}`;
          const bytes = publishBytes(COMMAND, payload);
          expect(bytes.length).toBeGreaterThanOrEqual(300);
          await connection.sendBytewise(bytes);
          await connection.until(() => replies(connection).includes("slow"), "the reply");
        },
      );
    });

    it("200 PUBLISH in one segment: each QoS 1 acknowledged, each answered or counted", async () => {
      await withBroker(
        () => ({}),
        async (broker) => {
          const board = await runtime.start(broker.port);
          const connection = await broker.connection(0);
          await connection.until(() => connection.count(TYPE.subscribe) > 0, "SUBSCRIBE");
          const all = Array.from({ length: 200 }, (_, i) =>
            publishBytes(COMMAND, `{"id":"n${i}"}`, 1000 + i),
          );
          connection.send(Buffer.concat(all));
          await connection.until(() => connection.count(TYPE.puback) >= 200, "200 PUBACK");
          const ids = connection.packets
            .filter(({ type }) => type === TYPE.puback)
            .map(({ body }) => body.readUInt16BE(0));
          expect(ids).toEqual(Array.from({ length: 200 }, (_, i) => 1000 + i));
          const told = () =>
            board.lines.flatMap((line) => / (\d+) commands unanswered/.exec(line)?.[1] ?? []);
          await connection.until(
            () => replies(connection).length + told().reduce((sum, n) => sum + Number(n), 0) >= 200,
            "200 answered or counted",
          );
          expect(new Set(replies(connection)).size).toBe(replies(connection).length);
          const before = connection.readings.length;
          expect((await seqs(connection, before + 2)).length).toBeGreaterThan(before);
        },
      );
    });

    it("20 kB inbound: acknowledged, not buffered, and what follows is understood", async () => {
      await withBroker(
        () => ({}),
        async (broker) => {
          const board = await runtime.start(broker.port);
          const connection = await broker.connection(0);
          await connection.until(() => connection.count(TYPE.subscribe) > 0, "SUBSCRIBE");
          connection.send(publishBytes(COMMAND, `{"id":"big","x":"${"x".repeat(20_000)}"}`, 77));
          connection.send(publishBytes(COMMAND, '{"id":"after"}', 78));
          await connection.until(() => replies(connection).includes("after"), "the reply");
          expect(replies(connection)).not.toContain("big");
          expect(
            connection.packets
              .filter(({ type }) => type === TYPE.puback)
              .map(({ body }) => body.readUInt16BE(0)),
          ).toEqual([77, 78]);
          expect(board.boots).toBe(1);
        },
      );
    });

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

    it("SUBACK failure is told, and readings go on [MQTT-3.9.3-2]", async () => {
      await withBroker(
        () => ({ suback: 0x80 }),
        async (broker) => {
          const board = await runtime.start(broker.port);
          const connection = await broker.connection(0);
          expect(await seqs(connection, 3)).toEqual(expect.arrayContaining([1, 2, 3]));
          expect(board.lines.join("\n")).toContain("subscription refused");
          expect(broker.connections.length).toBe(1);
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
          await seqs(good, 13);
          expect(good.isClosed).toBe(false);
          expect(broker.connections.length).toBe(3);
        },
      );
    });

    it("a broker that stops reading: given up, and nothing is lost", async () => {
      await withBroker(
        () => ({}),
        async (broker) => {
          await runtime.start(broker.port);
          const first = await broker.connection(0);
          await seqs(first, 2);
          const known = first.readings.at(-1)!.seq;
          first.stopReading();
          const second = await broker.connection(1);
          await second.until(() => second.readings.length >= 14, "the backlog and live readings");
          const got = new Set(second.readings.map(({ seq }) => seq));
          for (let seq = known + 1; seq <= Math.max(...got); seq++) expect(got).toContain(seq);
        },
      );
    });

    it("pings answered but no PUBACK: sent again with new ids, no DUP, the same bytes", async () => {
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
            expect(payloadOf(second, seq)!.payload).toBe(payloadOf(first, seq)!.payload);
            expect(payloadOf(second, seq)!.dup).toBe(false);
          }
          // A bounded window: meta, state, SUBSCRIBE and readings together.
          expect(
            first.publishes.filter(({ qos }) => qos === 1).length + first.count(TYPE.subscribe),
          ).toBeLessThanOrEqual(9);
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
      const back = await ScriptedBroker.start(() => ({}), port);
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
      await withBroker(
        () => ({}),
        async (broker) => {
          const board = await runtime.start(broker.port);
          const connection = await broker.connection(0);
          await seqs(connection, 2);
          await board.evaluate('E.emit("stop")');
          await connection.untilClosed();
          const last = connection.packets.slice(-2);
          expect(JSON.parse(readPublish(last[0]!).payload)).toMatchObject({
            state: "disconnected",
          });
          expect(last[1]!.type).toBe(TYPE.disconnect);
          expect(board.lines.join("\n")).toMatch(/espulse: stop \{.*"waiting":0/);
        },
      );
    });
  });
});
