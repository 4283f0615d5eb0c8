// How many connections are being opened at a time, on a clock in the test's hand.
import { describe, expect, it } from "vitest";
import { OpeningQueue } from "../../../../host/simulator/node/opening-queue.ts";
import { ManualScheduler } from "./manual-scheduler.ts";

function onBench(count: number) {
  const scheduler = new ManualScheduler();
  const queue = new OpeningQueue();
  const started: number[] = [];
  const leave = Array.from({ length: count }, (_, i) =>
    queue.enter(scheduler, () => void started.push(i)),
  );
  return { scheduler, started, leave };
}

describe("the queue of connections that are being opened", () => {
  it("starts the next in line when a peer has answered", () => {
    const { started, leave } = onBench(100);
    const most = started.length;
    expect(most).toBeLessThan(100);
    leave[5]!();
    leave[5]!();
    expect(started).toHaveLength(most + 1);
    leave[0]!();
    expect(started.slice(most)).toEqual([most, most + 1]);
  });

  it("does not start one that gave up in line, and its place goes to nobody else", () => {
    const { started, leave } = onBench(100);
    const most = started.length;
    leave[most]!();
    expect(started).toHaveLength(most);
    leave[0]!();
    expect(started.at(-1)).toBe(most + 1);
    leave[most]!();
    expect(started).toHaveLength(most + 1);
  });

  it("lets peers that say nothing hold up the others for a moment only", () => {
    const { scheduler, started, leave } = onBench(200);
    const most = started.length;
    scheduler.advance(10_000);
    expect(started).toEqual(leave.map((_, i) => i));
    // A word that comes late frees no second place.
    for (const one of leave) one();
    expect(scheduler.pending).toBe(0);
    expect(most).toBeGreaterThan(0);
  });
});
