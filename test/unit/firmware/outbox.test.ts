// Readings not yet safe elsewhere: order, capacity, what is given up and how it is told, and that
// one name never has two contents.
import { beforeEach, describe, expect, it, vi } from "vitest";

type Outbox = typeof import("../../../firmware/outbox.ts");

const BOOT = "7f3a12c4-17";
const CHANNELS = [{ n: "temp" }, { n: "rssi" }];

let outbox: Outbox;
beforeEach(async () => {
  vi.resetModules();
  outbox = await import("../../../firmware/outbox.ts");
  outbox.openOutbox(CHANNELS.length);
});

const add = (up = 1000, utc = NaN, skip = 0, values: number[] = [21.5, -60]) =>
  outbox.addReading(up, utc, skip, values);
const take = (token: number, isLive = true) => outbox.take(token, BOOT, CHANNELS, isLive);
const takenAs = (token: number) => JSON.parse(take(token)) as Record<string, unknown>;
/** Adds so many readings and gives the last one's number. */
const addMany = (count: number) => Array.from({ length: count }, () => add()).at(-1)!;
/** Declares one range after the other, each as soon as the one before has arrived. */
function declaredRanges(): unknown[] {
  const ranges: unknown[] = [];
  while (outbox.nextToSend() === outbox.DROPPED_RANGE) {
    const { from, to } = takenAs(outbox.DROPPED_RANGE);
    ranges.push([from, to]);
    outbox.freeDropped();
  }
  return ranges;
}
const counts = (declared = 0) => JSON.parse(`{${outbox.describeOutbox(declared)}}`);

describe("on the wire (contract/telemetry.ts)", () => {
  it("a live reading has name, time since start and values", () => {
    expect(take(add())).toBe(
      '{"v":1,"boot":"7f3a12c4-17","seq":1,"up":1000,"d":{"temp":21.5,"rssi":-60}}',
    );
  });

  it("UTC, skipped ticks and q only where there are any", () => {
    const seq = add(1000, 1_764_000_000_125, 3);
    expect(take(seq, false)).toBe(
      '{"v":1,"boot":"7f3a12c4-17","seq":1,"up":1000,"t":1764000000125,"skip":3,"q":1,' +
        '"d":{"temp":21.5,"rssi":-60}}',
    );
  });

  it.each([
    ["up beyond 2^31", 2 ** 31 + 5, 1_764_000_000_125, 0],
    ["up beyond 2^32", 2 ** 32 + 5, 1_764_000_000_125, 0],
    ["a hundred years up", 3_155_760_000_000, 4_919_760_000_000, 0],
    ["t of the last day of the second NTP era", 1000, 6_402_000_000_000, 0],
    ["a million skipped ticks", 1000, 0, 1_000_000],
    ["2^40 skipped ticks", 1000, 0, 2 ** 40],
  ])("%s passes through unharmed", (_name, up, utc, skip) => {
    const seq = add(up, utc, skip);
    const expected = { seq, up, t: utc, ...(skip ? { skip } : {}) };
    expect(takenAs(seq)).toMatchObject(expected);
    outbox.requeue();
    expect(outbox.nextToSend()).toBe(seq);
    expect(takenAs(seq)).toMatchObject(expected);
    expect(outbox.freeReading(seq)).toBe(true);
    expect(outbox.nextToSend()).toBe(0);
  });

  it("a value that is no number is null, others are rounded to thousandths", () => {
    const values = [NaN, 1.23456];
    expect(takenAs(add(1, NaN, 0, values)).d).toEqual({ temp: null, rssi: 1.235 });
  });

  it("a loss names its range and why", () => {
    addMany(outbox.CAPACITY + 2);
    expect(take(outbox.DROPPED_RANGE)).toBe(
      '{"v":1,"boot":"7f3a12c4-17","from":1,"to":2,"why":"outbox full"}',
    );
  });
});

describe("sent again", () => {
  it.each([
    ["live", false],
    ["that had waited", true],
  ])("a reading %s says the same, byte for byte", (_name, hasWaited) => {
    const seq = add(1000, 1_764_000_000_125, 2);
    const first = take(seq, !hasWaited);
    outbox.requeue();
    addMany(3);
    expect(take(seq, false)).toBe(first);
    outbox.requeue();
    expect(take(seq, true)).toBe(first);
  });

  it("t stays absent though UTC became known meanwhile", () => {
    const first = take(add());
    outbox.requeue();
    add(2000, 1_764_000_000_000);
    expect(take(1)).toBe(first);
  });
});

describe("what is sent next", () => {
  it("is nothing at first", () => {
    expect(outbox.nextToSend()).toBe(0);
  });

  it("is the oldest that waits, and not what is in flight", () => {
    addMany(4);
    take(1);
    take(3);
    expect(outbox.nextToSend()).toBe(2);
    take(2);
    expect(outbox.nextToSend()).toBe(4);
    take(4);
    expect(outbox.nextToSend()).toBe(0);
  });

  it("is the oldest again after the connection is gone", () => {
    addMany(4);
    for (const seq of [4, 1, 2]) take(seq);
    outbox.freeReading(1);
    outbox.requeue();
    for (const seq of [2, 3, 4]) {
      expect(outbox.nextToSend()).toBe(seq);
      take(seq);
    }
  });

  it("goes round the ring in order", () => {
    for (let seq = 1; seq <= 5 * outbox.CAPACITY; seq++) {
      expect(add()).toBe(seq);
      if (seq % 3) continue;
      for (let waiting = seq - 2; waiting <= seq; waiting++) {
        expect(outbox.nextToSend()).toBe(waiting);
        take(waiting);
        expect(outbox.freeReading(waiting)).toBe(true);
      }
    }
    expect(counts()).toEqual({
      made: 5 * outbox.CAPACITY,
      dropped: 0,
      waiting: expect.any(Number),
    });
  });

  it("is a loss before any reading", () => {
    addMany(outbox.CAPACITY + 1);
    expect(outbox.nextToSend()).toBe(outbox.DROPPED_RANGE);
    take(outbox.DROPPED_RANGE);
    expect(outbox.nextToSend()).toBe(2);
  });
});

describe("full", () => {
  it("holds its capacity and loses nothing of it", () => {
    addMany(outbox.CAPACITY);
    expect(outbox.nextToSend()).toBe(1);
    expect(counts()).toEqual({ made: outbox.CAPACITY, dropped: 0, waiting: outbox.CAPACITY });
  });

  it("gives up the oldest, one range for all that follow each other", () => {
    addMany(outbox.CAPACITY + 30);
    expect(takenAs(outbox.DROPPED_RANGE)).toMatchObject({ from: 1, to: 30 });
    expect(outbox.freeDropped()).toBe(30);
    expect(outbox.nextToSend()).toBe(31);
  });

  it("a range in flight does not grow: what follows is a range of its own", () => {
    addMany(outbox.CAPACITY + 2);
    const first = take(outbox.DROPPED_RANGE);
    addMany(3);
    expect(outbox.nextToSend()).not.toBe(outbox.DROPPED_RANGE);
    expect(outbox.freeDropped()).toBe(2);
    expect(outbox.nextToSend()).toBe(outbox.DROPPED_RANGE);
    expect(JSON.parse(first)).toMatchObject({ from: 1, to: 2 });
    expect(takenAs(outbox.DROPPED_RANGE)).toMatchObject({ from: 3, to: 5 });
    expect(outbox.freeDropped()).toBe(3);
  });

  it("a range that was in flight when the connection went is declared again, and may have grown", () => {
    addMany(outbox.CAPACITY + 2);
    take(outbox.DROPPED_RANGE);
    addMany(1);
    outbox.requeue();
    expect(takenAs(outbox.DROPPED_RANGE)).toMatchObject({ from: 1, to: 2 });
    outbox.requeue();
    addMany(1);
    expect(declaredRanges()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("ranges apart are declared one after the other", () => {
    addMany(outbox.CAPACITY);
    for (const seq of [3, 4, 7]) {
      take(seq);
      outbox.freeReading(seq);
    }
    addMany(9);
    expect(declaredRanges()).toEqual([
      [1, 2],
      [5, 6],
      [8, 9],
    ]);
  });

  it("gives up what is in flight too; its late PUBACK frees nothing and counts nothing", () => {
    add();
    take(1);
    addMany(outbox.CAPACITY);
    expect(outbox.freeReading(1)).toBe(false);
    expect(takenAs(outbox.DROPPED_RANGE)).toMatchObject({ from: 1, to: 1 });
    expect(outbox.nextToSend()).toBe(2);
    expect(counts()).toEqual({ made: outbox.CAPACITY + 1, dropped: 1, waiting: outbox.CAPACITY });
  });

  it("counts what was given up, declared and not yet", () => {
    addMany(outbox.CAPACITY + 4);
    take(outbox.DROPPED_RANGE);
    const declared = outbox.freeDropped();
    addMany(3);
    expect(counts(declared)).toEqual({
      made: outbox.CAPACITY + 7,
      dropped: 7,
      waiting: outbox.CAPACITY,
    });
  });
});
