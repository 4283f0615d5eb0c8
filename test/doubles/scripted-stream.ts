// The bytes between a recorder and its broker, with a test in the broker's place: no socket, no time of
// its own. Answers as a broker does unless told otherwise.
import { Duplex } from "node:stream";
import { generate, type IConnackPacket, type Packet, parser } from "mqtt-packet";
import type { MqttVersion } from "../../host/config/broker.ts";

export type StreamAnswers = {
  readonly [cmd in Packet["cmd"]]?: (packet: Packet & { cmd: cmd }, stream: ScriptedStream) => void;
};

export const accepts =
  (change: Partial<IConnackPacket> = {}): NonNullable<StreamAnswers["connect"]> =>
  (_, stream) =>
    stream.send({
      cmd: "connack",
      returnCode: 0,
      reasonCode: 0,
      sessionPresent: false,
      ...change,
    });

const ORDINARY: StreamAnswers = {
  connect: accepts(),
  subscribe: ({ messageId, subscriptions }, stream) =>
    stream.send({
      cmd: "suback",
      messageId: messageId ?? 0,
      granted: subscriptions.map(({ qos }) => qos),
    }),
  publish: ({ messageId }, stream) => stream.send({ cmd: "puback", messageId: messageId ?? 0 }),
  pingreq: (_, stream) => stream.send({ cmd: "pingresp" }),
  disconnect: (_, stream) => stream.hangUp(),
};

export class ScriptedStream extends Duplex {
  /** Every packet that came, in order. */
  readonly received: Packet[] = [];
  /** Whether the other side takes what is sent. */
  isRead = true;
  answers: StreamAnswers;
  readonly #protocolVersion: number;
  readonly #receive: (bytes: Buffer) => void;
  readonly #packets;
  #unread: Buffer[] = [];
  #lastId = 0;

  constructor(version: MqttVersion, receive: (bytes: Buffer) => void, answers: StreamAnswers = {}) {
    super();
    this.answers = answers;
    this.#receive = receive;
    this.#protocolVersion = { "3.1": 3, "3.1.1": 4, "5": 5 }[version];
    this.#packets = parser({ protocolVersion: this.#protocolVersion });
    this.#packets.on("packet", (packet) => {
      this.received.push(packet);
      const answer = this.answers[packet.cmd] ?? ORDINARY[packet.cmd];
      (answer as ((packet: Packet, stream: this) => void) | undefined)?.(packet, this);
    });
  }

  send(packet: Packet): void {
    this.sendBytes(generate(packet, { protocolVersion: this.#protocolVersion }));
  }

  sendBytes(bytes: Buffer): void {
    if (this.destroyed) return;
    if (this.isRead) this.#receive(bytes);
    else this.#unread.push(bytes);
  }

  /** QoS 1; gives its packet id. */
  deliver(topic: string, payload: string | object): number {
    const messageId = ++this.#lastId;
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    this.send({
      cmd: "publish",
      topic,
      payload: text,
      qos: 1,
      dup: false,
      retain: false,
      messageId,
    });
    return messageId;
  }

  /** Packet ids of what was acknowledged. */
  get acknowledged(): number[] {
    return this.received.flatMap((packet) => (packet.cmd === "puback" ? packet.messageId! : []));
  }

  get published(): { topic: string; payload: string }[] {
    return this.received.flatMap((packet) =>
      packet.cmd === "publish" ? { topic: packet.topic, payload: String(packet.payload) } : [],
    );
  }

  count(cmd: Packet["cmd"]): number {
    return this.received.filter((packet) => packet.cmd === cmd).length;
  }

  hangUp(): void {
    this.destroy();
  }

  override pause(): this {
    this.isRead = false;
    return this;
  }

  override resume(): this {
    this.isRead = true;
    for (const bytes of this.#unread.splice(0)) this.#receive(bytes);
    return this;
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#packets.parse(bytes);
    done();
  }

  override _final(done: () => void): void {
    done();
    this.destroy();
  }
}
