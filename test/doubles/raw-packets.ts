// MQTT packets as bytes, for tests: frames and reads them itself, so that nothing of the product judges
// the product.

/** One control packet as it came: the first byte, and the body behind the remaining length. */
export interface RawPacket {
  readonly header: number;
  readonly type: number;
  readonly body: Buffer;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
}

export const TYPE = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  subscribe: 8,
  suback: 9,
  pingreq: 12,
  pingresp: 13,
  disconnect: 14,
} as const;

export interface RawPublish {
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly dup: boolean;
  readonly id: number | undefined;
  readonly payload: string;
}

export function readPublish({ header, body }: RawPacket): RawPublish {
  const length = body.readUInt16BE(0);
  const qos = (header >> 1) & 3;
  const after = 2 + length;
  return {
    topic: body.toString("latin1", 2, after),
    qos,
    retain: (header & 1) === 1,
    dup: (header & 8) !== 0,
    id: qos > 0 ? body.readUInt16BE(after) : undefined,
    payload: body.toString("latin1", after + (qos > 0 ? 2 : 0)),
  };
}

/** A PUBLISH to the device; `id` for QoS 1. */
export function publishBytes(topic: string, payload: string, id?: number): Buffer {
  const name = Buffer.alloc(2 + topic.length);
  name.writeUInt16BE(topic.length, 0);
  name.write(topic, 2, "latin1");
  const idBytes = id === undefined ? [] : [id >> 8, id & 255];
  const body = Buffer.concat([name, Buffer.from(idBytes), Buffer.from(payload, "latin1")]);
  return Buffer.concat([
    Buffer.from([id === undefined ? 0x30 : 0x32, ...remainingLength(body.length)]),
    body,
  ]);
}

function remainingLength(length: number): number[] {
  const digits: number[] = [];
  let rest = length;
  do {
    digits.push(rest > 127 ? (rest & 127) | 128 : rest);
    rest >>= 7;
  } while (rest > 0);
  return digits;
}

/** The first whole packet of what has come, and how many bytes of it that is. */
export function frame(
  bytes: Buffer,
): { packet: Omit<RawPacket, "at">; length: number } | undefined {
  let bodyLength = 0;
  let at = 1;
  let digit = 128;
  for (let scale = 1; digit > 127; scale *= 128) {
    if (at >= bytes.length) return undefined;
    digit = bytes[at++]!;
    bodyLength += (digit & 127) * scale;
  }
  const length = at + bodyLength;
  if (bytes.length < length) return undefined;
  const header = bytes[0]!;
  const body = Buffer.from(bytes.subarray(at, length));
  return { packet: { header, type: header >> 4, body }, length };
}
