// A byte at 1000 bit/s takes 10 ms.
import { expect, it } from "vitest";
import { PacedLine } from "../../../../host/simulator/serial/paced-line.ts";
import { ManualScheduler } from "../node/manual-scheduler.ts";

function lineBench(bitsPerSecond: number | undefined) {
  const clock = new ManualScheduler();
  const got: number[] = [];
  const line = new PacedLine({ clock, bitsPerSecond }, (bytes) => got.push(...bytes));
  return { clock, got, line };
}

it("lets each byte out at the end of its bits", () => {
  const { clock, got, line } = lineBench(1000);
  line.push(Uint8Array.of(1, 2));
  line.push(Uint8Array.of(3));
  expect([got, line.waiting]).toEqual([[], 3]);
  clock.advance(9);
  expect(got).toEqual([]);
  clock.advance(1);
  expect(got).toEqual([1]);
  clock.advance(19);
  expect(got).toEqual([1, 2]);
  clock.advance(1);
  expect([got, line.waiting]).toEqual([[1, 2, 3], 0]);
  expect(clock.pending).toBe(0);
});

it("takes the same time for what comes while it is busy, however late its clock calls", () => {
  const { clock, got, line } = lineBench(1000);
  line.push(new Uint8Array(10));
  clock.skip(50);
  clock.advance(0);
  expect(got).toHaveLength(5);
  line.push(new Uint8Array(10));
  clock.advance(149);
  expect(got).toHaveLength(19);
  clock.advance(1);
  expect(got).toHaveLength(20);
});

it("does not save time up while it is idle", () => {
  const { clock, got, line } = lineBench(1000);
  line.push(Uint8Array.of(1));
  clock.advance(1000);
  line.push(Uint8Array.of(2));
  expect(got).toEqual([1]);
  clock.advance(9);
  expect(got).toEqual([1]);
  clock.advance(1);
  expect(got).toEqual([1, 2]);
});

it("carries 11,520 bytes a second at 115200 bit/s", () => {
  const { clock, got, line } = lineBench(115_200);
  line.push(new Uint8Array(11_520));
  clock.advance(999);
  expect(got.length).toBeLessThan(11_520);
  clock.advance(1);
  expect(got).toHaveLength(11_520);
});

it("lets everything out at once without a rate", () => {
  const { clock, got, line } = lineBench(undefined);
  line.push(Uint8Array.of(1, 2));
  expect(got).toEqual([1, 2]);
  expect(clock.pending).toBe(0);
});

it("loses what is under way when it is cleared", () => {
  const { clock, got, line } = lineBench(1000);
  line.push(Uint8Array.of(1, 2));
  line.clear();
  clock.advance(100);
  expect([got, line.waiting, clock.pending]).toEqual([[], 0, 0]);
});
