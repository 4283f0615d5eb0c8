// What the session sends when it is asked to: PUBLISH and SUBSCRIBE.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionBench } from "./session-bench.ts";
import { bytes, suback } from "./wire.ts";

let bench: SessionBench;
beforeEach(async () => {
  bench = await SessionBench.open();
});
afterEach(() => bench.close());

/** Bytes that left after CONNECT. */
function sentSince(before: string): string {
  bench.loop.settle();
  return bench.link.sent.slice(before.length);
}

function publish(token: number, topic = "t", payload = "p"): boolean {
  return bench.session.publish(topic, payload, false, token);
}

describe("PUBLISH", () => {
  beforeEach(() => bench.connect());

  it("at QoS 1: header 0x32, topic, packet id, payload (section 3.3)", () => {
    const before = bench.link.sent;
    expect(bench.session.publish("a/b", "hello", false, 7)).toBe(true);
    expect(sentSince(before)).toBe(bytes(0x32, 12, 0, 3, "a/b", 0, 1, "hello"));
  });

  it("retained: header 0x33 (section 3.3.1.3)", () => {
    const before = bench.link.sent;
    bench.session.publish("a/b", "", true, 7);
    expect(sentSince(before)).toBe(bytes(0x33, 7, 0, 3, "a/b", 0, 1));
  });

  it("at QoS 0: header 0x30 and no packet id [MQTT-2.3.1-5]", () => {
    const before = bench.link.sent;
    bench.session.publishOnce("a/b", "hello");
    expect(sentSince(before)).toBe(bytes(0x30, 10, 0, 3, "a/b", "hello"));
    expect(bench.session.room).toBe(bench.session.WINDOW);
  });

  it("never with DUP: a clean session sends a lost message anew [MQTT-3.3.1-1] (issue's choice)", () => {
    publish(1);
    bench.link.drop();
    bench.untilNextAttempt();
    bench.connect();
    const before = bench.link.sent;
    publish(1);
    expect(sentSince(before)).toBe(bytes(0x32, 6, 0, 1, "t", 0, 2, "p"));
  });
});

describe("without a connection", () => {
  it("nothing is sent, and publish says so", () => {
    expect(publish(1)).toBe(false);
    bench.session.publishOnce("t", "p");
    bench.networkUp();
    expect(publish(1)).toBe(false);
    bench.accept();
    expect(publish(1)).toBe(false);
    bench.session.publishOnce("t", "p");
    expect(bench.packets.map(({ cmd }) => cmd)).toEqual(["connect"]);
  });

  it("nothing is sent after it was lost", () => {
    bench.connect();
    bench.link.drop();
    bench.loop.settle();
    expect(publish(1)).toBe(false);
    bench.session.publishOnce("t", "p");
    expect(bench.packets.map(({ cmd }) => cmd)).toEqual(["connect"]);
  });

  it("a socket that closed without its event run yet breaks nothing", () => {
    bench.connect();
    bench.link.drop();
    expect(publish(1)).toBe(true);
    bench.session.publishOnce("t", "p");
    bench.loop.settle();
    expect(bench.lost.at(-1)).toBe("mqtt session: closed");
  });
});

describe("SUBSCRIBE", () => {
  beforeEach(() => bench.connect());

  it("header 0x82, packet id, filter, QoS 1 [MQTT-3.8.1-1] [MQTT-3.8.3-3]", () => {
    const before = bench.link.sent;
    bench.session.subscribe("a/+");
    expect(sentSince(before)).toBe(bytes(0x82, 8, 0, 1, 0, 3, "a/+", 1));
  });

  it.each([
    [0x00, false],
    [0x01, false],
    [0x02, true],
    [0x80, true],
  ])("SUBACK %i is a refusal: %s (section 3.9.3)", (code, isRefused) => {
    bench.session.subscribe("a/+");
    bench.link.deliver(suback(1, code));
    expect(bench.acknowledged).toEqual([[0, isRefused]]);
    expect(bench.session.isConnected()).toBe(true);
  });
});
