import { once } from "node:events";
import { connect, createServer } from "node:net";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type EmbeddedBroker,
  type PublishedMessage,
  startEmbeddedBroker,
} from "../../host/broker/embedded.ts";
import { probeBroker } from "../../host/broker/probe.ts";

let broker: EmbeddedBroker;
let published: PublishedMessage[];
const clients: MqttClient[] = [];

beforeEach(async () => {
  published = [];
  broker = await startEmbeddedBroker({
    port: 0,
    webSocketPort: 0,
    onPublish: (message) => published.push(message),
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await broker.close();
});

async function open(options: IClientOptions = {}, url = broker.url): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, ...options });
  clients.push(client);
  return client;
}

function nextMessage(
  client: MqttClient,
): Promise<{ topic: string; text: string; retain: boolean }> {
  return new Promise((resolve) => {
    client.once("message", (topic, payload, { retain }) =>
      resolve({ topic, text: payload.toString(), retain }),
    );
  });
}

describe("the embedded broker", () => {
  it("delivers QoS 1 over TCP and WebSocket, and tells its owner", async () => {
    const subscriber = await open({}, broker.webSocketUrl);
    await subscriber.subscribeAsync("a/#", { qos: 1 });
    const message = nextMessage(subscriber);
    const publisher = await open({ clientId: "board" });
    await publisher.publishAsync("a/b", "hello", { qos: 1 });
    expect(await message).toEqual({ topic: "a/b", text: "hello", retain: false });
    expect(published).toMatchObject([{ topic: "a/b", qos: 1, retain: false, clientId: "board" }]);
    expect(Buffer.from(published[0]?.payload ?? []).toString()).toBe("hello");
    expect(broker.counts()).toEqual({ connections: 2, published: 1, dropped: 0 });
  });

  it("keeps a retained message, and forgets it by an empty one", async () => {
    const publisher = await open();
    await publisher.publishAsync("state", "ready", { qos: 1, retain: true });
    const subscriber = await open();
    const message = nextMessage(subscriber);
    await subscriber.subscribeAsync("state", { qos: 1 });
    expect(await message).toEqual({ topic: "state", text: "ready", retain: true });
    await publisher.publishAsync("state", "", { qos: 1, retain: true });
    const late = await open();
    const next = nextMessage(late);
    await late.subscribeAsync("#", { qos: 1 });
    await publisher.publishAsync("other", "live", { qos: 1 });
    expect(await next).toMatchObject({ topic: "other" });
  });

  it("publishes the will of a client that vanishes, and not of one that says goodbye", async () => {
    const subscriber = await open();
    await subscriber.subscribeAsync("will/#", { qos: 1 });
    const will = (topic: string) =>
      ({ will: { topic, payload: Buffer.from("lost"), qos: 1 } }) as const;
    const polite = await open(will("will/polite"));
    await polite.endAsync();
    const message = nextMessage(subscriber);
    const vanished = await open(will("will/vanished"));
    vanished.stream.destroy();
    expect(await message).toMatchObject({ topic: "will/vanished", text: "lost" });
  });

  it("keeps a session and what came meanwhile", async () => {
    const session = { clientId: "recorder", clean: false };
    const recorder = await open(session);
    await recorder.subscribeAsync("t", { qos: 1 });
    await recorder.endAsync();
    const publisher = await open();
    for (const n of [1, 2, 3]) await publisher.publishAsync("t", String(n), { qos: 1 });
    const again = mqtt.connect(broker.url, { ...session, reconnectPeriod: 0 });
    clients.push(again);
    const received: string[] = [];
    await new Promise<void>((resolve) => {
      again.on("message", (_topic, payload) => {
        received.push(payload.toString());
        if (received.length === 3) resolve();
      });
    });
    expect(received).toEqual(["1", "2", "3"]);
  });

  it("closes the older of two clients with one id [MQTT-3.1.4-2]", async () => {
    const older = await open({ clientId: "same" });
    const closed = new Promise<void>((resolve) => older.once("close", () => resolve()));
    await open({ clientId: "same" });
    await closed;
    expect(broker.counts().connections).toBe(1);
  });

  it("says its version to whoever asks, and not to a subscriber of # [MQTT-4.7.2-1]", async () => {
    const subscriber = await open();
    const message = nextMessage(subscriber);
    await subscriber.subscribeAsync("#", { qos: 0 });
    expect(await probeBroker(broker.url)).toEqual({ version: broker.version });
    expect(await probeBroker(broker.webSocketUrl ?? "")).toEqual({ version: broker.version });
    await subscriber.publishAsync("end", "1", { qos: 1 });
    expect(await message).toMatchObject({ topic: "end" });
  });

  it("names the owner of a port that is taken, and leaves nothing behind", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const start = startEmbeddedBroker({ port: 0, webSocketPort: port });
    await expect(start).rejects.toMatchObject({ name: "TransportError", code: "busy" });
    await expect(start).rejects.toThrow(
      process.platform === "linux" ? `taken by pid ${process.pid} (` : "taken",
    );
    await expect(start).rejects.toThrow("--websocket-port N");
    taken.close();
  });

  it("closes with clients that hold on", async () => {
    const silent = connect(broker.port, "127.0.0.1");
    await once(silent, "connect");
    const board = await open();
    const closed = [
      once(silent.resume(), "close"),
      new Promise<void>((resolve) => board.once("close", () => resolve())),
    ];
    await broker.close();
    await Promise.all(closed);
  });
});
