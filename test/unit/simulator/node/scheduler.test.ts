// The one clock of a fleet, over native timers in the test's hand.
import { describe, expect, it } from "vitest";
import { DueHeap } from "../../../../host/simulator/node/due-heap.ts";
import { SharedScheduler } from "../../../../host/simulator/node/scheduler.ts";
import { ManualScheduler } from "./manual-scheduler.ts";

function onBench() {
  const native = new ManualScheduler();
  const scheduler = new SharedScheduler(native);
  const called: string[] = [];
  return { native, scheduler, called, call: (name: string) => () => void called.push(name) };
}

describe("the heap of due times", () => {
  it("gives calls by time, equal ones in the order they were added, whatever is taken out", () => {
    const heap = new DueHeap();
    // A fixed scramble, so that a failure comes again.
    const times = Array.from({ length: 500 }, (_, i) => (i * 7919) % 97);
    const added = times.map((atMs, order) => ({ order, call: heap.add(atMs, () => {}) }));
    for (const { order, call } of added) if (order % 3 === 0) heap.remove(call);
    const expected = added
      .filter(({ order }) => order % 3 !== 0)
      .sort((a, b) => a.call.atMs - b.call.atMs || a.order - b.order)
      .map(({ call }) => call);
    const taken = expected.map(() => heap.takeDue(1000));
    expect(taken).toEqual(expected);
    expect(heap.takeDue(1000)).toBeUndefined();
  });

  it("takes out the same call only once", () => {
    const heap = new DueHeap();
    const call = heap.add(1, () => {});
    heap.add(2, () => {});
    heap.remove(call);
    heap.remove(call);
    expect(heap.size).toBe(1);
    expect(heap.takeDue(1)).toBeUndefined();
  });

  it("lets go of calls that were taken back once they outnumber those that wait", () => {
    const heap = new DueHeap();
    const waiting = [30, 10, 20].map((atMs) => heap.add(atMs, () => {}));
    // Due long after all others, so that none of them is dropped because its turn has come.
    const takenBack = Array.from({ length: 1000 }, (_, i) => heap.add(1000 + i, () => {}));
    expect(heap.held).toBe(1003);
    for (const call of takenBack) heap.remove(call);
    expect(heap.held).toBeLessThan(100);
    expect(heap.size).toBe(3);
    expect(waiting.map(() => heap.takeDue(50)?.atMs)).toEqual([10, 20, 30]);
    expect(heap.firstAtMs).toBeUndefined();
  });
});

describe("the scheduler of all boards", () => {
  it("calls at the time, in order, on one native timer", () => {
    const { native, scheduler, called, call } = onBench();
    for (const ms of [30, 10, 20, 10]) scheduler.after(ms, call(`${ms}`));
    expect(native.pending).toBe(1);
    native.advance(9);
    expect(called).toEqual([]);
    native.advance(1);
    expect(called).toEqual(["10", "10"]);
    native.advance(20);
    expect(called).toEqual(["10", "10", "20", "30"]);
    expect(native.pending).toBe(0);
  });

  it("does not wait for what was taken back", () => {
    const { native, scheduler, called, call } = onBench();
    const cancel = scheduler.after(10, call("never"));
    const cancelSoon = scheduler.soon(call("not soon"));
    cancel();
    cancelSoon();
    native.advance(20);
    expect(called).toEqual([]);
    expect(native.pending).toBe(0);
  });

  it("an earlier call takes the native timer over", () => {
    const { native, scheduler, called, call } = onBench();
    scheduler.after(1000, call("late"));
    scheduler.after(5, call("early"));
    native.advance(5);
    expect(called).toEqual(["early"]);
  });

  it("what is asked for while one runs comes in the next turn", () => {
    const { native, scheduler, called, call } = onBench();
    scheduler.soon(() => {
      called.push("first");
      scheduler.soon(call("second"));
      native.soon(call("a socket"));
    });
    native.advance(0);
    expect(called.indexOf("second")).toBeGreaterThan(0);
    expect(called).toHaveLength(3);
  });

  it("lets sockets have their turn while many boards are due", () => {
    const { native, scheduler, called } = onBench();
    let isSocketHeard = false;
    native.after(10, () => {
      native.soon(() => {
        isSocketHeard = true;
      });
    });
    for (let board = 0; board < 100; board++) {
      scheduler.after(10, () => {
        native.skip(1);
        called.push(isSocketHeard ? "after" : "before");
      });
    }
    native.advance(200);
    expect(called).toHaveLength(100);
    expect(called.filter((when) => when === "before").length).toBeLessThan(20);
  });

  it("is never early by a fraction of a millisecond", () => {
    const { native, scheduler } = onBench();
    native.skip(0.7);
    const start = native.now();
    let at = 0;
    scheduler.after(10.2, () => {
      at = native.now();
    });
    native.advance(30);
    expect(at - start).toBeGreaterThanOrEqual(10.2);
  });
});
