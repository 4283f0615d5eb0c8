// The packet codec, byte by byte: section 2.2 of MQTT 3.1.1, whatever way the stream is cut.
import { beforeEach, describe, expect, it } from "vitest";
import {
  CONNACK,
  decode,
  field,
  KEPT_BODY_BYTES,
  PINGREQ,
  PUBLISH,
  packet,
  readUint16,
  resetDecoder,
  SUBSCRIBE,
} from "../../../../firmware/mqtt/packet.ts";
import { seededWhole } from "../../../doubles/seeded-random.ts";
import { bytes, framed } from "./wire.ts";

/** Remaining length -> its bytes: table 2.4 of section 2.2.3. */
const LENGTHS: readonly [number, readonly number[]][] = [
  [0, [0x00]],
  [127, [0x7f]],
  [128, [0x80, 0x01]],
  [16_383, [0xff, 0x7f]],
  [16_384, [0x80, 0x80, 0x01]],
  [2_097_151, [0xff, 0xff, 0x7f]],
  [2_097_152, [0x80, 0x80, 0x80, 0x01]],
];

interface Received {
  header: number;
  body: string;
  isCut: boolean;
}

const received: Received[] = [];
const take = (header: number, body: string, isCut: boolean) =>
  void received.push({ header, body, isCut });

/** What the socket hands over in one go: the chunk of the ESP32 build. */
const CHUNK_BYTES = 536;

function feed(stream: string, chunkBytes = CHUNK_BYTES): boolean {
  for (let at = 0; at < stream.length; at += chunkBytes) {
    if (!decode(stream.slice(at, at + chunkBytes), take)) return false;
  }
  return true;
}

beforeEach(() => {
  resetDecoder();
  received.length = 0;
});

describe("encoding", () => {
  it.each(LENGTHS)("writes a remaining length of %i (section 2.2.3)", (length, digits) => {
    const encoded = packet(PUBLISH, "x".repeat(length));
    expect(encoded.slice(0, 1 + digits.length)).toBe(bytes(0x30, ...digits));
    expect(encoded.length).toBe(1 + digits.length + length);
  });

  it("writes PINGREQ as two bytes (section 3.12)", () => {
    expect(packet(PINGREQ, "")).toBe("\xc0\x00");
  });

  it("keeps the reserved bits of SUBSCRIBE at 0010 [MQTT-3.8.1-1]", () => {
    expect(packet(SUBSCRIBE, "abc")).toBe("\x82\x03abc");
  });

  it("writes a string with its length before it (section 1.5.3)", () => {
    expect(field("")).toBe("\x00\x00");
    expect(field("MQTT")).toBe("\x00\x04MQTT");
    expect(field("x".repeat(300)).slice(0, 3)).toBe("\x01\x2cx");
  });

  it("reads two bytes, most significant first, and NaN past the end (section 1.5.2)", () => {
    expect(readUint16(bytes(9, 0x01, 0x2c), 1)).toBe(300);
    expect(readUint16(bytes(0xff, 0xff), 0)).toBe(65_535);
    expect(readUint16(bytes(1), 0)).toBeNaN();
  });
});

describe("decoding", () => {
  it.each(LENGTHS)("reads a remaining length of %i (section 2.2.3)", (length, digits) => {
    expect(feed(bytes(0x30, ...digits) + "x".repeat(length) + bytes(0xd0, 0))).toBe(true);
    const kept = Math.min(length, KEPT_BODY_BYTES);
    expect(received).toEqual([
      { header: 0x30, body: "x".repeat(kept), isCut: length > KEPT_BODY_BYTES },
      { header: 0xd0, body: "", isCut: false },
    ]);
  });

  it("refuses a remaining length of five bytes (section 2.2.3)", () => {
    expect(decode(bytes(0x30, 0x80, 0x80, 0x80, 0x80, 0x01), take)).toBe(false);
    expect(received).toEqual([]);
  });

  it("refuses it when it comes a byte at a time", () => {
    const stream = bytes(0x30, 0xff, 0xff, 0xff, 0xff);
    const answers = [...stream].map((byte) => decode(byte, take));
    expect(answers).toEqual([true, true, true, true, false]);
  });

  it("waits for the rest of a four-byte length", () => {
    expect(decode(bytes(0x30, 0xff, 0xff, 0xff), take)).toBe(true);
    expect(received).toEqual([]);
  });

  const stream =
    bytes(0x20, 2, 0, 0) +
    framed(0x32, `${field("espulse/x/cmd/ping")}\x00\x07${JSON.stringify({ id: "a" })}`) +
    bytes(0xd0, 0) +
    framed(0x30, field("t") + "y".repeat(300)) +
    bytes(0x40, 2, 0, 9);
  const whole: Received[] = [
    { header: 0x20, body: "\0\0", isCut: false },
    {
      header: 0x32,
      body: '\0\x12espulse/x/cmd/ping\0\x07{"id":"a"}',
      isCut: false,
    },
    { header: 0xd0, body: "", isCut: false },
    { header: 0x30, body: `\0\x01t${"y".repeat(300)}`, isCut: false },
    { header: 0x40, body: "\0\x09", isCut: false },
  ];

  it("takes packets joined in one segment", () => {
    expect(decode(stream, take)).toBe(true);
    expect(received).toEqual(whole);
  });

  it("takes packets a byte at a time", () => {
    expect(feed(stream, 1)).toBe(true);
    expect(received).toEqual(whole);
  });

  it("takes packets cut in two at every byte", () => {
    for (let at = 1; at < stream.length; at++) {
      received.length = 0;
      expect(decode(stream.slice(0, at), take)).toBe(true);
      expect(decode(stream.slice(at), take)).toBe(true);
      expect(received).toEqual(whole);
    }
  });

  it("takes an empty segment", () => {
    expect(decode("", take)).toBe(true);
    expect(received).toEqual([]);
  });

  it("forgets a half-received packet for the next connection", () => {
    decode(stream.slice(0, 9), take);
    resetDecoder();
    received.length = 0;
    decode(bytes(0x20, 2, 0, 0), take);
    expect(received).toEqual([{ header: CONNACK, body: "\0\0", isCut: false }]);
  });

  it("forgets the unread rest of an oversized packet for the next connection", () => {
    decode(framed(0x30, "z".repeat(20_000)).slice(0, 1000), take);
    resetDecoder();
    received.length = 0;
    decode(bytes(0x20, 2, 0, 0), take);
    expect(received).toEqual([{ header: CONNACK, body: "\0\0", isCut: false }]);
  });

  it("stops at once when the receiver resets it", () => {
    const seen: number[] = [];
    decode(bytes(0x20, 2, 0, 5, 0xd0, 0, 0x40, 2), (header) => {
      seen.push(header);
      resetDecoder();
    });
    expect(seen).toEqual([CONNACK]);
    decode(bytes(0xd0, 0), take);
    expect(received).toEqual([{ header: 0xd0, body: "", isCut: false }]);
  });
});

describe(`a body longer than ${KEPT_BODY_BYTES} bytes`, () => {
  const long = `${field("espulse/x/cmd/ping")}${"z".repeat(20_000)}`;

  it.each([1, 2, 511, 512, 513, 536, 1460, 30_000])(
    "of 20 kB in chunks of %i arrives cut, and the packet after it is read right",
    (chunkBytes) => {
      expect(feed(framed(0x30, long) + bytes(0xd0, 0), chunkBytes)).toBe(true);
      expect(received).toEqual([
        { header: 0x30, body: long.slice(0, KEPT_BODY_BYTES), isCut: true },
        { header: 0xd0, body: "", isCut: false },
      ]);
    },
  );

  it("is told as soon as its kept part is there", () => {
    const packetBytes = framed(0x30, long);
    const headerBytes = packetBytes.length - long.length;
    decode(packetBytes.slice(0, headerBytes + KEPT_BODY_BYTES - 1), take);
    expect(received).toEqual([]);
    decode(packetBytes.charAt(headerBytes + KEPT_BODY_BYTES - 1), take);
    expect(received).toHaveLength(1);
  });

  it.each([
    [KEPT_BODY_BYTES - 1, false],
    [KEPT_BODY_BYTES, false],
    [KEPT_BODY_BYTES + 1, true],
  ])("of %i bytes: cut is %s", (length, isCut) => {
    feed(framed(0x30, "b".repeat(length)) + bytes(0xd0, 0));
    expect(received).toEqual([
      { header: 0x30, body: "b".repeat(Math.min(length, KEPT_BODY_BYTES)), isCut },
      { header: 0xd0, body: "", isCut: false },
    ]);
  });

  it("two in one segment, the second cut by the segment's end", () => {
    const two = framed(0x30, long) + framed(0x31, long) + bytes(0xd0, 0);
    decode(two.slice(0, 30_000), take);
    decode(two.slice(30_000), take);
    expect(received.map(({ header, isCut }) => [header, isCut])).toEqual([
      [0x30, true],
      [0x31, true],
      [0xd0, false],
    ]);
  });

  it("is not buffered: nothing but its kept part is ever handed on", () => {
    const packetBytes = framed(0x30, "z".repeat(1_000_000));
    feed(packetBytes);
    expect(received.map(({ body }) => body.length)).toEqual([KEPT_BODY_BYTES]);
  });
});

describe("any stream in any cut (seeded)", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("seed %i", (seed) => {
    const random = seededWhole(seed);
    const bodies = Array.from({ length: 60 }, () =>
      String.fromCharCode(
        ...Array.from({ length: random(3) ? random(200) : random(2000) }, () => random(256)),
      ),
    );
    const all = bodies.map((body, i) => framed(0x30 + (i % 2), body)).join("");
    for (let at = 0; at < all.length; ) {
      const size = 1 + random(700);
      expect(decode(all.slice(at, at + size), take)).toBe(true);
      at += size;
    }
    expect(received.map(({ body }) => body)).toEqual(
      bodies.map((body) => body.slice(0, KEPT_BODY_BYTES)),
    );
    expect(received.map(({ isCut }) => isCut)).toEqual(
      bodies.map((body) => body.length > KEPT_BODY_BYTES),
    );
  });
});
