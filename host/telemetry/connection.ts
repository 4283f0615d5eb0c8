// One MQTT connection over mqtt.js, from CONNACK to its end: what goes out, what comes back, why it
// ended. Knows nothing of connecting: a lost connection is reported once and is of no more use.
import type { MqttClient } from "mqtt";
import type { MqttVersion } from "../config/broker.ts";
import { ConnectionLost, type EndedByUs, endOf, type Loss } from "./loss.ts";
import { asBuffer, type Qos } from "./message.ts";
import { NO_MATCHING_SUBSCRIBERS, reasonText } from "./reason-codes.ts";
import type { Receiver, ReceiveStream } from "./receive-stream.ts";

/** The broker answered, and the answer is no. */
export class Refusal extends Error {
  override name = "Refusal";
}

export type Answer = "acknowledged" | "no subscribers" | "taken";

export interface Grant {
  readonly filter: string;
  /** The QoS granted, or why the filter was refused. */
  readonly granted: Qos | string;
}

const MOST_IN_FLIGHT = 20;
const END_DEADLINE_MS = 2000;
const PINGS_A_KEEP_ALIVE = 3;

export interface AnswerOptions extends Receiver {
  readonly version: MqttVersion;
  /** How long the broker may take to answer a SUBSCRIBE, a PUBLISH or a ping. */
  readonly answerDeadlineMs: number;
}

/** What a broker of MQTT 5 says in its CONNACK about what it can do. */
interface ServerProperties {
  receiveMaximum?: number | undefined;
  maximumQoS?: number | undefined;
  retainAvailable?: boolean | undefined;
}

export class Connection {
  readonly version: MqttVersion;
  /** QoS 1 and 2 messages the broker takes before it has acknowledged one [MQTT-3.3.4-9]. */
  readonly mostInFlight: number;
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<Loss>;
  readonly #client: MqttClient;
  readonly #server: ServerProperties;
  readonly #answerDeadlineMs: number;
  /** What the acknowledgement of a packet id said, beyond that it is one. */
  readonly #reasons = new Map<number, { code: number; text?: string | undefined }>();
  /** One entry a PINGREQ without its PINGRESP, ours or mqtt.js's. */
  readonly #pings: ((() => void) | undefined)[] = [];
  #pinged: (() => void) | undefined;
  /** Whoever waits for an answer that can no longer come once the connection is over. */
  readonly #losers = new Set<(loss: Loss) => void>();
  #loss: Loss | undefined;
  #endedBecause: EndedByUs | undefined;

  constructor(
    client: MqttClient,
    stream: ReceiveStream,
    server: ServerProperties,
    options: AnswerOptions,
  ) {
    this.version = options.version;
    this.mostInFlight = Math.min(MOST_IN_FLIGHT, server.receiveMaximum ?? MOST_IN_FLIGHT);
    this.#client = client;
    this.#server = server;
    this.#answerDeadlineMs = options.answerDeadlineMs;
    const alive = setInterval(
      () => this.#keepAlive(stream),
      (client.keepalive * 1000) / PINGS_A_KEEP_ALIVE,
    );
    this.closed = endOf(client, () => this.#endedBecause).then((loss) => {
      clearInterval(alive);
      this.#loss = loss;
      for (const lose of this.#losers) lose(loss);
      return loss;
    });
    // The few that the receive path leaves to the library, such as QoS 2.
    client.on("message", (topic, payload, { qos, retain }) => {
      stream.deliver({ topic, payload, qos, retain, rx: Date.now() });
    });
    client.on("packetsend", (packet) => {
      if (packet.cmd === "pingreq") this.#pings.push(this.#pinged);
    });
    client.on("packetreceive", (packet) => {
      if (packet.cmd === "pingresp") this.#pings.shift()?.();
      const isAnswer = packet.cmd === "puback" || packet.cmd === "pubrec";
      if (isAnswer && packet.reasonCode && packet.messageId !== undefined) {
        const text = packet.properties?.reasonString;
        this.#reasons.set(packet.messageId, { code: packet.reasonCode, text });
      }
    });
  }

  /** @throws ConnectionLost; a refused filter is in the result. */
  async subscribe(filters: readonly string[], qos: Qos): Promise<Grant[]> {
    const answer = new Promise<Grant[]>((resolve) => {
      this.#client.subscribe([...filters], { qos }, (_error, _asked, suback) => {
        // Without a SUBACK the connection is over, and `closed` says why.
        if (suback === undefined) return;
        const text = suback.properties?.reasonString;
        const codes = suback.granted as number[];
        resolve(
          filters.map((filter, index) => {
            const code = codes[index] ?? 128;
            return { filter, granted: code <= 2 ? (code as Qos) : reasonText(code, text) };
          }),
        );
      });
    });
    return await this.#inTime(answer, "SUBSCRIBE");
  }

  /**
   * QoS 0 has no acknowledgement: a ping is sent after it, and its answer shows that the broker has
   * taken the message and kept the connection.
   * @throws Refusal, ConnectionLost
   */
  async publish(topic: string, payload: Uint8Array, qos: Qos, retain: boolean): Promise<Answer> {
    // [MQTT-3.2.2-11], [MQTT-3.2.2-14]: the broker need not answer, it may just disconnect.
    const { maximumQoS = 2, retainAvailable = true } = this.#server;
    if (qos > maximumQoS) throw new Refusal(`the broker takes QoS ${maximumQoS} at most`);
    if (retain && !retainAvailable) throw new Refusal("the broker does not retain messages");
    const bytes = asBuffer(payload);
    if (qos === 0) {
      this.#client.publish(topic, bytes, { qos, retain });
      return await this.#inTime(this.#ping(), "a ping after PUBLISH");
    }
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#client.publish(topic, bytes, { qos, retain }, (error) => {
        const reason = this.#reasons.get(id);
        this.#reasons.delete(id);
        if (!error) {
          const nobody = reason?.code === NO_MATCHING_SUBSCRIBERS;
          resolve(nobody ? "no subscribers" : "acknowledged");
        } else if (reason) {
          reject(new Refusal(reasonText(reason.code, reason.text)));
        }
        // Any other error says that the connection is over, and `closed` says why.
      });
      const id = this.#client.getLastMessageId();
    });
    return await this.#inTime(answer, "PUBLISH");
  }

  #ping(): Promise<Answer> {
    return new Promise((resolve) => {
      this.#pinged = () => resolve("taken");
      this.#client.sendPing();
      this.#pinged = undefined;
    });
  }

  /**
   * While nothing is read the answer to a ping cannot be seen: the broker is told that we live
   * [MQTT-3.1.2-22], and mqtt.js not to miss its answer.
   */
  #keepAlive(stream: ReceiveStream): void {
    if (!stream.isHeld) return;
    this.#client.sendPing();
    this.#client.reschedulePing(true);
  }

  #inTime<T>(answer: Promise<T>, packet: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const reason = `no answer to ${packet} within ${this.#answerDeadlineMs / 1000} s`;
        this.#abandon({ reason, unanswered: true });
      }, this.#answerDeadlineMs);
      const lose = (loss: Loss) => {
        clearTimeout(timer);
        // An answer can come in one segment with the end, and mqtt.js hands it on a little later.
        setImmediate(() => reject(new ConnectionLost(loss)));
      };
      const settle = () => {
        clearTimeout(timer);
        this.#losers.delete(lose);
      };
      this.#losers.add(lose);
      answer.finally(settle).then(resolve, reject);
      if (this.#loss) lose(this.#loss);
    });
  }

  #abandon(because: EndedByUs): void {
    this.#endedBecause ??= because;
    this.#client.end(true);
  }

  /** Ends the connection with a DISCONNECT. What is in flight is not waited for. */
  async end(): Promise<void> {
    this.#endedBecause ??= { reason: "ended", unanswered: false };
    // Its acknowledgements are of no more use, and mqtt.js would wait for them for ever.
    this.#client.outgoing = {};
    this.#client.end();
    const timer = setTimeout(() => this.#client.stream.destroy(), END_DEADLINE_MS);
    await this.closed;
    clearTimeout(timer);
  }
}
