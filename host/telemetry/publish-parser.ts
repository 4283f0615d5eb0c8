// Bytes from a broker -> its PUBLISH packets of QoS 0 and 1, and all others as the bytes they came in,
// in order. What is malformed is among the others: whoever reads those decides. Owns no socket and no
// clock; answers nothing.
import type { MqttVersion } from "../config/broker.ts";
import type { Message } from "./message.ts";
import { endOfProperties } from "./publish-properties.ts";
import { INCOMPLETE, MALFORMED, variableByteInteger } from "./variable-byte-integer.ts";

/** Its payload is a view of the bytes that were pushed. */
export interface ReceivedPublish extends Message {
  readonly kind: "publish";
  /** 0 with QoS 0. */
  readonly packetId: number;
}

export type ReceivedPacket =
  | ReceivedPublish
  | { readonly kind: "other"; readonly bytes: Uint8Array };

const SMALLEST_HOLD_BYTES = 1024;

export class PublishParser {
  readonly #hasProperties: boolean;
  /** The start of a packet whose end has not come yet. */
  #held = Buffer.alloc(0);
  #heldBytes = 0;
  /** Still to come of a packet of which the first part was given away. */
  #otherBytes = 0;
  #rx = 0;

  constructor(version: MqttVersion) {
    this.#hasProperties = version === "5";
  }

  /** @param rx when the chunk arrived */
  push(chunk: Buffer, rx: number): ReceivedPacket[] {
    const packets: ReceivedPacket[] = [];
    this.#rx = rx;
    let at = 0;
    while (this.#heldBytes > 0 && at < chunk.length) at = this.#complete(chunk, at, packets);
    while (at < chunk.length) {
      const length = this.#otherBytes || packetLength(chunk, at, chunk.length);
      if (this.#otherBytes > 0 || (length > 0 && !isOurs(chunk[at]!, length))) {
        const end = Math.min(chunk.length, at + length);
        packets.push({ kind: "other", bytes: chunk.subarray(at, end) });
        this.#otherBytes = length - (end - at);
        at = end;
      } else if (length === INCOMPLETE || at + length > chunk.length) {
        this.#hold(chunk, at, chunk.length);
        at = chunk.length;
      } else {
        packets.push(this.#packet(chunk, at, at + length));
        at += length;
      }
    }
    return packets;
  }

  /** Adds to what is held no more than its packet needs. Where it goes on in `chunk`. */
  #complete(chunk: Buffer, at: number, packets: ReceivedPacket[]): number {
    const known = packetLength(this.#held, 0, this.#heldBytes);
    const end = Math.min(
      chunk.length,
      known === INCOMPLETE ? at + 1 : at + known - this.#heldBytes,
    );
    this.#hold(chunk, at, end);
    const length = packetLength(this.#held, 0, this.#heldBytes);
    if (length === INCOMPLETE) return end;
    if (!isOurs(this.#held[0]!, length)) {
      packets.push({ kind: "other", bytes: this.#held.subarray(0, this.#heldBytes) });
      this.#otherBytes = length - this.#heldBytes;
    } else if (length === this.#heldBytes) {
      packets.push(this.#packet(this.#held, 0, length));
    } else {
      return end;
    }
    // What was just given away is a view of it.
    this.#held = Buffer.alloc(0);
    this.#heldBytes = 0;
    return end;
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const bytes = this.#heldBytes + end - start;
    if (bytes > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.max(SMALLEST_HOLD_BYTES, 2 * bytes));
      this.#held.copy(larger, 0, 0, this.#heldBytes);
      this.#held = larger;
    }
    chunk.copy(this.#held, this.#heldBytes, start, end);
    this.#heldBytes = bytes;
  }

  #packet(bytes: Buffer, start: number, end: number): ReceivedPacket {
    return this.#publish(bytes, start, end) ?? { kind: "other", bytes: bytes.subarray(start, end) };
  }

  #publish(bytes: Buffer, start: number, end: number): ReceivedPacket | undefined {
    const qos = bytes[start]! & QOS_1 ? 1 : 0;
    let at = start + 1;
    while (bytes[at]! >= 0x80) at++;
    const topicStart = at + 3;
    if (topicStart > end) return undefined;
    const topicEnd = topicStart + ((bytes[at + 1]! << 8) | bytes[at + 2]!);
    at = topicEnd + 2 * qos;
    if (at > end || topicEnd === topicStart) return undefined;
    const packetId = qos === 0 ? 0 : (bytes[topicEnd]! << 8) | bytes[topicEnd + 1]!;
    // [MQTT-2.2.1-3] a packet id is not 0.
    if (qos === 1 && packetId === 0) return undefined;
    if (this.#hasProperties) {
      const payloadStart = endOfProperties(bytes, at, end);
      if (payloadStart === undefined) return undefined;
      at = payloadStart;
    }
    return {
      kind: "publish",
      topic: bytes.toString("utf8", topicStart, topicEnd),
      payload: bytes.subarray(at, end),
      qos,
      retain: (bytes[start]! & 1) === 1,
      packetId,
      rx: this.#rx,
    };
  }
}

const NO_END = Number.POSITIVE_INFINITY;
const PUBLISH = 0x30;
const QOS_1 = 0x02;
const QOS_2 = 0x04;

/** A PUBLISH of QoS 0 or 1, by its first byte (MQTT 3.3.1), and with an end. */
function isOurs(header: number, length: number): boolean {
  return (header & 0xf0) === PUBLISH && (header & QOS_2) === 0 && length < NO_END;
}

/** Of the packet that starts at `at`, its fixed header included; INCOMPLETE when that is. */
function packetLength(bytes: Buffer, at: number, end: number): number {
  const length = variableByteInteger(bytes, at + 1, end);
  if (length === INCOMPLETE) return INCOMPLETE;
  // No packet begins where one should: all that follows is the library's to refuse.
  if (length === MALFORMED) return NO_END;
  return length.end - at + length.value;
}
