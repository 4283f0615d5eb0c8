// The model broker of virtual time against a native Mosquitto: the very same questions to both.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type BenchClient,
  type BrokerBench,
  modelBench,
  mosquittoBench,
} from "../doubles/broker-bench.ts";
import { skipMosquitto } from "../doubles/mosquitto.ts";

const V5 = { protocolVersion: 5 } as const;
/** A session without an end, in either version. */
const KEPT = { clean: false } as const;
const KEPT_5 = { ...V5, clean: false, properties: { sessionExpiryInterval: 3600 } } as const;

/** How many are sent in all, once one is acknowledged: the second is what Mosquitto 2.0.11 makes of it. */
type Lets = (kept: number, flooded: number) => readonly number[];

const BROKERS: readonly (readonly [string, () => Promise<BrokerBench>, boolean, Lets])[] = [
  ["the model", () => modelBench(), false, (kept) => [kept]],
  ["the model that floods", () => modelBench({ floods: true }), false, (_, flooded) => [flooded]],
  ["Mosquitto", mosquittoBench, skipMosquitto, (kept, flooded) => [kept, flooded]],
];

for (const [name, open, isSkipped, lets] of BROKERS) {
  describe.skipIf(isSkipped)(name, () => {
    let bench: BrokerBench;
    let names = 0;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench?.close());
    /** Nobody else's, and no topic of another test. */
    const own = () => `own${++names}`;
    const loggedIn = async (options: object = {}, id = own()): Promise<BenchClient> => {
      const client = bench.client();
      await client.login(id, options);
      return client;
    };

    it("tells whether there is a session, and forgets that of a clean start", async () => {
      const id = own();
      const present = async (options: object) => {
        const client = bench.client();
        const { sessionPresent } = await client.login(id, options);
        client.disconnect();
        await client.closed();
        return sessionPresent;
      };
      expect(await present(KEPT)).toBe(false);
      expect(await present(KEPT)).toBe(true);
      expect(await present({})).toBe(false);
      expect(await present(KEPT)).toBe(false);
    });

    it("brings what is published, with the lower QoS of the two and no retain", async () => {
      const topic = own();
      const client = await loggedIn();
      expect((await client.subscribe(`${topic}/0`, 0)).granted).toEqual([0]);
      expect((await client.subscribe(`${topic}/1`, 1)).granted).toEqual([1]);
      for (const qos of [0, 1] as const) {
        for (const asked of [0, 1]) {
          client.publish(`${topic}/${asked}`, `${qos} to ${asked}`, { qos, retain: true });
        }
      }
      await client.sync();
      expect(
        client.messages.map(({ payload, qos, retain }) => [`${payload}`, qos, retain]),
      ).toEqual([
        ["0 to 0", 0, false],
        ["0 to 1", 0, false],
        ["1 to 0", 0, false],
        ["1 to 1", 1, false],
      ]);
      expect(client.all("puback").length).toBe(2);
    });

    it.each([
      ["/+/b", ["a/b", "c/b"]],
      ["/a/+", ["a/b", "a/"]],
      ["/a/#", ["a", "a/b", "a/", "a/b/c"]],
      ["/+", ["a", ""]],
      ["/#", ["a", "", "a/b", "a/", "c/b", "a/b/c"]],
      ["/a/b", ["a/b"]],
    ])("matches %s", async (filter, expected) => {
      const topic = own();
      const client = await loggedIn();
      await client.subscribe(topic + filter);
      for (const level of ["a", "", "a/b", "a/", "c/b", "a/b/c"]) {
        client.publish(`${topic}/${level}`, level, { qos: 0 });
      }
      client.publish(`$x/${topic}/a`, "no", { qos: 0 });
      await client.sync();
      expect(client.texts().sort()).toEqual([...expected].sort());
    });

    it("keeps the last retained message, and gives it to whoever subscribes", async () => {
      const topic = own();
      const client = await loggedIn();
      client.publish(topic, "old", { retain: true });
      client.publish(topic, "new", { retain: true });
      client.publish(topic, "live");
      await client.sync();
      const reader = await loggedIn();
      await reader.subscribe(topic);
      await reader.sync();
      expect(reader.messages.map(({ payload, retain }) => [`${payload}`, retain])).toEqual([
        ["new", true],
      ]);
      client.publish(topic, "", { retain: true });
      await client.sync();
      const late = await loggedIn();
      await late.subscribe(topic);
      await late.sync();
      expect(late.messages).toEqual([]);
    });

    it("brings a message once to a client of 3.1.1 with overlapping filters, and for each to one of 5", async () => {
      for (const [options, times] of [
        [{}, 1],
        [V5, 3],
      ] as const) {
        const topic = own();
        const client = await loggedIn(options);
        await client.subscribe(`${topic}/#`, 0);
        await client.subscribe(`${topic}/+`, 1);
        await client.subscribe(`${topic}/a`, 0);
        client.publish(`${topic}/a`, "x");
        await client.sync();
        expect(client.texts()).toEqual(Array(times).fill("x"));
      }
    });

    it("ends a subscription", async () => {
      const topic = own();
      const client = await loggedIn();
      await client.subscribe(topic);
      client.send({ cmd: "unsubscribe", messageId: 7, unsubscriptions: [topic] });
      await client.next("unsuback");
      client.publish(topic, "x");
      await client.sync();
      expect(client.messages).toEqual([]);
    });

    it("keeps 1000 messages of QoS 1 for a session that is away, the oldest, and none of QoS 0", async () => {
      const [topic, id] = [own(), own()];
      const reader = await loggedIn(KEPT, id);
      await reader.subscribe(topic);
      reader.disconnect();
      await reader.closed();
      const client = await loggedIn();
      client.publish(topic, "none", { qos: 0 });
      for (let n = 1; n <= 1100; n++) client.publish(topic, `${n}`);
      await client.sync();
      const back = await loggedIn(KEPT, id);
      for (let n = 0; n < 1000; n++) back.acknowledge((await back.next("publish", n)).messageId);
      await back.sync();
      await back.sync();
      expect(back.texts()).toEqual(Array.from({ length: 1000 }, (_, index) => `${index + 1}`));
    });

    it("has 20 in flight, or what MQTT 5 asks for", async () => {
      for (const [options, most] of [
        [{}, 20],
        [V5, 20],
        [{ ...V5, properties: { receiveMaximum: 5 } }, 5],
        [{ ...V5, properties: { receiveMaximum: 60 } }, 60],
      ] as const) {
        const topic = own();
        const reader = await loggedIn(options);
        await reader.subscribe(topic);
        const client = await loggedIn();
        for (let n = 1; n <= 200; n++) client.publish(topic, `${n}`);
        await client.sync();
        await reader.sync();
        expect(reader.messages.length).toBe(most);
        // Of nothing: it lets nothing go.
        reader.acknowledge(4711);
        await reader.sync();
        expect(reader.messages.length).toBe(most);
        reader.acknowledge(reader.messages[2]!.messageId);
        await reader.sync();
        await reader.sync();
        const { length } = reader.texts();
        expect(lets(most + 1, 2 * most - 2)).toContain(length);
        expect(reader.texts()).toEqual(Array.from({ length }, (_, at) => `${at + 1}`));
      }
    });

    it("keeps 1000 behind those in flight for one that does not acknowledge", async () => {
      const topic = own();
      const reader = await loggedIn();
      await reader.subscribe(topic);
      const client = await loggedIn();
      for (let n = 1; n <= 1200; n++) client.publish(topic, `${n}`);
      await client.sync();
      let taken = 0;
      for (let quiet = 0; quiet < 2; ) {
        const known = reader.messages.length;
        for (; taken < known; taken++) reader.acknowledge(reader.messages[taken]!.messageId);
        await reader.sync();
        quiet = reader.messages.length === known ? quiet + 1 : 0;
      }
      expect(reader.texts()).toEqual(
        Array.from({ length: reader.texts().length }, (_, index) => `${index + 1}`),
      );
      expect(reader.texts().length).toBe(1020);
    });

    it("sends what was in flight again after a reconnect, with DUP, before what waits", async () => {
      const [topic, id] = [own(), own()];
      const reader = await loggedIn(KEPT, id);
      await reader.subscribe(topic);
      const client = await loggedIn();
      for (let n = 1; n <= 60; n++) client.publish(topic, `${n}`);
      await client.sync();
      await reader.sync();
      const first = reader.messages.map(({ messageId }) => messageId);
      reader.acknowledge(first[1]);
      await reader.sync();
      await reader.sync();
      const inFlight = reader.texts().filter((text) => text !== "2");
      reader.drop();
      await reader.closed();
      client.publish(topic, "61");
      await client.sync();
      const back = await loggedIn(KEPT, id);
      await back.sync();
      await back.sync();
      expect(back.texts()).toEqual(inFlight);
      expect(back.messages.every(({ dup }) => dup)).toBe(true);
      expect(back.messages[0]!.messageId).toBe(first[0]);
      for (let n = 0; n < 60; n++) back.acknowledge((await back.next("publish", n)).messageId);
      await back.sync();
      const all = Array.from({ length: 61 }, (_, at) => `${at + 1}`).filter((text) => text !== "2");
      expect(back.texts()).toEqual(all);
      expect(back.messages.slice(inFlight.length).some(({ dup }) => dup)).toBe(false);
    });

    describe("a will", () => {
      const willOf = (topic: string) => ({
        will: { topic, payload: Buffer.from("gone"), qos: 1, retain: true },
      });
      const watcher = async (topic: string) => {
        const client = await loggedIn();
        await client.subscribe(topic);
        return client;
      };

      it("is told when the connection ends without DISCONNECT, and retained", async () => {
        const topic = own();
        const reader = await watcher(topic);
        const client = await loggedIn(willOf(topic));
        client.drop();
        expect(`${(await reader.next("publish")).payload}`).toBe("gone");
        const late = await watcher(topic);
        await late.sync();
        expect(late.texts()).toEqual(["gone"]);
      });

      it("is not told after a DISCONNECT, but for MQTT 5's with will", async () => {
        const topic = own();
        const reader = await watcher(topic);
        const client = await loggedIn(willOf(topic));
        client.disconnect();
        await client.closed();
        await reader.sync();
        expect(reader.messages).toEqual([]);
        const other = await loggedIn({ ...V5, ...willOf(topic) });
        other.disconnect({ reasonCode: 4 });
        expect(`${(await reader.next("publish")).payload}`).toBe("gone");
      });

      it("is told one and a half keep-alives after the last sign of life, and not before", async () => {
        const topic = own();
        const reader = await watcher(topic);
        const client = await loggedIn({ ...willOf(topic), keepalive: 2 });
        await bench.pass(1.5);
        await client.sync();
        await bench.pass(2);
        expect(client.isClosed).toBe(false);
        await client.closed();
        expect(`${(await reader.next("publish")).payload}`).toBe("gone");
      });

      it.each([
        ["a clean start", {}, {}, 1],
        ["a session that goes on", KEPT, KEPT, 0],
        ["a clean start in place of a session", KEPT, {}, 1],
        ["MQTT 5 with a session that goes on", KEPT_5, KEPT_5, 0],
        ["MQTT 5 without", V5, V5, 1],
      ])("of a client whose id is taken over: %s", async (_title, before, after, told) => {
        const [topic, id] = [own(), own()];
        const reader = await watcher(topic);
        const old = await loggedIn({ ...before, ...willOf(topic) }, id);
        const client = await loggedIn(after, id);
        await old.closed();
        await client.sync();
        await reader.sync();
        expect(reader.messages.length).toBe(told);
      });
    });

    it("ends the connection whose client id is taken over, and keeps its session", async () => {
      const [topic, id] = [own(), own()];
      const old = await loggedIn(KEPT_5, id);
      await old.subscribe(topic);
      const client = bench.client();
      expect((await client.login(id, KEPT_5)).sessionPresent).toBe(true);
      await old.closed();
      // Mosquitto 2.0.11 does not come to say so.
      for (const { reasonCode } of old.all("disconnect")) expect(reasonCode).toBe(0x8e);
      client.publish(topic, "x");
      await client.sync();
      expect(client.texts()).toEqual(["x"]);
    });

    it("keeps a session of MQTT 5 for as long as it says", async () => {
      const id = own();
      const login = async (options: object) => {
        const client = bench.client();
        const { sessionPresent } = await client.login(id, { ...V5, clean: false, ...options });
        client.disconnect();
        await client.closed();
        return sessionPresent;
      };
      await login({ properties: { sessionExpiryInterval: 1 } });
      expect(await login({ properties: { sessionExpiryInterval: 1 } })).toBe(true);
      await bench.pass(4);
      expect(await login({})).toBe(false);
      expect(await login({})).toBe(false);
    });

    it("says to MQTT 5 that nobody has subscribed, and to 3.1.1 nothing of it", async () => {
      const five = await loggedIn(V5);
      five.publish(own(), "x");
      expect((await five.next("puback")).reasonCode).toBe(0x10);
      const four = await loggedIn();
      four.publish(own(), "x");
      expect((await four.next("puback")).messageId).toBe(1);
    });

    it("does of MQTT 5 no local, retain as published and retain handling", async () => {
      const topic = own();
      const client = await loggedIn(V5);
      await client.subscribe(`${topic}/local`, 1, { nl: true });
      await client.subscribe(`${topic}/kept`, 1, { rap: true });
      client.publish(`${topic}/local`, "own");
      client.publish(`${topic}/kept`, "kept", { retain: true });
      await client.sync();
      expect(client.messages.map(({ payload, retain }) => [`${payload}`, retain])).toEqual([
        ["kept", true],
      ]);
      const reader = await loggedIn(V5);
      await reader.subscribe(`${topic}/kept`, 1, { rh: 2 });
      await reader.sync();
      expect(reader.messages.length).toBe(0);
      await reader.subscribe(`${topic}/kept`, 1, { rh: 1 });
      await reader.sync();
      expect(reader.messages.length).toBe(0);
      await reader.subscribe(`${topic}/kept`, 1, { rh: 0 });
      await reader.sync();
      expect(reader.messages.length).toBe(1);
    });

    it("ends a connection that does not begin with CONNECT, or has a second one", async () => {
      const first = bench.client();
      first.setVersion(4);
      first.send({ cmd: "pingreq" });
      await first.closed();
      const second = await loggedIn();
      void second.login(own()).catch(() => {});
      await second.closed();
      const noise = bench.client();
      noise.sendBytes([0, 0, 0, 0]);
      await noise.closed();
    });

    it("takes a client without an id where its session is clean, and only there", async () => {
      expect((await bench.client().login("")).returnCode).toBe(0);
      const client = bench.client();
      // CONNECT, MQTT 3.1.1, no flags, keep-alive 60, no client id
      client.sendBytes([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0, 0, 60, 0, 0]);
      expect((await client.next("connack")).returnCode).toBe(2);
      await client.closed();
    });

    it("forgets all at a kill, and keeps sessions and retained messages at an end in order", async () => {
      const [topic, id] = [own(), own()];
      const prepare = async () => {
        const reader = await loggedIn(KEPT, id);
        await reader.subscribe(`${topic}/#`);
        reader.disconnect();
        await reader.closed();
        const client = await loggedIn();
        client.publish(`${topic}/a`, "kept", { retain: true });
        client.publish(`${topic}/b`, "queued");
        await client.sync();
        return client;
      };
      const found = async () => {
        const reader = bench.client();
        const { sessionPresent } = await reader.login(id, KEPT);
        await reader.sync();
        const late = await loggedIn();
        await late.subscribe(`${topic}/#`);
        await late.sync();
        return { sessionPresent, queued: reader.texts(), retained: late.texts() };
      };
      const client = await prepare();
      await bench.killAndStart();
      await client.closed();
      expect(await found()).toEqual({ sessionPresent: false, queued: [], retained: [] });
      const again = await prepare();
      await bench.stopAndStart();
      await again.closed();
      expect(await found()).toEqual({
        sessionPresent: true,
        queued: ["kept", "queued"],
        retained: ["kept"],
      });
    });
  });
}
