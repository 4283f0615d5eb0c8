// Readings to bytes and back: whatever is packed comes out as it was sent live, and a block that is full
// takes nothing any more.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { seededWhole } from "../../../doubles/seeded-random.ts";

const SLOTS = 11;

type Ring = typeof import("../../../../firmware/outbox/ring.ts");
type Unpack = typeof import("../../../../firmware/outbox/unpack.ts");
type Bytes = typeof import("../../../../firmware/outbox/bytes.ts");
type Pack = typeof import("../../../../firmware/outbox/pack.ts");

let ring: Ring;
let unpack: Unpack;
let bytes: Bytes;
let pack: Pack;
beforeEach(async () => {
  vi.resetModules();
  vi.stubGlobal("OUTBOX_SLOTS", SLOTS);
  ring = await import("../../../../firmware/outbox/ring.ts");
  unpack = await import("../../../../firmware/outbox/unpack.ts");
  bytes = await import("../../../../firmware/outbox/bytes.ts");
  pack = await import("../../../../firmware/outbox/pack.ts");
});
afterEach(() => vi.unstubAllGlobals());

interface Made {
  readonly seq: number;
  readonly up: number;
  readonly offset: number;
  readonly skip: number;
  readonly values: readonly number[];
}

/** Adds one, and gives it as it would be sent live. */
function add(up: number, offset: number, skip: number, measured: readonly number[]): Made {
  ring.measure(measured);
  if (ring.add(up, offset, skip) === ring.NO_SLOT) {
    ring.dropOldest(1);
    expect(ring.add(up, offset, skip)).toBe(ring.KEPT);
  }
  return { seq: ring.newest, up, offset, skip, values: [...pack.values].slice(0, measured.length) };
}

/** All that is in memory, the oldest first; `asFlash`: out of a text, as flash is read. */
function held(asFlash = false): Made[] {
  const found: Made[] = [];
  for (let index = 0; index < ring.blocks; index++) {
    const slot = ring.slotAt(index);
    const count = bytes.load("", slot + ring.COUNT_AT, 2);
    const length = bytes.load("", slot, 2);
    const text = Buffer.from(bytes.memory.subarray(slot, slot + length)).toString("latin1");
    const first = bytes.load("", slot + ring.SEQ_AT, 5);
    const up = bytes.load("", slot + ring.UP_AT, 6);
    const start = asFlash ? ring.PACK_AT : slot + ring.PACK_AT;
    unpack.openBlock(asFlash ? text : "", start, first, up);
    while (unpack.readNext(count)) {
      const { seq, up, offset, skip, found: values } = unpack;
      found.push({ seq, up, offset, skip, values: [...values] });
    }
  }
  return found;
}

const SEEDS = Array.from({ length: 20 }, (_, i) => 100 + 7 * i);

describe("whatever is packed comes back the same", () => {
  it.each(SEEDS)("seed %i", (seed) => {
    const below = seededWhole(seed);
    const channels = 1 + below(12);
    const interval = [1, 100, 1000, 60_000, 86_400_000][below(5)]!;
    ring.openRing(channels, interval);
    const odd = [
      NaN,
      Infinity,
      -Infinity,
      1e15,
      -1e15,
      1e12,
      -1e12,
      999_999_999_999.999,
      -0,
      0.0004,
      1e300,
    ];
    const value = () => {
      const chance = below(10);
      if (chance === 0) return odd[below(odd.length)]!;
      if (chance === 1) return (below(2_000_001) - 1_000_000) * 10 ** (below(7) - 3);
      return below(200_001) / 1000 - 100;
    };
    let up = below(2 ** 31) * below(1000);
    let offset = 0;
    let skip = 0;
    const all: Made[] = [];
    for (let i = 0; i < 400; i++) {
      if (below(60) === 0) offset = 1_764_000_000_000 + below(100_000);
      const missed = below(20) === 0 ? below(5000) : 0;
      skip += missed;
      up += interval * (1 + missed) + below(11) - 5;
      all.push(add(up, offset, skip, Array.from({ length: channels }, value)));
    }
    const found = held();
    expect(found.length).toBeGreaterThan(10);
    expect(found).toEqual(all.slice(-found.length));
    expect(held(true)).toEqual(found);
  });

  it("a hundred years after start, in the last second of a double's whole numbers of thousandths", () => {
    ring.openRing(2, 1000);
    const made = [0, 1, 2].map((i) =>
      add(3_155_760_000_000 + 1000 * i, 0, 2 ** 40 + i, [1e12, -1e12]),
    );
    expect(held()).toEqual(made);
    expect(made[0]!.values).toEqual([1e15, -1e15]);
  });
});

describe("a value", () => {
  it("is whole thousandths, and null beyond 1e12 and where there is none", () => {
    ring.openRing(7, 1000);
    const { values } = add(0, 0, 0, [1.23456, -0.0004, NaN, 1.1e12, -1.1e12, Infinity, 0.0005]);
    expect(values).toEqual([1235, 0, NaN, NaN, NaN, NaN, 1]);
    expect(Object.is(values[1], 0)).toBe(true);
  });

  it("with more decimals than all before begins a block; with fewer it does not", () => {
    ring.openRing(1, 1000);
    for (const [second, value] of [20, 30, 20.5, 20, 20.25, 20.5, 7].entries()) {
      add(second * 1000, 0, 0, [value]);
    }
    expect(ring.blocks).toBe(3);
    expect(held().map(({ values }) => values[0]! / 1000)).toEqual([
      20, 30, 20.5, 20, 20.25, 20.5, 7,
    ]);
  });
});

describe("a ring of blocks", () => {
  it("holds ten minutes of five channels, of which one has three decimals", () => {
    ring.openRing(5, 1000);
    const below = seededWhole(7);
    let kept = 0;
    for (let second = 0; second < 2000; second++) {
      const temp = 21 + Math.sin(second / 60) * 3 + below(60) / 1000;
      const light = 1.6 + Math.sin(second / 20) + below(40) / 1000;
      ring.measure([temp, 2000 + below(20), -60 - below(8), light, below(2)]);
      if (ring.add(second * 1000 + below(6), 1_764_000_000_000, 0) === ring.KEPT) kept++;
      else break;
    }
    expect(kept).toBeGreaterThanOrEqual(600);
    expect(bytes.memory.length / kept).toBeLessThan(8);
  });

  it("that is full says so, and keeps what it has", () => {
    ring.openRing(1, 1000);
    let count = 0;
    ring.measure([1]);
    while (ring.add(1000 * count, 0, 0) === ring.KEPT) ring.measure([++count]);
    expect(ring.newest).toBe(count);
    expect(held()).toHaveLength(count);
    expect(ring.blocks).toBe(SLOTS);
    ring.dropOldest(1);
    expect(ring.add(1000 * count, 0, 0)).toBe(ring.KEPT);
    expect(held().at(-1)).toMatchObject({ seq: count + 1, values: [1000 * count] });
  });

  it("goes on behind a reading that was passed over", () => {
    ring.openRing(1, 1000);
    add(0, 0, 0, [1]);
    ring.passOver();
    add(2000, 0, 0, [2]);
    expect(held().map(({ seq, up }) => [seq, up])).toEqual([
      [1, 0],
      [3, 2000],
    ]);
  });

  it("tells of a reading that fits into no slot", () => {
    ring.openRing(120, 1000);
    ring.measure(Array.from({ length: 120 }, (_, i) => 1e11 + i / 1000));
    expect(ring.add(0, 0, 0)).toBe(ring.TOO_LARGE);
    expect(ring.blocks).toBe(0);
  });
});
