// When a board asks for the time, and what its readings have of the answer.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seeded } from "../../../doubles/seeded-random.ts";
import { BoardBench } from "../board-bench.ts";
import { reply, replyAt } from "./sntp-replies.ts";

describe("a board with a time server", () => {
  const UTC = 1_764_000_000_000;
  let board: BoardBench;
  beforeEach(async () => {
    board = await BoardBench.boot({ settings: { sntp: { host: "time.test", port: 1123 } } });
  });

  afterEach(() => board.close());

  /** A reading a minute, for tests that take hours. */
  const rarely = async () => {
    board.close();
    board = await BoardBench.boot({
      settings: { sntp: { host: "time.test", port: 1123 }, interval: 60_000 },
    });
  };
  const sockets = () => board.interpreter.datagrams.sockets;
  const nonceOf = (index: number) => sockets()[index]!.sent[0]!.bytes.slice(40);
  /** Answers the newest request with the time that it is. */
  const answer = (utcMs = UTC + board.loop.elapsed) => {
    const index = sockets().length - 1;
    sockets()[index]!.deliver(replyAt(utcMs, nonceOf(index)));
  };
  /** `t` less the true time, of every reading that has one. */
  const errors = () =>
    board.readings.flatMap(({ t, up }) => (t === undefined ? [] : [t - (UTC + up)]));

  it("asks as soon as there is a network", () => {
    board.pass(10);
    expect(sockets()).toHaveLength(1);
    expect(sockets()[0]!.sent).toMatchObject([{ port: 1123, host: "time.test" }]);
    expect(sockets()[0]!.sent[0]!.bytes).toHaveLength(48);
  });

  it("asks with a nonce of its own each time", () => {
    board.interpreter.random = seeded(1);
    board.pass(40_000);
    const nonces = sockets().map((_, i) => nonceOf(i));
    expect(nonces.length).toBeGreaterThan(1);
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it("has no t until the answer, and the right one after", () => {
    board.pass(3000);
    expect(board.readings.some(({ t }) => t !== undefined)).toBe(false);
    board.pass(10_000);
    expect(board.readings.some(({ t }) => t !== undefined)).toBe(false);
    board.pass(3010);
    answer();
    board.pass(5000);
    const dated = board.readings.filter(({ t }) => t !== undefined);
    expect(dated.length).toBeGreaterThanOrEqual(4);
    for (const error of errors()) expect(Math.abs(error)).toBeLessThan(20);
    expect(dated.every(({ t }) => Number.isInteger(t))).toBe(true);
  });

  it("takes half the round trip for the way back", () => {
    board.pass(10);
    const { elapsed } = board.loop;
    board.pass(800);
    // The server answered in the middle.
    answer(UTC + elapsed + 400);
    board.pass(3000);
    for (const error of errors()) expect(Math.abs(error)).toBeLessThan(20);
    expect(errors().length).toBeGreaterThan(1);
  });

  it("does not believe a round trip of more than 2 s", () => {
    board.pass(10);
    board.loop.block(2100);
    answer();
    board.pass(2000);
    expect(errors()).toEqual([]);
  });

  it("closes each socket after 2 s, answered or not", () => {
    board.pass(10);
    answer();
    expect(sockets()[0]!.isClosed).toBe(false);
    board.pass(2100);
    expect(sockets()[0]!.isClosed).toBe(true);
  });

  it("asks again every 16 s while nobody answers", () => {
    board.pass(60_000);
    expect(sockets()).toHaveLength(4);
    expect(sockets().filter(({ isClosed }) => !isClosed).length).toBeLessThanOrEqual(1);
  });

  it("asks again every 16 s while the answers are not to be believed", () => {
    for (let second = 0; second < 60; second++) {
      board.pass(1000);
      const index = sockets().length - 1;
      sockets()[index]!.deliver(reply({ nonce: nonceOf(index), stratum: 0 }));
    }
    expect(sockets()).toHaveLength(4);
    expect(errors()).toEqual([]);
  });

  it("asks again an hour after a good answer, and takes the new time over", async () => {
    await rarely();
    board.pass(10);
    answer();
    board.pass(3_599_000);
    expect(sockets()).toHaveLength(1);
    board.pass(1000);
    expect(sockets()).toHaveLength(2);
    answer(UTC + board.loop.elapsed + 5000);
    board.pass(60_000);
    expect(Math.abs(errors().at(-1)! - 5000)).toBeLessThan(100);
  });

  it("keeps the time when the server is gone later", async () => {
    await rarely();
    board.pass(10);
    answer();
    board.pass(7_300_000);
    expect(sockets().length).toBeGreaterThan(3);
    expect(Math.abs(errors().at(-1)!)).toBeLessThan(20);
  });

  it("does not ask while there is no network, and asks soon after its return", () => {
    board.pass(1000);
    board.interpreter.radio.lose();
    board.pass(60_000);
    expect(sockets()).toHaveLength(1);
    board.interpreter.radio.gain();
    board.pass(1000);
    expect(sockets()).toHaveLength(2);
  });

  it("a server that cannot be reached does not disturb the schedule", () => {
    board.interpreter.datagrams.onSend = () => {
      throw new Error("Unable to locate host");
    };
    board.pass(60_000);
    expect(board.loop.errors.splice(0).length).toBe(4);
    expect(board.seqs).toHaveLength(60);
    const gaps = board.interpreter.kicks.map((at, i, all) => at - (all[i - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(2100);
  });

  it.each([
    ["a year forward", 365 * 86_400_000],
    ["a year back", -365 * 86_400_000],
    ["an hour forward", 3_600_000],
    ["an hour back", -3_600_000],
  ])("t is not touched by a step of the system clock: %s", (_name, step) => {
    board.pass(10);
    answer();
    board.pass(2500);
    board.loop.stepClock(step);
    board.pass(5000);
    for (const error of errors()) expect(Math.abs(error)).toBeLessThan(20);
  });

  it.each([
    ["a year forward", 365 * 86_400_000],
    ["a year back", -365 * 86_400_000],
    ["an hour forward", 3_600_000],
    ["3 s forward", 3000],
    ["3 s back", -3000],
  ])("an answer across a step of the system clock is not believed: %s", (_name, step) => {
    board.pass(10);
    board.loop.advance(100);
    board.loop.stepClock(step);
    answer();
    board.pass(5000);
    expect(errors()).toEqual([]);
  });
});

describe("a board without a time server", () => {
  it("asks nobody, and its readings have no t", async () => {
    const board = await BoardBench.boot();
    board.pass(60_000);
    expect(board.interpreter.datagrams.sockets).toEqual([]);
    expect(board.readings.every(({ t }) => t === undefined)).toBe(true);
    board.close();
  });
});
