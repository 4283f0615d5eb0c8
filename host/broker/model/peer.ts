// One connection to the model broker, bytes on one side and packets on the other. Owns keep-alive, the
// order CONNECT first, and what is a violation; where messages go is the broker's business.
import {
  generate,
  type IConnectPacket,
  type IDisconnectPacket,
  type IPublishPacket,
  type ISubscribePacket,
  type IUnsubscribePacket,
  type Packet,
  parser,
} from "mqtt-packet";
import type { Clock } from "../../clock.ts";
import type { Message } from "./message.ts";
import type { Outlet, Session } from "./session.ts";

/** The server's end of a connection, whatever carries it. */
export interface PeerWire {
  onBytes: (bytes: Buffer) => boolean;
  onEnd: (isReset: boolean) => void;
  send(bytes: Buffer): void;
  close(): void;
  reset(): void;
}

export interface PeerEvents {
  readonly connect: (peer: Peer, packet: IConnectPacket) => void;
  readonly publish: (peer: Peer, packet: IPublishPacket) => void;
  readonly subscribe: (peer: Peer, packet: ISubscribePacket) => void;
  readonly unsubscribe: (peer: Peer, packet: IUnsubscribePacket) => void;
  /** `isOrderly` after a DISCONNECT that drops the will. */
  readonly gone: (peer: Peer, isOrderly: boolean) => void;
}

/** [MQTT-3.1.2-24] */
const KEEP_ALIVES = 1.5;
/** MQTT 5, section 3.14.2.1: with the will, all the same. */
const WITH_WILL = 0x04;
const PROTOCOL_ERROR = 0x82;
const KEEP_ALIVE_TIMEOUT = 0x8d;
const SESSION_TAKEN_OVER = 0x8e;
const QOS_NOT_SUPPORTED = 0x9b;

export class Peer implements Outlet {
  clientId = "";
  version = 4;
  will: Message | undefined;
  session: Session | undefined;
  mostInFlight = 0;
  /** Seconds, of MQTT 5. */
  expirySeconds = 0;
  #keepAliveMs = 0;
  #heardMs: number;
  #cancelWatch: () => void = () => {};
  #isGone = false;

  constructor(
    private readonly wire: PeerWire,
    private readonly clock: Clock,
    private readonly events: PeerEvents,
    /** Runs what comes in, now or when the broker is at work again. */
    private readonly run: (work: () => void) => void,
  ) {
    this.#heardMs = clock.now();
    const packets = parser();
    packets.on("packet", (packet: Packet) => {
      if (!this.#isGone) this.#take(packet);
    });
    packets.on("error", () => this.refuse(PROTOCOL_ERROR));
    wire.onBytes = (bytes) => {
      run(() => {
        if (this.#isGone) return;
        this.#heardMs = clock.now();
        packets.parse(bytes);
      });
      return true;
    };
    wire.onEnd = () => run(() => this.#end(false));
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  #take(packet: Packet): void {
    if (this.session === undefined) {
      if (packet.cmd === "connect") this.events.connect(this, packet);
      else this.refuse(PROTOCOL_ERROR);
      return;
    }
    switch (packet.cmd) {
      case "publish":
        if (packet.qos === 2) this.refuse(QOS_NOT_SUPPORTED);
        else this.events.publish(this, packet);
        break;
      case "puback":
        this.session.acknowledged(packet.messageId ?? 0);
        break;
      case "subscribe":
        this.events.subscribe(this, packet);
        break;
      case "unsubscribe":
        this.events.unsubscribe(this, packet);
        break;
      case "pingreq":
        this.write({ cmd: "pingresp" });
        break;
      case "disconnect":
        this.#disconnected(packet);
        break;
      default:
        this.refuse(PROTOCOL_ERROR);
    }
  }

  #disconnected({ reasonCode, properties }: IDisconnectPacket): void {
    const expiry = properties?.sessionExpiryInterval;
    if (this.version === 5 && expiry !== undefined) this.expirySeconds = expiry;
    this.#end(reasonCode !== WITH_WILL);
    this.wire.close();
  }

  watch(keepAliveSeconds: number): void {
    this.#keepAliveMs = keepAliveSeconds * 1000 * KEEP_ALIVES;
    if (this.#keepAliveMs > 0) this.#watch();
  }

  #watch(): void {
    const leftMs = this.#heardMs + this.#keepAliveMs - this.clock.now();
    this.#cancelWatch = this.clock.after(leftMs, () =>
      this.run(() => {
        if (this.#isGone) return;
        if (this.#heardMs + this.#keepAliveMs > this.clock.now()) this.#watch();
        else this.refuse(KEEP_ALIVE_TIMEOUT);
      }),
    );
  }

  write(packet: Packet): void {
    if (!this.#isGone) this.wire.send(generate(packet, { protocolVersion: this.version }));
  }

  send({ topic, payload, qos, retain }: Message, packetId: number, isAgain: boolean): void {
    const head = { cmd: "publish", topic, payload, qos, retain, dup: isAgain } as const;
    this.write(qos === 0 ? head : { ...head, messageId: packetId });
  }

  /** Ends it for a reason that only MQTT 5 can be told. */
  refuse(reasonCode: number): void {
    if (this.version === 5 && this.session !== undefined)
      this.write({ cmd: "disconnect", reasonCode });
    this.#end(false);
    this.wire.close();
  }

  /** Another connection has its client id. */
  takeOver(): void {
    this.refuse(SESSION_TAKEN_OVER);
  }

  /** The broker's process is gone. */
  kill(): void {
    this.#isGone = true;
    this.#cancelWatch();
    this.wire.reset();
  }

  close(): void {
    this.#isGone = true;
    this.#cancelWatch();
    this.wire.close();
  }

  #end(isOrderly: boolean): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#cancelWatch();
    this.events.gone(this, isOrderly);
  }
}
