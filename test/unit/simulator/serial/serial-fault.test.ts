// Faults of a serial line, byte by byte.
import { describe, expect, it } from "vitest";
import {
  type FaultEvent,
  parseFault,
  type SerialFault,
  SerialFaults,
} from "../../../../host/simulator/serial/serial-fault.ts";

/** All at once, and one byte at a time: the same comes out. */
function through(faults: readonly SerialFault[], text: string): string[] {
  const bytes = Buffer.from(text, "latin1");
  const whole = new SerialFaults(faults);
  const single = new SerialFaults(faults);
  const events = told(whole.push(bytes));
  expect(told([...bytes].flatMap((byte) => single.push(Uint8Array.of(byte))))).toEqual(events);
  return events;
}

/** Bytes that follow each other as one text. */
function told(events: readonly FaultEvent[]): string[] {
  const words: string[] = [];
  let isText = false;
  for (const event of events) {
    if (event.kind === "bytes") {
      const text = Buffer.from(event.bytes).toString("latin1");
      if (isText) words.push(words.pop() + text);
      else words.push(text);
    } else words.push(event.kind === "reply" ? `reply ${event.byte}` : event.kind);
    isText = event.kind === "bytes";
  }
  return words;
}

describe("SerialFaults", () => {
  it("changes nothing without a fault", () => {
    expect(through([], "ab\x10\x01\x20\x01c")).toEqual(["ab\x10\x01\x20\x01c"]);
  });

  it("drops one byte", () => {
    expect(through([{ kind: "drop", atByte: 1 }], "abcd")).toEqual(["acd"]);
    expect(through([{ kind: "drop", atByte: 9 }], "abcd")).toEqual(["abcd"]);
  });

  it("restarts the board behind the byte, and says XOFF there", () => {
    expect(through([{ kind: "reboot", atByte: 1 }], "abcd")).toEqual(["ab", "reboot", "cd"]);
    expect(through([{ kind: "xoff", atByte: 0 }], "abcd")).toEqual(["a", "xoff", "bcd"]);
  });

  it.each([
    ["nak", "reply 21"],
    ["ack", "reply 6"],
  ] as const)("%s takes the packet that begins there or later", (kind, reply) => {
    const packets = "x\x10\x01\x20\x02ab\x10\x01\x80\x03cde\n";
    expect(through([{ kind, atByte: 0 }], packets)).toEqual(["x", reply, "\x10\x01\x80\x03cde\n"]);
    expect(through([{ kind, atByte: 2 }], packets)).toEqual(["x\x10\x01\x20\x02ab", reply, "\n"]);
  });

  it("takes a DLE without SOH for no packet, and an empty packet for one", () => {
    expect(through([{ kind: "nak", atByte: 0 }], "\x10print\n\x10\x01\x20\x00y")).toEqual([
      "\x10print\n",
      "reply 21",
      "y",
    ]);
  });

  it("takes several, in the order of their bytes", () => {
    const faults: SerialFault[] = [
      { kind: "drop", atByte: 4 },
      { kind: "drop", atByte: 1 },
      { kind: "reboot", atByte: 2 },
    ];
    expect(through(faults, "abcdef")).toEqual(["ac", "reboot", "df"]);
  });
});

it("parses KIND@BYTE", () => {
  expect(parseFault("drop@1200")).toEqual({ kind: "drop", atByte: 1200 });
  for (const text of ["drop", "drop@", "drop@x", "cut@1", "toString@1", "drop@-1", "drop@1.5"]) {
    expect(parseFault(text)).toBeUndefined();
  }
});
