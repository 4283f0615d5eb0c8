import { describe, expect, it } from "vitest";
import { PublishParser, type ReceivedPacket } from "../../../host/telemetry/publish-parser.ts";

const RX = 1_764_000_000_125;

function push(bytes: readonly number[], version: "3.1.1" | "5" = "3.1.1"): ReceivedPacket[] {
  return new PublishParser(version).push(Buffer.from(bytes), RX);
}

const publish = (change: object = {}) => ({
  kind: "publish",
  topic: "a/b",
  payload: Buffer.from("hi"),
  qos: 1,
  retain: false,
  packetId: 0x1234,
  rx: RX,
  ...change,
});
const other = (bytes: readonly number[]) => ({ kind: "other", bytes: Buffer.from(bytes) });

const QOS_0 = [
  0x30, // PUBLISH, QoS 0, not retained
  7, // remaining length
  ...[0, 3, 0x61, 0x2f, 0x62], // topic, 3 bytes: a/b
  ...[0x68, 0x69], // payload: hi
];
const QOS_1 = [
  0x32, // PUBLISH, QoS 1
  9,
  ...[0, 3, 0x61, 0x2f, 0x62],
  ...[0x12, 0x34], // packet id
  ...[0x68, 0x69],
];
const PINGRESP = [0xd0, 0];
const SUBACK = [0x90, 3, 0, 1, 1];
const QOS_2 = [0x34, ...QOS_1.slice(1)];

describe("a PUBLISH", () => {
  it("of QoS 0 has no packet id", () => {
    expect(push(QOS_0)).toEqual([publish({ qos: 0, packetId: 0 })]);
  });

  it("of QoS 1 has one, and may be sent again or retained", () => {
    expect(push(QOS_1)).toEqual([publish()]);
    expect(push([0x3b, ...QOS_1.slice(1)])).toEqual([publish({ retain: true })]);
  });

  it("may have an empty payload, and a topic beyond ASCII", () => {
    const topic = [0, 3, 0xe2, 0x82, 0xac];
    expect(push([0x30, 5, ...topic])).toEqual([
      publish({ topic: "\u20ac", payload: Buffer.alloc(0), qos: 0, packetId: 0 }),
    ]);
  });

  it("has a length of up to four bytes", () => {
    const payload = Buffer.alloc(300_000, "x");
    // 300005 = 0x65 + 0x27 * 128 + 0x12 * 128 ** 2
    const start = Buffer.from([0x30, 0xe5, 0xa7, 0x12, 0, 3, 0x61, 0x2f, 0x62]);
    const [packet, ...rest] = new PublishParser("3.1.1").push(Buffer.concat([start, payload]), RX);
    expect(packet?.kind === "publish" && payload.equals(packet.payload)).toBe(true);
    expect(rest).toEqual([]);
  });

  it("of MQTT 5 has properties, which are passed over", () => {
    const withProperties = (...properties: number[]) => [
      0x32,
      10 + properties.length,
      ...[0, 3, 0x61, 0x2f, 0x62, 0x12, 0x34],
      properties.length,
      ...properties,
      ...[0x68, 0x69],
    ];
    const each = [
      [],
      [1, 1], // payload format: text
      [2, 0, 0, 0, 60], // expires in 60 s
      [3, 0, 1, 0x74], // content type
      [8, 0, 1, 0x72], // response topic
      [9, 0, 2, 0, 255], // correlation data
      [11, 0x80, 1], // subscription id 128
      [38, 0, 1, 0x6b, 0, 1, 0x76], // user property
    ];
    for (const properties of [...each, each.flat()]) {
      expect(push(withProperties(...properties), "5")).toEqual([publish()]);
    }
  });
});

describe("the library is given", () => {
  it("every other packet as it came, in its place", () => {
    expect(push([...SUBACK, ...QOS_1, ...PINGRESP, ...QOS_2, ...QOS_0])).toEqual([
      other(SUBACK),
      publish(),
      other(PINGRESP),
      other(QOS_2),
      publish({ qos: 0, packetId: 0 }),
    ]);
  });

  it.each<[string, number[], "3.1.1" | "5"]>([
    ["QoS 3", [0x36, 9, ...QOS_1.slice(2)], "3.1.1"],
    ["nothing but a header", [0x30, 0], "3.1.1"],
    ["half a topic length", [0x30, 1, 0], "3.1.1"],
    ["a topic longer than the packet", [0x30, 4, 0, 3, 0x61, 0x2f], "3.1.1"],
    ["an empty topic", [0x30, 4, 0, 0, 0x68, 0x69], "3.1.1"],
    ["half a packet id", [0x32, 6, 0, 3, 0x61, 0x2f, 0x62, 1], "3.1.1"],
    ["packet id 0", [0x32, 7, 0, 3, 0x61, 0x2f, 0x62, 0, 0], "3.1.1"],
    ["no properties", [0x30, 5, 0, 3, 0x61, 0x2f, 0x62], "5"],
    ["properties longer than the packet", [0x30, 7, 0, 3, 0x61, 0x2f, 0x62, 2, 1], "5"],
    ["an unknown property", [0x30, 8, 0, 3, 0x61, 0x2f, 0x62, 2, 99, 0], "5"],
    ["half a property", [0x30, 8, 0, 3, 0x61, 0x2f, 0x62, 2, 2, 0], "5"],
    ["half a user property", [0x30, 11, 0, 3, 0x61, 0x2f, 0x62, 5, 38, 0, 1, 0x6b, 0], "5"],
    ["a property length without end", [0x30, 8, 0, 3, 0x61, 0x2f, 0x62, 11, 0xff, 0xff], "5"],
    ["a topic alias", [0x30, 9, 0, 3, 0x61, 0x2f, 0x62, 3, 35, 0, 1], "5"],
  ])("a PUBLISH with %s, and what follows is read", (_, bytes, version) => {
    const next = version === "5" ? PINGRESP : QOS_1;
    expect(push([...bytes, ...next], version)).toEqual([
      other(bytes),
      version === "5" ? other(PINGRESP) : publish(),
    ]);
  });

  it.each([0x30, 0x40])("all that follows a length without end (header %i)", (header) => {
    const endless = [header, 0xff, 0xff, 0xff, 0xff, 1];
    const bytes = [...endless, ...QOS_1];
    expect(push([...QOS_1, ...bytes])).toEqual([publish(), other(bytes)]);
    const parser = new PublishParser("3.1.1");
    const given = bytes.flatMap((byte) => parser.push(Buffer.from([byte]), RX));
    expect(given.every(({ kind }) => kind === "other")).toBe(true);
    expect(joined(given)).toEqual(Buffer.from(bytes));
  });

  it("the start of its packets at once, so that it can refuse what is none", () => {
    expect(push([...Buffer.from("HTTP/1.1 400 Bad Request")])).toEqual([
      other([...Buffer.from("HTTP/1.1 400 Bad Request")]),
    ]);
  });
});

describe("a stream", () => {
  const bytes = [...SUBACK, ...QOS_1, ...QOS_0, ...PINGRESP, ...QOS_2, ...QOS_1, ...QOS_1];
  const publishes = [publish(), publish({ qos: 0, packetId: 0 }), publish(), publish()];

  it("split at any byte gives the same", () => {
    for (let at = 0; at <= bytes.length; at++) {
      const parser = new PublishParser("3.1.1");
      const packets = [bytes.slice(0, at), bytes.slice(at)].flatMap((part) =>
        parser.push(Buffer.from(part), RX),
      );
      expect(packets.filter(({ kind }) => kind === "publish")).toEqual(publishes);
      expect(joined(packets)).toEqual(Buffer.from([...SUBACK, ...PINGRESP, ...QOS_2]));
    }
  });

  it("in parts of any size gives the same", () => {
    for (let size = 1; size < 12; size++) {
      const parser = new PublishParser("3.1.1");
      const packets: ReceivedPacket[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        packets.push(...parser.push(Buffer.from(bytes.slice(at, at + size)), RX));
      }
      expect(packets.filter(({ kind }) => kind === "publish")).toEqual(publishes);
      expect(joined(packets)).toEqual(Buffer.from([...SUBACK, ...PINGRESP, ...QOS_2]));
    }
  });

  it("leaves a message as it was given, whatever comes after", () => {
    const parser = new PublishParser("3.1.1");
    parser.push(Buffer.from(QOS_1.slice(0, 5)), RX);
    const [first] = parser.push(Buffer.from([...QOS_1.slice(5), ...QOS_0.slice(0, 6)]), RX);
    parser.push(Buffer.from(QOS_0.slice(6)), RX);
    expect(first).toEqual(publish());
  });
});

function joined(packets: readonly ReceivedPacket[]): Buffer {
  return Buffer.concat(packets.flatMap((packet) => (packet.kind === "other" ? packet.bytes : [])));
}
