// What a broker may send, byte by byte; the firmware's client takes each as MQTT 3.1.1 says.
import { describe, expect, it } from "vitest";
import { publishBytes, TYPE } from "../doubles/raw-packets.ts";
import { WELL_BEHAVED, withBroker } from "../doubles/scripted-broker.ts";
import { onEachRuntime } from "./runtimes.ts";

const COMMAND = "espulse/esp32-a1b2c3/cmd/ping";

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
            expect(await accepted.seqs(3)).toEqual(expect.arrayContaining([1, 2, 3]));
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
          expect(await connection.seqs(2)).toContain(1);
        },
      );
    });

    it("a 300-byte PUBLISH a byte at a time", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
        // While it goes out no PUBACK can: the board is to ask for none, however long that takes.
        const quiet = { interval: 600_000, broker: { keepAlive: 600 } };
        await runtime.start(broker.port, quiet);
        const connection = await broker.connection(0);
        await connection.until(() => connection.count(TYPE.subscribe) > 0, "SUBSCRIBE");
        const payload = `{"id":"slow","x":"${"x".repeat(300 - 34 - COMMAND.length + 14)}"}`;
        const bytes = publishBytes(COMMAND, payload);
        expect(bytes.length).toBeGreaterThanOrEqual(300);
        await connection.sendBytewise(bytes);
        await connection.until(() => connection.replies.includes("slow"), "the reply");
      });
    });

    it("200 PUBLISH in one segment: each QoS 1 acknowledged, each answered or counted", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
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
          () => connection.replies.length + told().reduce((sum, n) => sum + Number(n), 0) >= 200,
          "200 answered or counted",
        );
        expect(new Set(connection.replies).size).toBe(connection.replies.length);
        const before = connection.readings.length;
        expect((await connection.seqs(before + 2)).length).toBeGreaterThan(before);
      });
    });

    it("20 kB inbound: acknowledged, not buffered, and what follows is understood", async () => {
      await withBroker(WELL_BEHAVED, async (broker) => {
        const board = await runtime.start(broker.port);
        const connection = await broker.connection(0);
        await connection.until(() => connection.count(TYPE.subscribe) > 0, "SUBSCRIBE");
        connection.send(publishBytes(COMMAND, `{"id":"big","x":"${"x".repeat(20_000)}"}`, 77));
        connection.send(publishBytes(COMMAND, '{"id":"after"}', 78));
        await connection.until(() => connection.replies.includes("after"), "the reply");
        expect(connection.replies).not.toContain("big");
        expect(
          connection.packets
            .filter(({ type }) => type === TYPE.puback)
            .map(({ body }) => body.readUInt16BE(0)),
        ).toEqual([77, 78]);
        expect(board.boots).toBe(1);
      });
    });

    it("SUBACK failure is told, and readings go on [MQTT-3.9.3-2]", async () => {
      await withBroker(
        () => ({ suback: 0x80 }),
        async (broker) => {
          const board = await runtime.start(broker.port);
          const connection = await broker.connection(0);
          expect(await connection.seqs(3)).toEqual(expect.arrayContaining([1, 2, 3]));
          expect(board.lines.join("\n")).toContain("subscription refused");
          expect(broker.connections.length).toBe(1);
        },
      );
    });
  });
});
