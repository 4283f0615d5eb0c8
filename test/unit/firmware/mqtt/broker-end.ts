// A broker at the other end of every connection the board makes, with manners that a test can
// change at any moment. Reads by an independent codec; keeps what was published.
import { type Packet, parser } from "mqtt-packet";
import type { Interpreter } from "../../../doubles/firmware-globals.ts";
import type { Link } from "../interpreter/link.ts";
import { connack, PINGRESP, puback, suback } from "./wire.ts";

export interface Published {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly isRetained: boolean;
  readonly isDuplicate: boolean;
  readonly id: number | undefined;
  /** Which connection brought it, from 1. */
  readonly connection: number;
}

export class BrokerEnd {
  /** False: nobody listens, and TCP is refused. */
  isListening = true;
  /** undefined: CONNECT is not answered. */
  connackCode: number | undefined = 0;
  subackCode: number | undefined = 1;
  answersPings = true;
  /** Which messages get their PUBACK at once. */
  acknowledges: (message: Published) => boolean = () => true;
  readonly published: Published[] = [];
  /** Commands of all packets but PUBLISH, in order. */
  readonly others: Packet[] = [];
  #connections = 0;

  constructor(private readonly interpreter: Interpreter) {
    interpreter.loop.idlers.push(() => this.#idle());
  }

  /** Messages of one kind: the last level of their topic. */
  of(kind: string): Published[] {
    return this.published.filter(({ topic }) => topic.endsWith(`/${kind}`));
  }

  /** Bytes to the newest connection. */
  deliver(bytes: string): void {
    this.interpreter.link.deliver(bytes);
  }

  #idle(): boolean {
    const fresh = this.interpreter.links.slice(this.#connections);
    for (const link of fresh) this.#meet(link);
    return fresh.length > 0;
  }

  #meet(link: Link): void {
    const connection = ++this.#connections;
    const reader = parser({ protocolVersion: 4 });
    reader.on("packet", (packet) => this.#answer(link, connection, packet));
    reader.on("error", (error) => {
      throw error;
    });
    link.onSent = (bytes) => reader.parse(Buffer.from(bytes, "latin1"));
    if (this.isListening) link.accept();
    else link.drop(true);
  }

  #answer(link: Link, connection: number, packet: Packet): void {
    const id = packet.messageId ?? 0;
    if (packet.cmd !== "publish") this.others.push(packet);
    if (packet.cmd === "connect" && this.connackCode !== undefined) {
      link.receive(connack(this.connackCode));
    } else if (packet.cmd === "subscribe" && this.subackCode !== undefined) {
      link.receive(suback(id, this.subackCode));
    } else if (packet.cmd === "pingreq" && this.answersPings) {
      link.receive(PINGRESP);
    } else if (packet.cmd === "publish") {
      const message: Published = {
        topic: packet.topic,
        payload: packet.payload.toString("latin1"),
        qos: packet.qos,
        isRetained: packet.retain,
        isDuplicate: packet.dup,
        id: packet.messageId,
        connection,
      };
      this.published.push(message);
      if (packet.qos === 1 && this.acknowledges(message)) link.receive(puback(id));
    }
  }
}
