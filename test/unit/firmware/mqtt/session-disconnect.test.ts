// The session's clean end.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionBench } from "./session-bench.ts";
import { bytes, framed, summaryOf, uint16 } from "./wire.ts";

let bench: SessionBench;
beforeEach(async () => {
  bench = await SessionBench.open();
});
afterEach(() => bench.close());

function publish(token: number, topic = "t", payload = "p"): boolean {
  return bench.session.publish(topic, payload, false, token);
}

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
