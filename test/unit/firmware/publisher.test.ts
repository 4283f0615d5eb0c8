// What a board publishes, and when: the whole firmware against a broker in the test's hand.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BUNDLE } from "../../doubles/firmware-globals.ts";
import { BoardBench, TOPICS } from "./board-bench.ts";
import { puback } from "./mqtt/wire.ts";

let board: BoardBench;
afterEach(() => board.close());

describe("after a connection", () => {
  beforeEach(async () => {
    board = await BoardBench.boot();
    board.pass(1000);
  });

  it("come birth, presence and the subscription, then readings", () => {
    expect(board.order).toEqual(["meta!", "state!", "log?", "telemetry"]);
    expect(board.broker.others.map(({ cmd }) => cmd)).toEqual([
      "connect",
      "subscribe",
      "subscribe",
    ]);
    expect(board.broker.others[1]).toMatchObject({
      subscriptions: [{ topic: `${TOPICS}stored`, qos: 1 }],
    });
    expect(board.broker.others[2]).toMatchObject({
      subscriptions: [{ topic: `${TOPICS}cmd/+`, qos: 1 }],
    });
  });

  it("birth tells board, bundle, boot and channels with units", () => {
    expect(JSON.parse(board.broker.of("meta")[0]!.payload)).toEqual({
      v: 1,
      board: "esp32-devkitc",
      serial: "240ac4a1b2c3",
      runtime: "2v29",
      sha256: createHash("sha256").update(BUNDLE).digest("hex"),
      boot: "7f3a12c4-1",
      reset: "none",
      wear: 1,
      interval: 1000,
      channels: [
        { n: "temp", u: "Cel" },
        { n: "vars", u: "count" },
        { n: "rssi", u: "dBm" },
      ],
    });
  });

  it("presence names this very login, and so does the will", () => {
    expect(board.states).toEqual([{ v: 1, state: "ready", boot: "7f3a12c4-1", conn: 1 }]);
    expect(board.broker.others[0]).toMatchObject({
      cmd: "connect",
      clientId: "esp32-a1b2c3",
      will: {
        topic: `${TOPICS}state`,
        payload: Buffer.from('{"v":1,"state":"lost","boot":"7f3a12c4-1","conn":1}'),
        qos: 1,
        retain: true,
      },
    });
  });

  it("a reading names itself, its time and its values", () => {
    expect(board.telemetry).toEqual([
      '{"v":1,"boot":"7f3a12c4-1","seq":1,"up":0,"q":1,"d":{"temp":41.5,"vars":2800,"rssi":-61}}',
    ]);
    board.pass(1000);
    expect(board.telemetry[1]).toBe(
      '{"v":1,"boot":"7f3a12c4-1","seq":2,"up":1000,"d":{"temp":41.5,"vars":2800,"rssi":-61}}',
    );
  });

  it("each login counts: conn grows, in state and will", () => {
    board.interpreter.link.drop();
    board.pass(2000);
    expect(board.states.at(-1)).toMatchObject({ state: "ready", conn: 2 });
    expect(String((board.broker.others[3] as { will: { payload: Buffer } }).will.payload)).toBe(
      '{"v":1,"state":"lost","boot":"7f3a12c4-1","conn":2}',
    );
  });

  it("presence is repeated each minute, in every connection", () => {
    const told = (milliseconds: number) => {
      const before = board.states.length;
      board.pass(milliseconds);
      return board.states.length - before;
    };
    told(60_000);
    expect(told(300_000)).toBe(5);
    board.interpreter.link.drop();
    told(60_000);
    expect(told(300_000)).toBe(5);
    expect(board.states.at(-1)).toMatchObject({ state: "ready", conn: 2 });
  });

  it("a step of the clock just before the connection does not silence presence", () => {
    board.interpreter.link.drop();
    board.loop.advance(100);
    // The connection is made before the next beat has undone the step.
    board.interpreter.radio.lose();
    board.loop.settle();
    board.loop.stepClock(365 * 86_400_000);
    board.interpreter.radio.gain();
    board.loop.settle();
    const before = board.states.length;
    board.pass(200_000);
    expect(board.states.length - before).toBeGreaterThanOrEqual(3);
  });
});

describe("readings", () => {
  beforeEach(async () => {
    board = await BoardBench.boot();
  });

  it("go out in the tick that makes them, one a second, without a gap", () => {
    board.pass(100_000);
    expect(board.seqs).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    // The first was made before there was a connection.
    expect(board.readings.slice(1).every(({ q }) => q === undefined)).toBe(true);
    for (const { up, seq } of board.readings)
      expect(Math.abs(up - (seq - 1) * 1000)).toBeLessThan(2);
  });

  it("made while nobody listens come as backlog, oldest first, marked, after birth", () => {
    board.broker.isListening = false;
    board.pass(5500);
    board.broker.isListening = true;
    board.pass(8000);
    const ready = board.order.indexOf("state!");
    expect(board.order.slice(0, ready + 2)).toEqual(["meta!", "state!", "log?"]);
    const queued = board.readings.filter(({ q }) => q === 1).map(({ seq }) => seq);
    expect(queued.length).toBeGreaterThanOrEqual(5);
    expect(queued).toEqual(queued.map((_, i) => i + 1));
    expect(board.seqs.toSorted((a, b) => a - b)).toEqual(board.seqs.map((_, i) => i + 1));
  });

  it("live ones go first, and the backlog leaves them two places of the window", () => {
    board.broker.isListening = false;
    board.pass(12_000);
    board.broker.isListening = true;
    board.broker.acknowledges = ({ topic }) => !topic.endsWith("/telemetry");
    board.pass(6000);
    const connectedAt = board.seqs.indexOf(1);
    expect(connectedAt).toBe(0);
    // Six of the backlog fill the window up to the two places; live readings take those.
    expect(board.seqs.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
    const live = board.seqs.slice(6);
    expect(live).toHaveLength(2);
    expect(live[0]).toBeGreaterThan(12);
    expect(board.readings[6]!.q).toBeUndefined();
  });

  it("that waited are marked, the newest too: here for half an hour", async () => {
    board.close();
    board = await BoardBench.boot({ settings: { interval: 3_600_000 } });
    board.broker.isListening = false;
    board.pass(5_400_000);
    board.broker.isListening = true;
    board.pass(60_000);
    expect(board.readings).toMatchObject([
      { seq: 1, up: 0, q: 1 },
      { seq: 2, up: 3_600_000, q: 1 },
    ]);
    board.pass(1_750_000);
    expect(board.readings[2]).not.toHaveProperty("q");
  });

  it("that found the window full are marked, though they go before the next tick", () => {
    board.pass(2500);
    board.broker.acknowledges = () => false;
    board.pass(9000);
    expect(board.seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    board.broker.acknowledges = () => true;
    for (const { id } of board.broker.of("telemetry").slice(3)) board.broker.deliver(puback(id!));
    expect(board.readings.at(-1)).toMatchObject({ seq: 12, q: 1 });
  });

  it("not acknowledged are sent again on the next connection: same content, new id, no DUP", () => {
    board.broker.acknowledges = ({ topic }) => !topic.endsWith("/telemetry");
    board.pass(5000);
    const first = board.broker.of("telemetry");
    expect(first).toHaveLength(5);
    board.interpreter.link.drop();
    board.broker.acknowledges = () => true;
    board.pass(3100);
    const again = board.broker.of("telemetry").slice(5);
    for (const { payload, id } of first) {
      const second = again.find(
        (message) => message.payload.replace(',"q":1', "") === payload.replace(',"q":1', ""),
      );
      expect(second).toMatchObject({ isDuplicate: false, connection: 2 });
      expect(second!.id).not.toBe(id);
    }
    expect(new Set(board.seqs).size).toBe(9);
  });

  it("a window full of what is never acknowledged: given up after 10 s, and all of it sent again", () => {
    board.broker.acknowledges = ({ topic, connection }) =>
      connection > 1 || !topic.endsWith("/telemetry");
    board.pass(30_000);
    expect(board.lines).toContain("espulse: mqtt session: no PUBACK");
    const second = board.broker.of("telemetry").filter(({ connection }) => connection === 2);
    const seqs = second.map(({ payload }) => JSON.parse(payload).seq as number);
    expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it("given up in a long outage are declared, once and with their exact range, before the backlog", async () => {
    board.close();
    // Without a file for them in flash: memory alone.
    board = await BoardBench.boot({ outboxBytes: 0, isOnline: false });
    board.pass(1_999_990);
    board.interpreter.radio.gain();
    board.pass(200_000);
    const dropped = board.broker.of("dropped").map(({ payload }) => JSON.parse(payload));
    expect(dropped).toHaveLength(1);
    expect(dropped[0]).toMatchObject({ v: 1, boot: "7f3a12c4-1", from: 1, why: "outbox full" });
    const { to } = dropped[0] as { to: number };
    expect(Math.min(...board.seqs)).toBe(to + 1);
    expect(board.seqs.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 2200 - to }, (_, i) => to + 1 + i),
    );
    const at = board.order.indexOf("dropped");
    expect(board.order.indexOf("telemetry")).toBeGreaterThan(at);
    board.interpreter.kill();
    expect(board.summary).toEqual({ made: 2200, acked: 2200 - to, dropped: to, waiting: 0 });
  });
});
