// The receive path against a real Mosquitto: whatever the transport, the version, the QoS, the size
// and the pace, each message arrives once; and how it stands with a taker that stops.
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { MqttVersion } from "../../host/config/broker.ts";
import type { Message, Qos } from "../../host/telemetry/message.ts";
import { accept } from "../doubles/answering-broker.ts";
import { useClients } from "../doubles/clients.ts";
import { type Mosquitto, skipMosquitto } from "../doubles/mosquitto.ts";
import { pem, type Scheme } from "../doubles/reader-broker.ts";
import { until } from "../doubles/until.ts";

const GENERAL = ["allow_anonymous true", "max_queued_messages 0"];

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe.skipIf(skipMosquitto)("receiving from mosquitto", () => {
  const { events, open, scripted, mosquitto: start } = useClients();

  function mosquitto(listener = "", general: readonly string[] = GENERAL) {
    const names = ["ca.pem", "server.pem", "server.key"];
    const files = Object.fromEntries(names.map((name) => [name, pem(name)]));
    return start([listener, ""], general, files);
  }
  const publisherOf = (broker: Mosquitto) => open({ url: `mqtt://127.0.0.1:${broker.ports[1]}` });

  const tls = "certfile FOLDER/server.pem\nkeyfile FOLDER/server.key\ncafile FOLDER/ca.pem";
  const listeners: [Scheme, string][] = [
    ["mqtt", ""],
    ["mqtts", tls],
    ["ws", "protocol websockets"],
    ["wss", `protocol websockets\n${tls}`],
  ];
  const versions: MqttVersion[] = ["3.1.1", "5"];
  it.each(
    listeners.flatMap(([scheme, listener]) =>
      versions.map((mqtt): [Scheme, MqttVersion, string] => [scheme, mqtt, listener]),
    ),
  )("over %s with MQTT %s gives each message once, in order", async (scheme, mqtt, listener) => {
    const broker = await mosquitto(listener);
    const publisher = await publisherOf(broker);
    await publisher.publish("t/kept", Buffer.from("kept"), { qos: 1, retain: true });
    const messages: Message[] = [];
    const url = `${scheme}://127.0.0.1:${broker.ports[0]}`;
    await open(
      { url, mqtt, tls: { ca: pem("ca.pem") } },
      {
        subscriptions: [{ filter: "t/#" }],
        qos: 2,
        onMessage: (message) => messages.push(message),
      },
    );
    const large = Buffer.alloc(256 * 1024, "0123456789");
    const all: Promise<unknown>[] = [];
    for (let i = 1; i <= 300; i++) {
      for (const qos of [0, 1, 2] as const) {
        all.push(publisher.publish(`t/${qos}`, Buffer.from(String(i)), { qos }));
      }
      if (i % 100 === 0) all.push(publisher.publish("t/large", large, { qos: 1 }));
    }
    await Promise.all(all);
    await until(() => messages.length >= 904);
    await publisher.publish("t/last", Buffer.from("x"), { qos: 1 });
    await until(() => messages.some(({ topic }) => topic === "t/last"));
    for (const qos of [0, 1, 2]) {
      const of = messages.filter(({ topic }) => topic === `t/${qos}`);
      expect(of.map(({ payload }) => Number(Buffer.from(payload)))).toEqual(upTo(300));
      expect(of.every((message) => message.qos === qos && !message.retain)).toBe(true);
    }
    const kept = messages.filter(({ topic }) => topic === "t/kept");
    expect(kept).toMatchObject([{ retain: true, qos: 1, payload: Buffer.from("kept") }]);
    const larges = messages.filter(({ topic }) => topic === "t/large");
    expect(larges.map(({ payload }) => large.equals(payload))).toEqual([true, true, true]);
    expect(messages).toHaveLength(905);
  });

  it.each<[Qos, MqttVersion]>([
    [1, "3.1.1"],
    [2, "3.1.1"],
    [1, "5"],
  ])("keeps up with a broker that sends 20 at a time (QoS %i, MQTT %s)", async (qos, mqtt) => {
    // Mosquitto as it comes: 1000 wait for a reader that is late, and the rest is given up.
    const broker = await mosquitto("", ["allow_anonymous true"]);
    const publisher = await publisherOf(broker);
    let received = 0;
    const url = `mqtt://127.0.0.1:${broker.ports[0]}`;
    const onMessage = () => received++;
    await open({ url, mqtt }, { subscriptions: [{ filter: "t" }], qos, onMessage });
    for (let i = 0; i < 3000; i++) {
      // As fast as the broker takes them, 20 at a time.
      const published = publisher.publish("t", Buffer.from("x"), { qos });
      if (i % 20 === 19) await published;
    }
    await until(() => received === 3000);
  });

  it("acknowledges and reads on only when what was handed over is settled", async () => {
    const broker = await mosquitto("", ["allow_anonymous true", "max_inflight_messages 5"]);
    const publisher = await publisherOf(broker);
    const url = `mqtt://127.0.0.1:${broker.ports[0]}`;
    let received = 0;
    let settle: () => void = () => {};
    const settled = () => new Promise<void>((resolve) => (settle = resolve));
    const onMessage = () => received++;
    const subscriptions = [{ filter: "t" }];
    await open({ url, mqtt: "3.1.1" }, { subscriptions, settled, onMessage });
    settle();
    for (let i = 0; i < 20; i++) await publisher.publish("t", Buffer.from("x"), { qos: 1 });
    await until(() => received > 0);
    // A message of another client shows that the broker had time to send more.
    await publisher.publish("t/other", Buffer.from("x"), { qos: 1 });
    expect(received).toBeLessThanOrEqual(5);
    while (received < 20) {
      settle();
      await pause(1);
    }
  });

  it.each(["held", "busy"])(
    "answers for itself while it is %s, longer than the keep-alive",
    async (how) => {
      let sent = 0;
      let ticking: NodeJS.Timeout | undefined;
      const broker = await scripted({
        // [MQTT-3.2.2-21] the broker's keep-alive, in seconds, is the one that counts.
        connect: accept({ serverKeepAlive: 2 }),
        subscribe: ({ messageId }, peer) => {
          peer.send({ cmd: "suback", messageId: messageId ?? 0, granted: [1] });
          const publish = () => {
            const packet = {
              cmd: "publish",
              topic: "t",
              payload: "x",
              dup: false,
              retain: false,
            } as const;
            peer.send({ ...packet, qos: 1, messageId: (sent++ % 65_535) + 1 });
          };
          ticking = setInterval(publish, 5);
        },
      });
      let received = 0;
      let release: () => void = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const settled = () => (how === "held" && received < 100 ? held : undefined);
      const onMessage = () => received++;
      await open(
        { url: broker.url, mqtt: "5" },
        { subscriptions: [{ filter: "t" }], settled, onMessage },
      );
      const pings = () => broker.received.filter(({ cmd }) => cmd === "pingreq").length;
      // Twice as long as the client waits for the answer to a ping.
      await until(() => pings() >= 3 && sent > 600);
      if (how === "held") expect(received).toBeLessThan(100);
      release();
      clearInterval(ticking);
      await until(() => received === sent);
      expect(events.map(({ kind }) => kind)).toEqual(["connected"]);
    },
  );
});
