// What the session sends and what acknowledges it: PUBLISH, SUBSCRIBE, the window, packet ids.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionBench } from "./session-bench.ts";
import { bytes, framed, puback, suback, summaryOf, uint16 } from "./wire.ts";

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

describe("disconnect", () => {
  it("sends DISCONNECT after all else and closes [MQTT-3.14.4-1] [MQTT-3.14.4-2]", () => {
    bench.connect();
    publish(1);
    bench.session.disconnect();
    bench.loop.settle();
    expect(bench.link.sent.slice(-2)).toBe(bytes(0xe0, 0));
    expect(summaryOf(bench.link.sent)).toEqual(["CONNECT", "PUBLISH 1 t", "DISCONNECT"]);
    expect(bench.link.isClosed).toBe(true);
  });

  it("waits for a peer that reads slowly", () => {
    bench.connect();
    bench.link.isRead = false;
    publish(1);
    bench.session.disconnect();
    bench.loop.settle();
    expect(bench.link.isClosed).toBe(false);
    bench.link.isRead = true;
    bench.loop.settle();
    expect(bench.link.sent.slice(-2)).toBe(bytes(0xe0, 0));
  });

  it("is the end: no new attempt, no event, nothing more to publish", () => {
    bench.connect();
    const { lost } = bench;
    bench.session.disconnect();
    bench.link.deliver(framed(0x30, `${uint16(1)}tp`));
    bench.link.drop();
    bench.pass(120_000);
    expect(bench.links).toHaveLength(1);
    expect(lost).toEqual(["wifi: up"]);
    expect(bench.messages).toEqual([]);
    expect(publish(1)).toBe(false);
  });

  it.each(["before TCP is open", "before CONNACK", "while waiting for the next attempt"])(
    "%s just forgets the attempt",
    (stage) => {
      bench.networkUp();
      if (stage !== "before TCP is open") bench.accept();
      if (stage.startsWith("while")) bench.link.drop();
      bench.loop.settle();
      bench.session.disconnect();
      bench.pass(120_000);
      expect(bench.links).toHaveLength(1);
      expect(bench.link.sent).not.toContain(bytes(0xe0, 0));
      expect(bench.link.isClosed).toBe(true);
    },
  );
});
