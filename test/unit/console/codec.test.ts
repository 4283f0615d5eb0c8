// The console's bytes, each of them named.
import { describe, expect, it } from "vitest";
import {
  CLEAR_LINE,
  ConsoleDecoder,
  type ConsoleEvent,
  encodeLine,
  encodePacket,
  isSafeLength,
} from "../../../host/console/codec.ts";
import { seededWhole } from "../../doubles/seeded-random.ts";

const bytesOf = (text: string): number[] => [...Buffer.from(text, "latin1")];
const events = (...bytes: number[]): ConsoleEvent[] =>
  new ConsoleDecoder().push(Uint8Array.from(bytes));
const text = (of: string): ConsoleEvent => ({ kind: "text", text: of });
const packet = (type: "response" | "data", body: string): ConsoleEvent => ({
  kind: "packet",
  type,
  body: Uint8Array.from(bytesOf(body)),
});

describe("what the board sends", () => {
  it("is text, one character a byte", () => {
    expect(events(0x3e, 0x68, 0xb0, 0x0d, 0x0a)).toEqual([text(">h\xb0\r\n")]);
  });

  it("has ACK and NAK between the text", () => {
    expect(events(0x61, 0x06, 0x62, 0x15, 0x15)).toEqual([
      text("a"),
      { kind: "ack" },
      text("b"),
      { kind: "nak" },
      { kind: "nak" },
    ]);
  });

  it("answers EVAL by ACK and a response packet, with console text before it and after", () => {
    // As `print("hi"),0` is answered: the prompt erased, the text, ACK, DLE SOH 00 01 "0", the prompt.
    const erased = [0x0d, 0x1b, 0x5b, 0x4a];
    const hi = [0x68, 0x69, 0x0d, 0x0a];
    expect(events(...erased, ...hi, 0x06, 0x10, 0x01, 0x00, 0x01, 0x30, 0x3e)).toEqual([
      text("\r\x1b[Jhi\r\n"),
      { kind: "ack" },
      packet("response", "0"),
      text(">"),
    ]);
  });

  it("has packets of 0 to 8191 bytes", () => {
    expect(events(0x10, 0x01, 0x80, 0x00)).toEqual([packet("data", "")]);
    const longest = "x".repeat(8191);
    expect(events(0x10, 0x01, 0x1f, 0xff, ...bytesOf(longest))).toEqual([
      packet("response", longest),
    ]);
  });

  it("has ACK, NAK and DLE in the body of a packet, where they mean nothing", () => {
    expect(events(0x10, 0x01, 0x80, 0x04, 0x06, 0x15, 0x10, 0x01, 0x06)).toEqual([
      packet("data", "\x06\x15\x10\x01"),
      { kind: "ack" },
    ]);
  });

  it("is text where DLE begins no packet", () => {
    expect(events(0x10, 0x61, 0x10, 0x10, 0x01, 0x00, 0x00)).toEqual([
      text("\x10a\x10"),
      packet("response", ""),
    ]);
    // No board sends EVAL: a program printed it.
    expect(events(0x10, 0x01, 0x20, 0x01, 0x61)).toEqual([text("\x10\x01\x20\x01a")]);
  });

  it("pauses and resumes the host, between any two bytes", () => {
    expect(events(0x61, 0x13, 0x62, 0x11, 0x63)).toEqual([
      text("a"),
      { kind: "pause" },
      text("b"),
      { kind: "resume" },
      text("c"),
    ]);
    expect(events(0x13, 0x10, 0x11, 0x01, 0x00, 0x02, 0x61, 0x13, 0x62)).toEqual([
      { kind: "pause" },
      { kind: "resume" },
      { kind: "pause" },
      packet("response", "ab"),
    ]);
  });

  it("has lengths of 0x11 and 0x13, and an XON in a header after an XOFF", () => {
    const seventeen = "a".repeat(0x11);
    expect(events(0x10, 0x01, 0x00, 0x11, ...bytesOf(seventeen))).toEqual([
      packet("response", seventeen),
    ]);
    const nineteen = "a".repeat(0x13);
    expect(events(0x10, 0x01, 0x00, 0x13, ...bytesOf(nineteen))).toEqual([
      packet("response", nineteen),
    ]);
    expect(events(0x13, 0x10, 0x01, 0x00, 0x11, 0x01, 0x61)).toEqual([
      { kind: "pause" },
      { kind: "resume" },
      packet("response", "a"),
    ]);
  });

  it("is text again after a packet that a restart cut", () => {
    const decoder = new ConsoleDecoder();
    expect(decoder.push(Uint8Array.of(0x10, 0x01, 0x00, 0x05, 0x61))).toEqual([]);
    decoder.reset();
    expect(decoder.push(Uint8Array.of(0x3e))).toEqual([text(">")]);
  });

  it("gives the same events however the bytes are cut (seeds 1 to 200)", () => {
    const alphabet = [0x06, 0x15, 0x10, 0x01, 0x00, 0x02, 0x80, 0x11, 0x13, 0x20, 0x61, 0x0a];
    for (let seed = 1; seed <= 200; seed++) {
      const below = seededWhole(seed);
      const stream = Array.from({ length: 300 }, () => alphabet[below(alphabet.length)]!);
      const decoder = new ConsoleDecoder();
      const pieces: ConsoleEvent[] = [];
      for (let from = 0; from < stream.length; ) {
        const length = below(12);
        pieces.push(...decoder.push(Uint8Array.from(stream.slice(from, from + length))));
        from += length;
      }
      expect(joined(pieces), `seed ${seed}`).toEqual(joined(events(...stream)));
    }
  });
});

/** Text that came in pieces, in one. */
function joined(all: readonly ConsoleEvent[]): ConsoleEvent[] {
  const whole: ConsoleEvent[] = [];
  for (const event of all) {
    const last = whole.at(-1);
    if (event.kind === "text" && last?.kind === "text")
      whole[whole.length - 1] = text(last.text + event.text);
    else whole.push(event);
  }
  return whole;
}

describe("what the host sends", () => {
  it("is a packet: DLE SOH, type and length, body", () => {
    const body = '{"fn":"a","s":2}';
    expect([...encodePacket("fileSend", Buffer.from(body))]).toEqual([
      ...[0x10, 0x01, 0x60, 0x10],
      ...bytesOf(body),
    ]);
    expect([...encodePacket("data", Uint8Array.of(0xff))]).toEqual([0x10, 0x01, 0x80, 0x01, 0xff]);
    expect([...encodePacket("eval", Buffer.from("1+41"))]).toEqual([
      ...[0x10, 0x01, 0x20, 0x04],
      ...[0x31, 0x2b, 0x34, 0x31],
    ]);
    expect([...encodePacket("data", new Uint8Array(8191)).subarray(0, 5)]).toEqual([
      0x10, 0x01, 0x9f, 0xff, 0x00,
    ]);
    expect(() => encodePacket("data", new Uint8Array(8192))).toThrow(RangeError);
  });

  it("has lengths that interrupt nothing and end no interpreter", () => {
    expect([1, 2, 5, 1024].every(isSafeLength)).toBe(true);
    expect([3, 4, 0x103, 0x404].some(isSafeLength)).toBe(false);
  });

  it("is a line without echo, or empties the line editor", () => {
    expect([...encodeLine("print(1)")]).toEqual([0x10, ...bytesOf("print(1)"), 0x0a]);
    expect([...CLEAR_LINE]).toEqual([0x1b, 0x5b, 0x32, 0x48]);
  });
});
