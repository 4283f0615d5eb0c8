// Nothing waits without a bound: every answer that may be missing, and the keep-alive.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionBench } from "./session-bench.ts";
import { puback, publishOf } from "./wire.ts";

let bench: SessionBench;
beforeEach(async () => {
  bench = await SessionBench.open();
});
afterEach(() => bench.close());

const pings = () => bench.packets.filter(({ cmd }) => cmd === "pingreq").length;

describe("the deadline of 10 s", () => {
  it("TCP never opens", () => {
    bench.networkUp();
    bench.pass(10_000);
    expect(bench.lost).toEqual(["wifi: up"]);
    bench.pass(1000);
    expect(bench.lost.at(-1)).toBe("mqtt TCP: no answer");
    expect(bench.link.isClosed).toBe(true);
    bench.untilNextAttempt();
  });

  it("CONNACK never comes", () => {
    bench.networkUp();
    bench.pass(3000);
    bench.accept();
    bench.pass(8000);
    expect(bench.lost.at(-1)).toBe("mqtt login: no answer");
    bench.untilNextAttempt();
  });

  it("PUBACK never comes, though pings are answered", () => {
    bench.answers.publishes = false;
    bench.connect();
    bench.pass(5000);
    bench.session.publish("t", "p", false, 1);
    bench.pass(10_000);
    expect(bench.session.isConnected()).toBe(true);
    bench.pass(1000);
    expect(bench.lost.at(-1)).toBe("mqtt session: no PUBACK");
  });

  it("PUBACK never comes, though the broker sends messages all the time", () => {
    bench.answers.publishes = false;
    bench.connect();
    bench.session.publish("t", "p", false, 1);
    for (let second = 0; second < 11; second++) {
      bench.link.deliver(publishOf("a", "x"));
      bench.pass(1000);
    }
    expect(bench.lost.at(-1)).toBe("mqtt session: no PUBACK");
  });

  it("PUBACK of what was never sent does not restart it", () => {
    bench.answers.publishes = false;
    bench.connect();
    bench.session.publish("t", "p", false, 1);
    for (let second = 0; second < 11; second++) {
      bench.link.deliver(puback(999));
      bench.pass(1000);
    }
    expect(bench.lost.at(-1)).toBe("mqtt session: no PUBACK");
  });

  it("each PUBACK restarts it: a slow broker is not a dead one", () => {
    bench.answers.publishes = false;
    bench.connect();
    for (let token = 1; token <= 8; token++) bench.session.publish("t", "p", false, token);
    for (let id = 1; id <= 8; id++) {
      bench.pass(9000);
      bench.link.deliver(puback(id));
    }
    expect(bench.session.isConnected()).toBe(true);
    expect(bench.acknowledged).toHaveLength(8);
  });

  it("does not count the time when nothing was in flight", () => {
    bench.answers.publishes = false;
    bench.connect();
    bench.pass(300_000);
    bench.session.publish("t", "p", false, 1);
    bench.pass(9000);
    expect(bench.session.isConnected()).toBe(true);
  });

  it("SUBACK never comes [MQTT-3.8.4-1]", () => {
    bench.answers.publishes = false;
    bench.connect();
    bench.session.subscribe("cmd/+");
    bench.pass(11_000);
    expect(bench.lost.at(-1)).toBe("mqtt session: no PUBACK");
  });

  it("PINGRESP never comes: a half-open link (section 3.1.2.10)", () => {
    bench.answers.pings = false;
    bench.connect();
    bench.pass(16_000);
    expect(pings()).toBe(1);
    bench.pass(10_000);
    expect(bench.session.isConnected()).toBe(true);
    bench.pass(1000);
    expect(bench.lost.at(-1)).toBe("mqtt session: no PINGRESP");
    expect(bench.packets.map(({ cmd }) => cmd)).toEqual(["connect", "pingreq"]);
  });

  it("the window is full and the peer stops reading", () => {
    bench.answers.publishes = false;
    bench.connect();
    bench.link.isRead = false;
    for (let token = 1; token <= 20; token++) bench.session.publish("t", "p", false, token);
    bench.pass(11_000);
    expect(bench.lost.at(-1)).toBe("mqtt session: no PUBACK");
    expect(bench.link.isClosed).toBe(true);
  });

  it("an attempt after each of them, for ever", () => {
    bench.networkUp();
    bench.pass(1_000_000);
    // 10 s of deadline, and up to a minute between.
    expect(bench.links.length).toBeGreaterThan(12);
    expect(bench.links.filter(({ isClosed }) => !isClosed).length).toBeLessThanOrEqual(1);
  });
});

describe("the keep-alive [MQTT-3.1.2-23]", () => {
  it("pings after half of it when nothing is sent, and only then", () => {
    bench.connect();
    bench.pass(15_000);
    expect(pings()).toBe(0);
    bench.pass(1000);
    expect(pings()).toBe(1);
    bench.pass(15_000);
    expect(pings()).toBe(1);
    bench.pass(1000);
    expect(pings()).toBe(2);
    expect(bench.session.isConnected()).toBe(true);
  });

  it.each([5, 10, 60, 600])("of %i s: never that long without a packet", (keepAlive) => {
    bench.setBroker({ keepAlive });
    bench.connect();
    bench.pass(keepAlive * 10_000);
    expect(bench.session.isConnected()).toBe(true);
    expect(pings()).toBeGreaterThanOrEqual(10);
  });

  it("is not put off by QoS 0, which no broker answers", () => {
    bench.answers.pings = false;
    bench.connect();
    for (let second = 0; second < 27; second++) {
      bench.session.publishOnce("log", "x");
      bench.pass(1000);
    }
    expect(pings()).toBe(1);
    expect(bench.lost.at(-1)).toBe("mqtt session: no PINGRESP");
  });

  it("is not put off by a broker that talks a lot", () => {
    bench.connect();
    for (let second = 0; second < 32; second++) {
      bench.link.deliver(publishOf("a", "x", { id: 1 + second }));
      bench.pass(1000);
    }
    expect(pings()).toBe(2);
  });

  it("needs no ping while QoS 1 is sent and acknowledged", () => {
    bench.connect();
    for (let second = 1; second <= 120; second++) {
      bench.session.publish("t", "p", false, second);
      bench.pass(1000);
    }
    expect(pings()).toBe(0);
    expect(bench.session.isConnected()).toBe(true);
  });

  it("starts anew with the connection: an unanswered ping of the one before is forgotten", () => {
    bench.answers.pings = false;
    bench.connect();
    bench.pass(20_000);
    bench.link.drop();
    bench.untilNextAttempt();
    bench.answers.pings = true;
    bench.connect();
    bench.pass(14_000);
    expect(bench.session.isConnected()).toBe(true);
    expect(pings()).toBe(0);
  });
});
