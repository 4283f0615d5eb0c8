// A broker on a bench, the model in virtual time or a native Mosquitto, and clients that show each packet:
// both are asked the same, so that the model is held to the real one.
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import {
  generate,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
  parser,
} from "mqtt-packet";
import type { SessionLimits } from "../../host/broker/model/session.ts";
import { World } from "../../host/simulator/virtual/world.ts";
import { startMosquitto } from "./mosquitto.ts";
import { until } from "./until.ts";

export interface BrokerBench {
  client(): BenchClient;
  /** Lets it be so, or throws. */
  until(isSo: () => boolean, what: string): Promise<void>;
  /** So many seconds go by. */
  pass(seconds: number): Promise<void>;
  /** SIGKILL, and the start again. */
  killAndStart(): Promise<void>;
  /** SIGTERM, and the start again. */
  stopAndStart(): Promise<void>;
  close(): Promise<void>;
}

export class BenchClient {
  /** Everything that came, in order. */
  readonly packets: Packet[] = [];
  isClosed = false;
  #version = 4;

  constructor(
    private readonly bench: BrokerBench,
    private readonly socket: Duplex,
  ) {
    const packets = parser();
    packets.on("packet", (packet: Packet) => this.packets.push(packet));
    socket.on("data", (bytes: Buffer) => {
      packets.parse(bytes);
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isClosed = true;
    });
    Object.assign(this, {
      setVersion: (version: 4 | 5) => {
        this.#version = version;
        Object.assign(packets, { settings: { protocolVersion: version } });
      },
    });
  }

  declare setVersion: (version: 4 | 5) => void;

  send(packet: Packet): void {
    this.socket.write(generate(packet, { protocolVersion: this.#version }));
  }

  sendBytes(bytes: readonly number[]): void {
    this.socket.write(Uint8Array.from(bytes));
  }

  all<Cmd extends Packet["cmd"]>(cmd: Cmd): (Packet & { cmd: Cmd })[] {
    return this.packets.filter((packet): packet is Packet & { cmd: Cmd } => packet.cmd === cmd);
  }

  /** The messages that came: topic and text. */
  get messages(): IPublishPacket[] {
    return this.all("publish");
  }

  texts(): string[] {
    return this.messages.map(({ payload }) => String(payload));
  }

  async next<Cmd extends Packet["cmd"]>(cmd: Cmd, known = 0): Promise<Packet & { cmd: Cmd }> {
    await this.bench.until(
      () => this.all(cmd).length > known || this.isClosed,
      `${cmd}; there is ${JSON.stringify(this.packets)}`,
    );
    const packet = this.all(cmd)[known];
    if (packet === undefined) throw new Error(`closed without ${cmd}`);
    return packet;
  }

  async login(clientId: string, options: Partial<IConnectPacket> = {}) {
    const version = options.protocolVersion === 5 ? 5 : 4;
    this.setVersion(version);
    const packet = { clientId, clean: true, keepalive: 60, protocolVersion: version, ...options };
    this.send({ cmd: "connect", protocolId: "MQTT", ...packet } as IConnectPacket);
    return await this.next("connack");
  }

  async subscribe(topic: string, qos: 0 | 1 = 1, options: object = {}) {
    const known = this.all("suback").length;
    const subscriptions = [{ topic, qos, ...options }];
    this.send({ cmd: "subscribe", messageId: 900 + known, subscriptions } as Packet);
    return await this.next("suback", known);
  }

  /** QoS 1 without waiting for its PUBACK. */
  publish(topic: string, payload: string, options: Partial<IPublishPacket> = {}): void {
    const qos = options.qos ?? 1;
    const id = qos === 0 ? {} : { messageId: ++this.#publishes };
    this.send({
      cmd: "publish",
      topic,
      payload,
      qos,
      dup: false,
      retain: false,
      ...id,
      ...options,
    });
  }
  #publishes = 0;

  acknowledge(messageId: number | undefined): void {
    this.send({ cmd: "puback", messageId: messageId! });
  }

  /** When this answer is there, everything before it has been dealt with. */
  async sync(): Promise<void> {
    const known = this.all("pingresp").length;
    this.send({ cmd: "pingreq" });
    await this.next("pingresp", known);
  }

  async closed(): Promise<void> {
    await this.bench.until(() => this.isClosed, "the end of the connection");
  }

  disconnect(options: object = {}): void {
    this.send({ cmd: "disconnect", ...options } as Packet);
  }

  /** Without DISCONNECT. */
  drop(): void {
    this.socket.destroy();
  }
}

/** In virtual time. */
export async function modelBench(limits: Partial<SessionLimits> = {}): Promise<BrokerBench> {
  const world = new World({ seed: 1, broker: { limits } });
  let clients = 0;
  const bench: BrokerBench = {
    client: () => new BenchClient(bench, world.connect(`client-${++clients}`)),
    async until(isSo, what) {
      for (let ms = 0; !isSo(); ms++) {
        if (ms > 5000) throw new Error(`did not come to be: ${what}`);
        await world.advance(1);
      }
    },
    pass: (seconds) => world.advance(1000 * seconds),
    async killAndStart() {
      world.killBroker("autosave");
      await world.advance(100);
      world.startBroker();
    },
    async stopAndStart() {
      world.stopBroker();
      await world.advance(100);
      world.startBroker();
    },
    close: async () => {},
  };
  return bench;
}

export async function mosquittoBench(): Promise<BrokerBench> {
  const broker = await startMosquitto(
    [""],
    ["allow_anonymous true", "persistence true", "persistence_location FOLDER/", "user root"],
  );
  const sockets: Duplex[] = [];
  const bench: BrokerBench = {
    client() {
      const socket = connect({ port: broker.ports[0]!, host: "127.0.0.1", noDelay: true });
      sockets.push(socket);
      return new BenchClient(bench, socket);
    },
    until,
    pass: (seconds) => delay(1000 * seconds),
    async killAndStart() {
      await broker.kill();
      await broker.start();
    },
    async stopAndStart() {
      await broker.stop();
      await broker.start();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await broker.close();
    },
  };
  return bench;
}
