// The receive path against a real Mosquitto: whatever the transport, the version, the QoS, the size
// and the pace, each message arrives once; and how it stands with a taker or a broker that stops.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Broker, MqttVersion } from "../../host/config/broker.ts";
import { type Client, type ClientOptions, openClient } from "../../host/telemetry/client.ts";
import type { ConnectionEvent } from "../../host/telemetry/connection-events.ts";
import type { Message, Qos } from "../../host/telemetry/message.ts";
import { startAnsweringBroker } from "../doubles/answering-broker.ts";
import { type EspulseProcess, spawnEspulse } from "../doubles/espulse-process.ts";
import { type Mosquitto, skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";
import { pem, type Scheme } from "../doubles/reader-broker.ts";

const BOOT = "7f3a12c4-17";
const GENERAL = ["allow_anonymous true", "max_queued_messages 0"];

describe.skipIf(skipMosquitto)("receiving from mosquitto", () => {
  const opened: { close(): Promise<unknown> }[] = [];
  const processes: EspulseProcess[] = [];
  let stop: AbortController;
  let events: ConnectionEvent[];
  let cwd: string;
  beforeEach(() => {
    stop = new AbortController();
    events = [];
    cwd = mkdtempSync(join(tmpdir(), "espulse-receive-"));
  });
  afterEach(async () => {
    for (const { child } of processes.splice(0)) child.kill("SIGKILL");
    for (const each of opened.splice(0).reverse()) await each.close();
    stop.abort();
    rmSync(cwd, { recursive: true });
  });

  async function mosquitto(listener = "", general: readonly string[] = GENERAL) {
    const names = ["ca.pem", "server.pem", "server.key"];
    const files = Object.fromEntries(names.map((name) => [name, pem(name)]));
    const broker = await startMosquitto([listener, ""], general, files);
    opened.push(broker);
    return broker;
  }
  async function open(broker: Broker, options: Partial<ClientOptions> = {}): Promise<Client> {
    const onEvent = (event: ConnectionEvent) => events.push(event);
    const client = await openClient({ broker, signal: stop.signal, onEvent, ...options });
    opened.push(client);
    return client;
  }
  const publisherOf = (broker: Mosquitto) => open({ url: `mqtt://127.0.0.1:${broker.ports[1]}` });
  async function until(condition: () => boolean): Promise<void> {
    for (let tries = 0; !condition(); tries++) {
      if (tries > 4000) throw new Error("it did not come to that");
      await pause(5);
    }
  }
  function watchProcess(broker: Mosquitto, ...args: string[]): EspulseProcess {
    const url = `mqtt://127.0.0.1:${broker.ports[1]}`;
    const espulse = spawnEspulse(["watch", "--json", "--broker", url, ...args], { cwd });
    processes.push(espulse);
    return espulse;
  }
  const readingOf = (seq: number) =>
    Buffer.from(`{"v":1,"boot":"${BOOT}","seq":${seq},"up":${seq},"d":{"temp":${seq % 50}}}`);
  const channels = Array.from({ length: 20 }, (_, i) => `"${"x".repeat(28)}_${i}":${i}`).join(",");
  const largeReadingOf = (seq: number) =>
    Buffer.from(`{"v":1,"boot":"${BOOT}","seq":${seq},"up":${seq},"d":{${channels}}}`);
  async function publishReadings(
    publisher: Client,
    from: number,
    to: number,
    of = readingOf,
  ): Promise<void> {
    const all: Promise<unknown>[] = [];
    for (let seq = from; seq <= to; seq++) {
      all.push(publisher.publish("espulse/a/telemetry", of(seq), { qos: 1 }));
    }
    await Promise.all(all);
  }
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

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
      const broker = await startAnsweringBroker({
        // [MQTT-3.2.2-21] the broker's keep-alive, in seconds, is the one that counts.
        connect: (_, peer) =>
          peer.send({
            cmd: "connack",
            reasonCode: 0,
            sessionPresent: false,
            properties: { serverKeepAlive: 2 },
          }),
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
      opened.push(broker);
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

  it("loses nothing and doubles nothing on the way to a taker that is slow", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker, "--count", "22000");
    await espulse.stderr.until("connected to");
    espulse.child.stdout.pause();
    // More lines than the pipe and the 16 MiB the reader keeps take together.
    for (let from = 1; from <= 22_000; from += 2000) {
      await publishReadings(publisher, from, from + 1999, largeReadingOf);
    }
    await espulse.stderr.until("nobody takes the output");
    espulse.child.stdout.resume();
    expect(await espulse.ended).toBe(0);
    expect(espulse.stdout.lines.map((line) => JSON.parse(line).seq)).toEqual(upTo(22_000));
    expect(espulse.stderr.text).toContain("received 22000 readings from 1 device, 0 missing");
  });

  it("ends in order when it is interrupted while nobody takes its output", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker);
    await espulse.stderr.until("connected to");
    espulse.child.stdout.pause();
    for (let from = 1; from <= 22_000; from += 2000) {
      await publishReadings(publisher, from, from + 1999, largeReadingOf);
    }
    await espulse.stderr.until("nobody takes the output");
    espulse.child.kill("SIGINT");
    await espulse.stderr.until("received");
    espulse.child.stdout.resume();
    expect(await espulse.ended).toBe(0);
    const seqs = espulse.stdout.lines.map((line) => JSON.parse(line).seq);
    expect(seqs).toEqual(upTo(seqs.length));
    expect(espulse.stderr.text).toContain(
      `received ${seqs.length} readings from 1 device, 0 missing`,
    );
  });

  it("ends exactly at --count in the middle of what came at once", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker, "--count", "777");
    await espulse.stderr.until("connected to");
    await publishReadings(publisher, 1, 2000);
    expect(await espulse.ended).toBe(0);
    expect(espulse.stdout.lines.map((line) => JSON.parse(line).seq)).toEqual(upTo(777));
    expect(espulse.stderr.text).toContain("received 777 readings");
  });

  it("goes on when the broker was killed in the middle, and tells what it missed", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker);
    await espulse.stderr.until("connected to");
    await publishReadings(publisher, 1, 3000);
    await broker.kill();
    await broker.start();
    await espulse.stderr.until("connected again");
    const more = publishReadings(publisher, 3001, 6000);
    await more;
    await espulse.stdout.until('"seq":6000,');
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(0);
    const seqs = espulse.stdout.lines.map((line) => JSON.parse(line).seq);
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(seqs.slice(-3000)).toEqual(upTo(6000).slice(-3000));
    const missing = 6000 - seqs.length;
    expect(espulse.stderr.text).toContain(`received ${seqs.length} readings from 1 device`);
    expect(espulse.stderr.text).toContain(`, ${missing} missing, 0 duplicates, 0 malformed`);
  });

  it("ends at once and quietly when a pipe is closed in the middle of a stream", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker);
    await espulse.stderr.until("connected to");
    espulse.child.stdout.destroy();
    await publishReadings(publisher, 1, 1000);
    expect(await espulse.ended).toBe(0);
    expect(espulse.stderr.text).not.toContain("EPIPE");
  });
});
