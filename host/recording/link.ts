// One MQTT connection of the recorder: packets out, packets in, who waits for which answer, and why it
// ended. Hands messages over and acknowledges them when told to; knows no store and no second
// connection. Takes stream and clock from outside.
import type { Duplex } from "node:stream";
import {
  generate,
  type IConnackPacket,
  type IConnectPacket,
  type IPubackPacket,
  type ISubackPacket,
  type Packet,
  parser as packetParser,
} from "mqtt-packet";
import type { Clock } from "../clock.ts";
import type { MqttVersion } from "../config/broker.ts";
import { asBuffer } from "../telemetry/message.ts";
import { printable } from "../telemetry/printable.ts";
import { pubacks } from "../telemetry/pubacks.ts";
import {
  PublishParser,
  type ReceivedPacket,
  type ReceivedPublish,
} from "../telemetry/publish-parser.ts";
import { Answers } from "./answers.ts";
import { KeepAlive } from "./keep-alive.ts";
import { byDisconnect, bySocket, byUs, type LinkLoss, LinkLost } from "./link-loss.ts";

/** Opens the bytes to the broker; calls back with what arrives there. */
export type OpenStream = (version: MqttVersion, receive: (bytes: Buffer) => void) => Duplex;

export interface LinkOptions {
  readonly version: MqttVersion;
  readonly open: OpenStream;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly utcMs: () => number;
  readonly connectDeadlineMs: number;
  readonly answerDeadlineMs: number;
  readonly onMessages: (messages: readonly ReceivedPublish[], link: Link) => void;
}

export const KEEP_ALIVE_SECONDS = 30;
const PINGS_A_KEEP_ALIVE = 3;
/** Between two reads: one wake-up for many messages. */
const READ_PAUSE_MS = 20;
/** As PROTOCOLS of telemetry/connect.ts. */
const PROTOCOL_VERSIONS = { "3.1": 3, "3.1.1": 4, "5": 5 } as const;
const END_DEADLINE_MS = 2000;

export class Link {
  readonly version: MqttVersion;
  readonly closed: Promise<LinkLoss>;
  readonly #options: LinkOptions;
  readonly #stream: Duplex;
  readonly #publishes: PublishParser;
  readonly #others;
  readonly #answers: Answers<LinkLost>;
  #cancel: () => void = () => {};
  #keepAlive: KeepAlive | undefined;
  #error: Error | undefined;
  #loss: LinkLoss | undefined;
  #because: LinkLoss | undefined;
  #lastId = 0;
  #isHeld = false;
  #isPaused = false;
  #end: (loss: LinkLoss) => void = () => {};
  /** Nothing more is handed over: whatever arrives is delivered again. */
  #isDeaf = false;

  constructor(options: LinkOptions) {
    const { version } = options;
    this.version = version;
    this.#options = options;
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#answers = new Answers(options.clock, (asked, deadlineMs) => {
      this.abandon(`no answer to ${asked} within ${deadlineMs / 1000} s`);
    });
    this.#publishes = new PublishParser(version);
    this.#others = packetParser({ protocolVersion: PROTOCOL_VERSIONS[version] });
    this.#others.on("packet", (packet) => this.#take(packet));
    this.#others.on("error", (error: Error) => {
      this.abandon(`what came is no MQTT: ${printable(error.message)}`);
    });
    this.#stream = options.open(version, (bytes) => this.#receive(bytes));
    this.#stream.on("error", (error) => {
      this.#error ??= error;
    });
    this.#stream.on("close", () => this.#over());
  }

  /** @throws LinkLost; a CONNACK that refuses is the answer. */
  async connect(connect: Omit<IConnectPacket, "cmd" | "protocolVersion" | "protocolId">) {
    const protocolVersion = PROTOCOL_VERSIONS[this.version];
    const protocolId = protocolVersion === 3 ? "MQIsdp" : "MQTT";
    const { connectDeadlineMs } = this.#options;
    const answer = this.#answers.expect<IConnackPacket>("connack", "CONNECT", connectDeadlineMs);
    this.#send({ cmd: "connect", protocolId, protocolVersion, ...connect });
    const connack = await answer;
    const { serverKeepAlive = KEEP_ALIVE_SECONDS } = connack.properties ?? {};
    this.#keepAlive = new KeepAlive({
      clock: this.#options.clock,
      intervalMs:
        (Math.min(KEEP_ALIVE_SECONDS, serverKeepAlive || 1e9) * 1000) / PINGS_A_KEEP_ALIVE,
      deadlineMs: this.#options.answerDeadlineMs,
      ping: () => this.#send({ cmd: "pingreq" }),
      onSilent: () => this.abandon("no answer to a ping"),
    });
    return connack;
  }

  /** What was granted, in the order of the filters. @throws LinkLost */
  async subscribe(filters: readonly string[], qos: 0 | 1): Promise<number[]> {
    const messageId = this.#nextId();
    const subscriptions = filters.map((topic) => ({ topic, qos }));
    const { answerDeadlineMs } = this.#options;
    const answer = this.#answers.expect<ISubackPacket>(
      `suback ${messageId}`,
      "SUBSCRIBE",
      answerDeadlineMs,
    );
    this.#send({ cmd: "subscribe", messageId, subscriptions });
    return (await answer).granted as number[];
  }

  /** Retained, QoS 1. The reason code of its PUBACK. @throws LinkLost */
  async publish(topic: string, payload: string): Promise<number> {
    const messageId = this.#nextId();
    const answer = this.#answers.expect<IPubackPacket>(`puback ${messageId}`, "PUBLISH");
    this.#send({ cmd: "publish", topic, payload, qos: 1, dup: false, retain: true, messageId });
    return (await answer).reasonCode ?? 0;
  }

  acknowledge(messages: readonly ReceivedPublish[]): void {
    if (this.#loss !== undefined || this.#stream.writableEnded) return;
    const ids = messages.filter(({ qos }) => qos === 1).map(({ packetId }) => packetId);
    if (ids.length > 0) this.#stream.write(pubacks(ids));
  }

  /** Stops reading, for want of room. */
  set isHeld(isHeld: boolean) {
    if (isHeld === this.#isHeld || this.#loss !== undefined) return;
    this.#isHeld = isHeld;
    this.#answers.isReading = !isHeld;
    if (this.#keepAlive) this.#keepAlive.isReading = !isHeld;
    if (isHeld) this.#stream.pause();
    else if (!this.#isPaused) this.#stream.resume();
  }

  /** Hands nothing more over. */
  stopTaking(): void {
    this.#isDeaf = true;
    this.isHeld = false;
    if (!this.#isPaused) return;
    this.#cancel();
    this.#isPaused = false;
    this.#stream.resume();
  }

  /** DISCONNECT, and the session is kept. */
  async end(): Promise<void> {
    this.#because ??= byUs("ended");
    if (this.#loss === undefined) {
      this.#send({ cmd: "disconnect" });
      this.stopTaking();
      this.#stream.end();
      this.#cancel = this.#options.clock.after(END_DEADLINE_MS, () => this.#stream.destroy());
      this.#stream.resume();
    }
    await this.closed;
  }

  /** Ends it at once. */
  abandon(reason: string): void {
    this.#because ??= byUs(reason);
    this.#stream.destroy();
  }

  #nextId(): number {
    this.#lastId = (this.#lastId % 0xffff) + 1;
    return this.#lastId;
  }

  #send(packet: Packet): void {
    if (this.#loss !== undefined || this.#stream.writableEnded) return;
    this.#stream.write(generate(packet, { protocolVersion: PROTOCOL_VERSIONS[this.version] }));
  }

  #receive(bytes: Buffer): void {
    if (this.#loss !== undefined) return;
    this.#keepAlive?.heard();
    const messages: ReceivedPublish[] = [];
    for (const packet of this.#publishes.push(bytes, this.#options.utcMs())) {
      this.#sort(packet, messages);
    }
    if (messages.length === 0 || this.#isDeaf) return;
    this.#options.onMessages(messages, this);
  }

  /** The next read comes after a pause: nothing in a recording is urgent. */
  pauseReading(): void {
    if (this.#isPaused || this.#isHeld || this.#isDeaf || this.#loss !== undefined) return;
    this.#isPaused = true;
    this.#stream.pause();
    this.#cancel = this.#options.clock.after(READ_PAUSE_MS, () => {
      this.#isPaused = false;
      if (!this.#isHeld) this.#stream.resume();
    });
  }

  #sort(packet: ReceivedPacket, messages: ReceivedPublish[]): void {
    if (packet.kind === "publish") messages.push(packet);
    else this.#others.parse(asBuffer(packet.bytes));
  }

  #take(packet: Packet): void {
    switch (packet.cmd) {
      case "pingresp":
        this.#keepAlive?.answered();
        return;
      case "connack":
        this.#answers.settle("connack", packet);
        return;
      case "suback":
      case "puback":
        this.#answers.settle(`${packet.cmd} ${packet.messageId}`, packet);
        return;
      case "disconnect":
        this.#because ??= byDisconnect(packet.reasonCode ?? 0, packet.properties?.reasonString);
        this.#stream.destroy();
        return;
      default:
        // A QoS that was not asked for, among others.
        this.abandon(`the broker sent ${packet.cmd.toUpperCase()}, which nobody asked for`);
    }
  }

  #over(): void {
    if (this.#loss !== undefined) return;
    this.#keepAlive?.stop();
    this.#cancel();
    this.#loss = this.#because ?? bySocket(this.#error);
    this.#end(this.#loss);
    this.#answers.lose(new LinkLost(this.#loss));
  }
}
