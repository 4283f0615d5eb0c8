import { describe, expect, it } from "vitest";
import { StorageError } from "../../../host/errors.ts";
import { KEEP_ALIVE_SECONDS } from "../../../host/recording/link.ts";
import { sessionEventText } from "../../../host/recording/session-events.ts";
import { settled } from "../../doubles/manual-clock.ts";
import { RecorderBench } from "../../doubles/recorder-bench.ts";
import { accepts } from "../../doubles/scripted-stream.ts";

const TOPIC = "espulse/esp32-a1b2c3/telemetry";
const AGE_MS = 250;
const KEEP_ALIVE_MS = KEEP_ALIVE_SECONDS * 1000;
const full = () => new StorageError("/r/espulse.duckdb", "commit", "no space left", "full");

describe("the connection of a recorder", () => {
  it("asks for a session that outlives it, and for every device", async () => {
    const { stream } = await new RecorderBench().start();
    expect(stream.received[0]).toMatchObject({
      cmd: "connect",
      clientId: "espulse0123456789abcdef",
      clean: false,
      properties: { sessionExpiryInterval: 14 * 86_400, receiveMaximum: 65_535 },
    });
    expect(stream.received[1]).toMatchObject({
      cmd: "subscribe",
      subscriptions: ["meta", "state", "dropped", "telemetry"].map((kind) => ({
        topic: `espulse/+/${kind}`,
        qos: 1,
      })),
    });
  });

  it("speaks MQTT 3.1.1 where the broker closes upon MQTT 5", async () => {
    const bench = new RecorderBench((index) =>
      index === 0 ? { connect: (_, stream) => stream.hangUp() } : {},
    );
    await bench.start();
    expect(bench.stream.received[0]).toMatchObject({ protocolVersion: 4, clean: false });
    expect(bench.events).toEqual([
      { kind: "connected", url: "mqtt://broker.test", mqtt: "3.1.1", again: false },
    ]);
  });

  it("is refused with what the broker says", async () => {
    const bench = new RecorderBench(() => ({ connect: accepts({ reasonCode: 135 }) }));
    await expect(bench.session.start()).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("not authorized (code 135)"),
    });
  });

  it("is refused with a filter that the broker does not grant", async () => {
    const bench = new RecorderBench(() => ({
      subscribe: ({ messageId }, stream) =>
        stream.send({ cmd: "suback", messageId: messageId ?? 0, granted: [1, 1, 1, 135] }),
    }));
    await expect(bench.session.start()).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("the filter espulse/+/telemetry"),
    });
  });

  it("has one attempt at first, and tells why there is no broker", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const bench = new RecorderBench(() => refused);
    await expect(bench.session.start()).rejects.toMatchObject({ code: "unreachable" });
  });

  it("gives up a broker that takes the connection and never answers", async () => {
    const bench = new RecorderBench(() => ({ connect: () => {} }));
    const started = bench.session.start();
    started.catch(() => {});
    await bench.clock.advance(10_000);
    await expect(started).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("no answer to CONNECT within 10 s"),
    });
  });

  it("is tried again for ever once it was lost, and tells of the session the broker lost", async () => {
    const bench = new RecorderBench((index) =>
      index === 0 || index > 3
        ? {}
        : Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
    );
    await bench.start();
    bench.stream.hangUp();
    await bench.clock.advance(60_000);
    expect(bench.kinds()).toEqual([
      ...["connected", "lost", "failed", "failed", "failed", "connected", "session lost"],
    ]);
  });

  it("says nothing of a session that the broker has kept", async () => {
    const bench = new RecorderBench(() => ({ connect: accepts({ sessionPresent: true }) }));
    await bench.start();
    bench.stream.hangUp();
    await bench.clock.advance(10_000);
    expect(bench.kinds()).toEqual(["connected", "lost", "connected"]);
  });

  it("ends within two pings when the broker falls silent", async () => {
    const bench = await new RecorderBench().start();
    bench.stream.answers = { pingreq: () => {} };
    await bench.clock.advance(KEEP_ALIVE_MS);
    expect(bench.events[1]).toMatchObject({ kind: "lost", reason: "no answer to a ping" });
    expect(bench.streams).toHaveLength(2);
  });

  it("holds while messages come, behind which the answer to a ping may be", async () => {
    const bench = await new RecorderBench().start();
    bench.stream.answers = { pingreq: () => {} };
    for (let seconds = 0; seconds < 60; seconds += 5) {
      bench.stream.deliver(TOPIC, "x");
      await bench.clock.advance(5000);
    }
    expect(bench.kinds()).toEqual(["connected"]);
    await bench.clock.advance(KEEP_ALIVE_MS);
    expect(bench.events[1]).toMatchObject({ kind: "lost", reason: "no answer to a ping" });
  });

  it("ends when another one takes its client id", async () => {
    const bench = await new RecorderBench().start();
    bench.stream.send({ cmd: "disconnect", reasonCode: 142 });
    await settled();
    expect(bench.events[1]).toMatchObject({
      reason: expect.stringContaining("session taken over (code 142); does another recorder run"),
    });
  });
});

describe("what arrives", () => {
  it("is committed together, then acknowledged in order", async () => {
    const bench = await new RecorderBench().start();
    const ids = ["a", "b", "c"].map((payload) => bench.stream.deliver(TOPIC, payload));
    await bench.clock.advance(AGE_MS - 1);
    expect(bench.stream.acknowledged).toEqual([]);
    await bench.clock.advance(1);
    expect(bench.commits).toEqual([["a", "b", "c"]]);
    expect(bench.stream.acknowledged).toEqual(ids);
  });

  it("is not waited with once the broker's window is known", async () => {
    const bench = await new RecorderBench().start();
    const burst = (name: string) => {
      for (let index = 0; index < 20; index++) bench.stream.deliver(TOPIC, `${name}${index}`);
    };
    for (const name of ["a", "b"]) {
      burst(name);
      await bench.clock.advance(AGE_MS);
    }
    expect(bench.commits).toHaveLength(2);
    burst("c");
    await settled();
    expect(bench.commits).toHaveLength(3);
    expect(bench.stream.acknowledged).toHaveLength(60);
  });

  it("waits while the disk is full, for ten minutes, without losing the connection", async () => {
    const bench = await new RecorderBench().start();
    bench.failure = full();
    for (let minute = 0; minute < 10; minute++) {
      bench.stream.deliver(TOPIC, `minute ${minute}`);
      await bench.clock.advance(60_000);
    }
    expect(bench.stream.acknowledged).toEqual([]);
    expect(bench.kinds()).toEqual(["connected", "not stored"]);
    expect(sessionEventText(bench.events[1]!)).toMatch(
      /^disk full \(.*\): 1 message waits, nothing is acknowledged/,
    );
    expect(bench.attempts).toBeGreaterThan(30);
    bench.failure = undefined;
    await bench.clock.advance(10_000);
    expect(bench.commits.flat()).toEqual(
      Array.from({ length: 10 }, (_, minute) => `minute ${minute}`),
    );
    expect(bench.stream.acknowledged).toHaveLength(10);
    expect(bench.kinds()).toEqual(["connected", "not stored", "stored again"]);
    expect(bench.streams).toHaveLength(1);
  });

  it("is not read any more when too much waits, and the broker is still told that we live", async () => {
    const mostWaitingBytes = 1024 * 1024;
    const bench = await new RecorderBench(() => ({}), { mostWaitingBytes }).start();
    bench.failure = full();
    const payload = "x".repeat(10_000);
    let sent = 0;
    while (bench.stream.isRead) {
      bench.stream.deliver(TOPIC, payload);
      if (!bench.stream.isRead) await bench.clock.advance(20);
      sent++;
    }
    expect(sent).toBe(Math.ceil(mostWaitingBytes / (payload.length + 256)));
    await bench.clock.advance(10 * KEEP_ALIVE_MS);
    expect(bench.stream.count("pingreq")).toBeGreaterThan(25);
    bench.failure = undefined;
    await bench.clock.advance(10_000);
    expect(bench.stream.isRead).toBe(true);
    expect(bench.stream.acknowledged).toHaveLength(sent);
    expect(bench.streams).toHaveLength(1);
    await bench.clock.advance(10 * KEEP_ALIVE_MS);
    expect(bench.streams).toHaveLength(1);
  });

  it("is committed although its connection is gone, and acknowledged on none", async () => {
    const bench = await new RecorderBench().start();
    bench.stream.deliver(TOPIC, "a");
    bench.stream.hangUp();
    await bench.clock.advance(AGE_MS);
    expect(bench.commits).toEqual([["a"]]);
    await bench.clock.advance(5000);
    expect(bench.stream.acknowledged).toEqual([]);
  });
});

describe("the end of a recorder", () => {
  it("commits and acknowledges what has come, tells the boards, and keeps the session", async () => {
    const bench = await new RecorderBench().start();
    const mark = { device: "esp32-a1b2c3", boot: "7f3a12c4-17", seq: 3 };
    bench.marksOf = () => [mark];
    bench.stream.deliver(TOPIC, "a");
    expect(await bench.session.close()).toBe(true);
    const names = bench.stream.received.map(({ cmd }) => cmd);
    expect(names.slice(-3)).toEqual(["puback", "publish", "disconnect"]);
    expect(bench.stream.received.at(-1)).not.toHaveProperty("properties.sessionExpiryInterval");
    expect(bench.clock.waiting).toBe(0);
  });

  it("acknowledges nothing that it could not commit", async () => {
    const bench = await new RecorderBench().start();
    bench.failure = full();
    bench.stream.deliver(TOPIC, "a");
    await bench.clock.advance(AGE_MS);
    expect(await bench.session.close()).toBe(false);
    expect(bench.stream.acknowledged).toEqual([]);
    expect(bench.stream.count("disconnect")).toBe(1);
  });

  it("comes at once while there is no broker", async () => {
    const bench = await new RecorderBench().start();
    bench.answersOf = () => ({ connect: () => {} });
    bench.stream.hangUp();
    await bench.clock.advance(5000);
    expect(await bench.session.close()).toBe(true);
    await settled();
    expect(bench.clock.waiting).toBe(0);
  });

  it("says nothing more when it is killed", async () => {
    const bench = await new RecorderBench().start();
    bench.stream.deliver(TOPIC, "a");
    const before = bench.stream.received.length;
    bench.session.abandon();
    await bench.clock.advance(60_000);
    expect(bench.stream.received).toHaveLength(before);
    expect(bench.commits).toEqual([]);
    expect(bench.clock.waiting).toBe(0);
  });
});
