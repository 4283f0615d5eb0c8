// What comes in on a connection: PUBLISH at each QoS, cut and malformed ones, what is not for us.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionBench } from "./session-bench.ts";
import { bytes, framed, PINGRESP, packetsOf, puback, publishOf, uint16 } from "./wire.ts";

let bench: SessionBench;
beforeEach(async () => {
  bench = await SessionBench.open();
  bench.connect();
});
afterEach(() => bench.close());

/** What the client sent after `CONNECT`. */
function answers(): string {
  bench.loop.settle();
  const connectBytes = 2 + bench.link.sent.charCodeAt(1);
  return bench.link.sent.slice(connectBytes);
}

describe("PUBLISH", () => {
  it("at QoS 0 is told and not acknowledged (section 3.3.4)", () => {
    bench.link.deliver(bytes(0x30, 7, 0, 3, "a/b", "hi"));
    expect(bench.messages).toEqual([["a/b", "hi", false]]);
    expect(answers()).toBe("");
  });

  it("at QoS 1 is told and answered with its own packet id [MQTT-4.3.2-2]", () => {
    bench.link.deliver(bytes(0x32, 9, 0, 3, "a/b", 0xab, 0xcd, "hi"));
    expect(bench.messages).toEqual([["a/b", "hi", false]]);
    expect(answers()).toBe(bytes(0x40, 2, 0xab, 0xcd));
  });

  it("with DUP set is told again: QoS 1 is at least once [MQTT-3.3.1-3]", () => {
    bench.link.deliver(bytes(0x3a, 6, 0, 1, "a", 0, 9, "x"));
    expect(bench.messages).toEqual([["a", "x", false]]);
    expect(answers()).toBe(bytes(0x40, 2, 0, 9));
  });

  it("with an empty body is told (section 3.3.3)", () => {
    bench.link.deliver(bytes(0x30, 3, 0, 1, "a", 0x32, 5, 0, 1, "a", 0, 2));
    expect(bench.messages).toEqual([
      ["a", "", false],
      ["a", "", false],
    ]);
    expect(answers()).toBe(bytes(0x40, 2, 0, 2));
  });

  it.each([
    ["QoS 2, which was not asked for [MQTT-3.8.4-6]", bytes(0x34, 9, 0, 1, "a", 0, 1, "four")],
    ["QoS 3 [MQTT-3.3.1-4]", bytes(0x36, 11, 0, 1, "a", 0, 1, "six...")],
    ["no body at all", bytes(0x30, 0)],
    ["half a topic length", bytes(0x30, 1, 0)],
    ["a body shorter than its topic", bytes(0x30, 4, 0, 9, "ab")],
    ["no place for its packet id", bytes(0x32, 4, 0, 1, "a", 0)],
  ])("with %s ends the connection", (_name, packet) => {
    bench.link.deliver(packet + publishOf("t", "late"));
    expect(bench.messages).toEqual([]);
    expect(bench.lost.at(-1)).toBe("mqtt session: bad PUBLISH");
    expect(answers()).toBe("");
    bench.untilNextAttempt();
    bench.connect();
    expect(bench.connections).toBe(2);
  });

  it("a byte at a time, 300 bytes", () => {
    const payload = `{"id":"slow","x":"${"x".repeat(260)}"}`;
    for (const byte of publishOf("a/cmd/ping", payload, { id: 5 })) bench.link.deliver(byte);
    expect(bench.messages).toEqual([["a/cmd/ping", payload, false]]);
    expect(answers()).toBe(puback(5));
  });

  it("200 of them in one segment: each told, each acknowledged, in order [MQTT-4.6.0-2]", () => {
    bench.link.deliver(
      Array.from({ length: 200 }, (_, i) => publishOf("c", `${i}`, { id: 1000 + i })).join(""),
    );
    expect(bench.messages.map(([, payload]) => payload)).toEqual(
      Array.from({ length: 200 }, (_, i) => `${i}`),
    );
    expect(packetsOf(answers()).map(({ messageId }) => messageId)).toEqual(
      Array.from({ length: 200 }, (_, i) => 1000 + i),
    );
  });

  it("of 20 kB is told cut, acknowledged, and what follows is understood", () => {
    const stream =
      publishOf("c", "z".repeat(20_000), { id: 7 }) + publishOf("c", "next", { id: 8 });
    for (let at = 0; at < stream.length; at += 536) bench.link.deliver(stream.slice(at, at + 536));
    expect(bench.messages).toEqual([
      ["c", "z".repeat(512 - 2 - 1 - 2), true],
      ["c", "next", false],
    ]);
    expect(answers()).toBe(puback(7) + puback(8));
  });

  it("whose topic alone is longer than what is kept is passed over, and what follows is told", () => {
    const stream = publishOf("c".repeat(600), "x", { id: 7 }) + publishOf("c", "next", { id: 8 });
    for (let at = 0; at < stream.length; at += 536) bench.link.deliver(stream.slice(at, at + 536));
    expect(bench.messages).toEqual([["c", "next", false]]);
    expect(answers()).toBe(puback(8));
  });

  it("is a sign of life", () => {
    bench.pass(1000);
    bench.pass(1000);
    bench.link.deliver(publishOf("c", "x"));
    bench.pass(1000);
    expect(bench.life.slice(1)).toEqual([false, true]);
  });
});

describe("a packet that a broker has no business to send", () => {
  it.each([
    ["CONNECT", bytes(0x10, 0)],
    ["PUBREC", bytes(0x50, 2, 0, 1)],
    ["PUBREL", bytes(0x62, 2, 0, 1)],
    ["PUBCOMP", bytes(0x70, 2, 0, 1)],
    ["SUBSCRIBE", bytes(0x82, 0)],
    ["UNSUBACK", bytes(0xb0, 2, 0, 1)],
    ["PINGREQ", bytes(0xc0, 0)],
    ["DISCONNECT", bytes(0xe0, 0)],
    ["type 0", bytes(0x00, 0)],
    ["type 15", bytes(0xf0, 0)],
    ["PINGRESP with reserved flags set [MQTT-2.2.2-2]", bytes(0xd1, 0)],
    ["SUBACK with reserved flags set [MQTT-2.2.2-2]", bytes(0x92, 3, 0, 1, 1)],
  ])("%s ends the connection", (_name, packet) => {
    bench.link.deliver(packet);
    expect(bench.lost.at(-1)).toBe("mqtt session: unexpected packet");
    expect(bench.link.isClosed).toBe(true);
  });

  it("PINGRESP that nobody asked for is harmless", () => {
    bench.link.deliver(PINGRESP + PINGRESP);
    expect(bench.session.isConnected()).toBe(true);
  });
});

it("a message told may publish, and may end the session", () => {
  bench.onMessage = () => bench.session.disconnect();
  bench.link.deliver(publishOf("a", "1", { id: 3 }) + framed(0x32, `${uint16(1)}a${uint16(4)}2`));
  expect(answers()).toBe(puback(3) + bytes(0xe0, 0));
});
