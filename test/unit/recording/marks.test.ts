import { describe, expect, it } from "vitest";
import { RecorderBench } from "../../doubles/recorder-bench.ts";

const TOPIC = "espulse/esp32-a1b2c3/telemetry";
const STORED = "espulse/esp32-a1b2c3/stored";
const [DEVICE, BOOT] = ["esp32-a1b2c3", "7f3a12c4-17"];
const AGE_MS = 250;

function mark(seq: number, boot = BOOT) {
  return { device: DEVICE, boot, seq };
}

describe("what is stored", () => {
  it("is told once a second, the newest of it", async () => {
    const bench = await new RecorderBench().start();
    bench.marksOf = (payloads) => payloads.map((payload) => mark(Number(payload)));
    for (let seq = 1; seq <= 4; seq++) {
      bench.stream.deliver(TOPIC, String(seq));
      await bench.clock.advance(AGE_MS);
    }
    expect(bench.stream.published).toEqual([]);
    await bench.clock.advance(1000);
    expect(bench.stream.published).toEqual([
      { topic: STORED, payload: '{"v":1,"boot":"7f3a12c4-17","seq":4}' },
    ]);
    expect(bench.stream.received.at(-1)).toMatchObject({ qos: 1, retain: true });
  });

  it("is told of the newest boot last, which the broker retains", async () => {
    const bench = await new RecorderBench().start();
    bench.marksOf = () => [mark(9, "7f3a12c4-18"), mark(100, "7f3a12c4-9")];
    bench.stream.deliver(TOPIC, "x");
    await bench.clock.advance(2000);
    expect(bench.stream.published.map(({ payload }) => JSON.parse(payload).boot)).toEqual([
      "7f3a12c4-9",
      "7f3a12c4-18",
    ]);
  });

  it("is told again after a connection, of each device", async () => {
    const newest = [mark(7), { device: "esp32-000001", boot: "00000001-1", seq: 2 }];
    const bench = await new RecorderBench(() => ({}), { newestMarks: () => newest }).start();
    await bench.clock.advance(0);
    expect(bench.stream.published).toHaveLength(2);
    bench.stream.hangUp();
    await bench.clock.advance(5000);
    expect(bench.stream.published).toHaveLength(2);
  });

  it("is told again where the connection was lost before its PUBACK", async () => {
    const bench = await new RecorderBench((index) =>
      index === 0 ? { publish: () => {} } : {},
    ).start();
    bench.marksOf = () => [mark(3, "7f3a12c4-9")];
    bench.stream.deliver(TOPIC, "x");
    await bench.clock.advance(2000);
    expect(bench.stream.published).toHaveLength(1);
    bench.stream.hangUp();
    await bench.clock.advance(5000);
    expect(bench.stream.published).toEqual([
      { topic: STORED, payload: '{"v":1,"boot":"7f3a12c4-9","seq":3}' },
    ]);
  });

  it("is told of no more devices at a time than the broker takes, and of all of them", async () => {
    const newest = Array.from({ length: 100 }, (_, index) => ({
      device: `esp32-${index}`,
      boot: BOOT,
      seq: 1,
    }));
    const waiting: (() => void)[] = [];
    let most = 0;
    const bench = new RecorderBench(
      () => ({
        publish: ({ messageId }, stream) => {
          waiting.push(() => stream.send({ cmd: "puback", messageId: messageId ?? 0 }));
          most = Math.max(most, waiting.length);
        },
      }),
      { newestMarks: () => newest },
    );
    await bench.start();
    while (waiting.length > 0) {
      waiting.shift()!();
      await bench.clock.advance(0);
    }
    expect(most).toBe(20);
    expect(new Set(bench.stream.published.map(({ topic }) => topic)).size).toBe(100);
  });

  it("tells once that the broker refuses it", async () => {
    const bench = await new RecorderBench(() => ({
      publish: ({ messageId }, stream) =>
        stream.send({ cmd: "puback", messageId: messageId ?? 0, reasonCode: 135 }),
    })).start();
    bench.marksOf = () => [mark(1)];
    for (let round = 0; round < 2; round++) {
      bench.stream.deliver(TOPIC, "x");
      await bench.clock.advance(2000);
    }
    expect(bench.events.slice(1)).toEqual([
      { kind: "mark refused", topic: STORED, reason: "not authorized (code 135)" },
    ]);
  });
});
