import { describe, expect, it } from "vitest";
import { PacketScanner } from "../../../host/broker/packet-limit.ts";

/** PUBLISH of `length` bytes after its fixed header, which is `header`. */
function packet(header: readonly number[], length: number): Uint8Array {
  return Uint8Array.from([...header, ...new Array<number>(length).fill(0xff)]);
}

describe("the packet limit", () => {
  it.each([
    ["PINGREQ", packet([0xc0, 0x00], 0)],
    ["one length byte", packet([0x30, 0x7f], 127)],
    ["two length bytes", packet([0x30, 0x80, 0x01], 128)],
    ["exactly the limit", packet([0x30, 0xe8, 0x07], 1000)],
    ["length with idle bytes, which 3.1.1 does not forbid", packet([0x30, 0x85, 0x80, 0x00], 5)],
  ])("%s passes, in one piece and a byte at a time, with a packet behind it", (_name, bytes) => {
    const stream = Uint8Array.from([...bytes, 0xc0, 0x00, ...bytes]);
    expect(new PacketScanner(1000).scan(stream)).toBeUndefined();
    const scanner = new PacketScanner(1000);
    for (const byte of stream) expect(scanner.scan(Uint8Array.of(byte))).toBeUndefined();
  });

  it("refuses one byte more, at the header already", () => {
    const fault = new PacketScanner(1000).scan(Uint8Array.from([0xc0, 0, 0x30, 0xe9, 0x07]));
    expect(fault).toBe("packet of 1001 bytes or more, at most 1000 allowed");
  });

  it("refuses a length that would only grow", () => {
    expect(new PacketScanner(1000).scan(Uint8Array.from([0x30, 0xff, 0xff]))).toMatch(
      /16383 bytes/,
    );
  });

  it("refuses a fifth length byte [MQTT-2.2.3]", () => {
    const scanner = new PacketScanner(1000);
    expect(scanner.scan(Uint8Array.from([0x30, 0x80, 0x80, 0x80]))).toBeUndefined();
    expect(scanner.scan(Uint8Array.of(0x80))).toBe("remaining length over four bytes");
  });
});
