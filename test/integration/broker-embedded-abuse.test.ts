import { once } from "node:events";
import { connect, type Socket } from "node:net";
import mqtt, { type MqttClient } from "mqtt";
import { generate, type Packet, parser } from "mqtt-packet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { seeded } from "../doubles/seeded-random.ts";

let broker: EmbeddedBroker;
let clientErrors: string[];
let clients: MqttClient[];
let sockets: Socket[];

beforeEach(async () => {
  clientErrors = [];
  clients = [];
  sockets = [];
  broker = await startEmbeddedBroker({
    port: 0,
    webSocketPort: 0,
    onClientError: (_id, error) => clientErrors.push(error.message),
  });
});
afterEach(async () => {
  for (const client of clients) client.end(true);
  for (const socket of sockets) socket.destroy();
  await broker.close();
});

async function open(): Promise<MqttClient> {
  const client = await mqtt.connectAsync(broker.url, { reconnectPeriod: 0 });
  clients.push(client);
  return client;
}

async function openSocket(): Promise<Socket> {
  const socket = connect(broker.port, "127.0.0.1");
  socket.on("error", () => {});
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
}

function connectPacket(clientId: string, more: Partial<Packet> = {}): Buffer {
  return generate({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 60,
    ...more,
  } as Packet);
}

describe("the embedded broker, abused", () => {
  const subscribe = (topic: string) =>
    generate({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 1 }] } as Packet);
  const deepTopic = `${"a/".repeat(200)}b`;

  it.each<[string, Uint8Array]>([
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
    ["zeros", Buffer.alloc(1000)],
    ["all ones", Buffer.alloc(1000, 0xff)],
    ["a PUBLISH first", generate({ cmd: "publish", topic: "a", payload: "b", qos: 0 } as Packet)],
    ["two CONNECTs", Buffer.concat([connectPacket("x"), connectPacket("x")])],
    ["a packet of 256 MB", Uint8Array.from([...connectPacket("x"), 0x30, 0xff, 0xff, 0xff, 0x7f])],
    [
      "a topic longer than its packet",
      Uint8Array.from([...connectPacket("x"), 0x30, 2, 0xff, 0xff]),
    ],
    ["QoS 3", Uint8Array.from([...connectPacket("x"), 0x36, 3, 0, 1, 0x61])],
    ["a SUBSCRIBE without a filter", Uint8Array.from([...connectPacket("x"), 0x82, 2, 0, 1])],
    ["a wrong filter", Buffer.concat([connectPacket("x"), subscribe("a/#/b")])],
    ["a filter 200 levels deep", Buffer.concat([connectPacket("x"), subscribe(deepTopic)])],
    [
      "a topic 200 levels deep",
      Buffer.concat([
        connectPacket("x"),
        generate({ cmd: "publish", topic: deepTopic, payload: "", qos: 0 } as Packet),
      ]),
    ],
    [
      "a wildcard in a topic",
      Buffer.concat([
        connectPacket("x"),
        generate({ cmd: "publish", topic: "a/b", payload: "", qos: 0 } as Packet).map((byte) =>
          byte === 0x2f ? 0x23 : byte,
        ),
      ]),
    ],
  ])(
    "ends the connection of a client that sends %s, and serves the others",
    async (_what, bytes) => {
      const bystander = await open();
      const socket = await openSocket();
      const closed = once(socket, "close");
      socket.resume();
      socket.write(bytes);
      await closed;
      expect(clientErrors.length).toBeGreaterThan(0);
      await bystander.publishAsync("still", "here", { qos: 1 });
    },
  );

  it("ends a WebSocket that sends text [MQTT-6.0.0-1] or too much", async () => {
    for (const message of ["text", Buffer.alloc(2_000_000)]) {
      const socket = new WebSocket(broker.webSocketUrl ?? "", "mqtt");
      socket.on("error", () => {});
      await once(socket, "open");
      socket.send(message);
      await once(socket, "close");
    }
    await open();
  });

  it("tells a browser that asks for a page what is here, and closes all the same", async () => {
    const url = broker.webSocketUrl?.replace("ws://", "http://") ?? "";
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    expect(answer.status).toBe(426);
    expect(await answer.text()).toBe("MQTT over WebSocket is here, no page.\n");
    const half = connect(Number(new URL(url).port), "127.0.0.1");
    sockets.push(half.on("error", () => {}));
    await once(half, "connect");
    half.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
    await broker.close();
  });

  it("goes on past a subscriber that reads nothing, and complains of it once", async () => {
    const deaf = await openSocket();
    deaf.write(Buffer.concat([connectPacket("deaf"), subscribe("#")]));
    await once(deaf, "data");
    deaf.pause();
    const publisher = await open();
    // More than the kernel takes for a socket nobody reads.
    for (let n = 0; n < 20; n++) {
      await publisher.publishAsync("t", Buffer.alloc(1_000_000), { qos: 1 });
    }
    expect(broker.counts().connections).toBe(2);
    deaf.destroy();
    await expect.poll(() => clientErrors.length).toBe(1);
    await publisher.publishAsync("still", "here", { qos: 1 });
    expect(clientErrors).toHaveLength(1);
  });

  it("answers 200 publishes that come behind the CONNECT in one segment", async () => {
    const socket = await openSocket();
    const packets = [connectPacket("burst")];
    for (let messageId = 1; messageId <= 200; messageId++) {
      packets.push(
        generate({ cmd: "publish", topic: "t", payload: "x", qos: 1, messageId } as Packet),
      );
    }
    const acknowledged = new Set<number>();
    const decoder = parser();
    const all = new Promise<void>((resolve) => {
      decoder.on("packet", (packet: Packet) => {
        if (packet.cmd === "puback") acknowledged.add(packet.messageId as number);
        if (acknowledged.size === 200) resolve();
      });
    });
    socket.on("data", (bytes) => decoder.parse(bytes));
    socket.write(Buffer.concat(packets));
    await all;
    expect(broker.counts().published).toBe(200);
  });

  it("survives a thousand clients that garble, cut and drop their packets", async () => {
    const random = seeded(20260801);
    const garble = async () => {
      const bytes = Buffer.from(randomTraffic(random));
      for (let flips = Math.floor(random() * 4); flips > 0; flips--) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const socket = await openSocket();
      socket.resume();
      const half = Math.floor(random() * bytes.length);
      socket.write(bytes.subarray(0, half));
      if (random() < 0.7) socket.write(bytes.subarray(half));
      if (random() < 0.5) socket.end();
      else setImmediate(() => (random() < 0.5 ? socket.destroy() : socket.resetAndDestroy()));
      await once(socket, "close");
    };
    for (let round = 0; round < 50; round++) {
      await Promise.all(Array.from({ length: 20 }, garble));
    }
    const survivor = await open();
    await survivor.publishAsync("still", "here", { qos: 1 });
    await survivor.endAsync();
    await expect.poll(() => broker.counts().connections).toBe(0);
  });
});

function randomTraffic(random: () => number): Buffer {
  const below = (n: number) => Math.floor(random() * n);
  const topic = () => ["a/b", "w/x", "x"][below(3)];
  const packets = [
    connectPacket(`c${below(5)}`, {
      clean: random() < 0.5,
      ...(random() < 0.5 && { will: { topic: "w/x", payload: Buffer.from("bye"), qos: below(3) } }),
    } as Partial<Packet>),
  ];
  for (let n = below(6); n > 0; n--) {
    const messageId = 1 + below(4);
    const choices = [
      { cmd: "subscribe", messageId, subscriptions: [{ topic: "#", qos: below(3) }] },
      { cmd: "unsubscribe", messageId, unsubscriptions: ["#", "a/b"] },
      { cmd: "publish", topic: topic(), payload: "x".repeat(below(300)), qos: below(3), messageId },
      { cmd: "publish", topic: topic(), payload: "y", qos: 1, messageId, retain: true },
      { cmd: "puback", messageId },
      { cmd: "pubrec", messageId },
      { cmd: "pubrel", messageId },
      { cmd: "pubcomp", messageId },
      { cmd: "pingreq" },
    ];
    packets.push(generate(choices[below(choices.length)] as Packet));
  }
  return Buffer.concat(packets);
}
