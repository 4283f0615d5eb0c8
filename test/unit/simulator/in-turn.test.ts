// Boards are started and ended in turn, and a failure of one is told after the others.
import { describe, expect, it } from "vitest";
import { inTurns, startInTurn } from "../../../host/simulator/in-turn.ts";

const never = new AbortController().signal;

describe("starting in turn", () => {
  it("keeps the order, and does not wait for one before the next", async () => {
    const started: number[] = [];
    let release = (): void => {};
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    await startInTurn(
      [1, 2, 3],
      async (item) => {
        started.push(item);
        if (item === 3) release();
        await blocked;
      },
      never,
    );
    expect(started).toEqual([1, 2, 3]);
  });

  it("starts no more after a failure, waits for those under way, and tells it", async () => {
    const started: number[] = [];
    let ended = 0;
    const all = Array.from({ length: 100 }, (_, index) => index);
    const starting = startInTurn(
      all,
      async (item) => {
        started.push(item);
        if (item === 2) throw new Error("no power");
        await new Promise((resolve) => setImmediate(resolve));
        ended++;
      },
      never,
    );
    await expect(starting).rejects.toThrow("no power");
    expect(started.length).toBeLessThan(100);
    expect(ended).toBe(started.length - 1);
  });

  it("starts none once interrupted", async () => {
    const started: number[] = [];
    await startInTurn([1, 2], async (item) => void started.push(item), AbortSignal.abort());
    expect(started).toEqual([]);
  });
});

describe("working in turns", () => {
  it("does all, so many at a time", async () => {
    let under = 0;
    let most = 0;
    const done: number[] = [];
    await inTurns([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setImmediate(resolve));
      under--;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
