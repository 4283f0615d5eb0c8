// Messages in flight: the window, what a PUBACK frees, packet ids.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionBench } from "./session-bench.ts";
import { bytes, puback, suback, summaryOf } from "./wire.ts";

let bench: SessionBench;
beforeEach(async () => {
  bench = await SessionBench.open();
});
afterEach(() => bench.close());

function publish(token: number, topic = "t", payload = "p"): boolean {
  return bench.session.publish(topic, payload, false, token);
}

describe("the window", () => {
  beforeEach(() => bench.connect());

  it("takes 8 messages in flight and refuses the ninth [MQTT-4.3.2-1]", () => {
    expect(bench.session.WINDOW).toBe(8);
    const answers = Array.from({ length: 9 }, (_, i) => publish(i + 1));
    expect(answers).toEqual([...Array(8).fill(true), false]);
    expect(bench.session.room).toBe(0);
    expect(summaryOf(bench.link.sent)).toHaveLength(1);
    expect(bench.packets.filter(({ cmd }) => cmd === "publish")).toHaveLength(8);
  });

  it("has a place again for each PUBACK", () => {
    for (let token = 1; token <= 8; token++) publish(token);
    bench.link.deliver(puback(1));
    expect(bench.acknowledged).toEqual([[1, false]]);
    expect(bench.session.room).toBe(1);
    expect(publish(9)).toBe(true);
    expect(publish(10)).toBe(false);
  });

  it("does not count QoS 0, and refuses none of it", () => {
    for (let token = 1; token <= 8; token++) publish(token);
    bench.session.publishOnce("log", "x");
    expect(bench.packets.at(-1)).toMatchObject({ cmd: "publish", qos: 0, topic: "log" });
  });

  it("counts a SUBSCRIBE until its SUBACK", () => {
    bench.session.subscribe("cmd/+");
    expect(bench.session.room).toBe(7);
    bench.link.deliver(suback(1));
    expect(bench.session.room).toBe(8);
  });

  it("is whole again on the next connection", () => {
    for (let token = 1; token <= 8; token++) publish(token);
    bench.link.drop();
    bench.untilNextAttempt();
    expect(bench.session.room).toBe(0);
    bench.connect();
    expect(bench.session.room).toBe(8);
  });
});

describe("PUBACK", () => {
  beforeEach(() => bench.connect());

  it("names the token of its message, out of order too", () => {
    for (let token = 11; token <= 14; token++) publish(token);
    bench.link.deliver(puback(3) + puback(1) + puback(4) + puback(2));
    expect(bench.acknowledged.map(([token]) => token)).toEqual([13, 11, 14, 12]);
    expect(bench.session.room).toBe(8);
  });

  it("of what was never sent, or twice, frees nothing", () => {
    publish(1);
    bench.link.deliver(puback(9) + puback(0) + puback(1) + puback(1) + puback(65_535));
    expect(bench.acknowledged).toEqual([[1, false]]);
    expect(bench.session.room).toBe(8);
    expect(bench.session.isConnected()).toBe(true);
  });

  it("of the connection before frees nothing on this one", () => {
    publish(1);
    publish(2);
    bench.link.drop();
    bench.untilNextAttempt();
    bench.connect();
    bench.link.deliver(puback(1) + puback(2));
    expect(bench.acknowledged).toEqual([]);
    expect(bench.session.room).toBe(8);
  });

  it("too short names nothing", () => {
    publish(1);
    bench.link.deliver(bytes(0x40, 0, 0x40, 1, 0));
    expect(bench.acknowledged).toEqual([]);
  });

  it("with reserved flags set ends the connection [MQTT-2.2.2-2]", () => {
    publish(1);
    bench.link.deliver(bytes(0x42, 2, 0, 1));
    expect(bench.acknowledged).toEqual([]);
    expect(bench.lost.at(-1)).toBe("mqtt session: unexpected packet");
  });

  it("in its handler another message may be published", () => {
    for (let token = 1; token <= 8; token++) publish(token);
    bench.link.deliver(puback(1) + puback(2));
    expect(publish(9)).toBe(true);
    expect(publish(10)).toBe(true);
    expect(publish(11)).toBe(false);
  });
});

describe("packet ids", () => {
  beforeEach(() => bench.connect());

  /** Ids of `count` messages, published in full windows and acknowledged at once. */
  function idsOf(count: number): number[] {
    const ids: number[] = [];
    // A topic and a payload of one byte each: the id is in bytes 5 and 6 of 8.
    bench.link.onSent = (sent) => {
      for (let at = 0; at < sent.length; at += 8) {
        ids.push(sent.charCodeAt(at + 5) * 256 + sent.charCodeAt(at + 6));
      }
    };
    while (ids.length < count) {
      const before = ids.length;
      while (ids.length + bench.session.WINDOW - bench.session.room < count) {
        if (!publish(ids.length + 1)) break;
      }
      bench.link.idle();
      bench.link.receive(ids.slice(before).map(puback).join(""));
      bench.link.idle();
      if (ids.length === before) break;
    }
    return ids;
  }

  it("are never 0 and go round at 65535 [MQTT-2.3.1-1]", () => {
    const ids = idsOf(65_536);
    expect(ids.slice(0, 65_535)).toEqual(Array.from({ length: 65_535 }, (_, i) => i + 1));
    expect(ids[65_535]).toBe(1);
    expect(bench.session.room).toBe(8);
  });

  it("in flight are not given again when they go round [MQTT-2.3.1-2]", () => {
    publish(1);
    publish(2);
    bench.link.idle();
    const ids = idsOf(65_536);
    expect(ids.includes(1) || ids.includes(2)).toBe(false);
    expect([ids[0], ids[65_532], ids[65_533]]).toEqual([3, 65_535, 3]);
    expect(bench.session.room).toBe(6);
    bench.link.deliver(puback(1) + puback(2));
    expect(bench.session.room).toBe(8);
  });
});
