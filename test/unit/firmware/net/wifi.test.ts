// Joining the access point, and joining again after each loss: the whole board, the air in the
// test's hand.
import { afterEach, describe, expect, it } from "vitest";
import { BoardBench } from "../board-bench.ts";

let board: BoardBench;
afterEach(() => board.close());

/** Seconds since start of each try. */
const tries = () => board.interpreter.radio.joins.map(({ at }) => Math.round(at / 1000));

describe("joining", () => {
  it("takes name and password from the settings", async () => {
    board = await BoardBench.boot({ isOnline: false });
    board.pass(1000);
    expect(board.interpreter.radio.joins).toMatchObject([
      { ssid: "attic", password: "hidden away" },
    ]);
  });

  it("is tried every 15 s until it works, without end", async () => {
    board = await BoardBench.boot({ isOnline: false });
    board.pass(100_000);
    expect(tries()).toEqual([0, 15, 30, 45, 60, 75, 90]);
    board.interpreter.radio.gain();
    board.pass(100_000);
    expect(tries()).toHaveLength(7);
    expect(board.seqs).toContain(200);
  });

  it("is not tried where the network is there already, for which no event comes", async () => {
    board = await BoardBench.boot({ isOnline: true });
    board.pass(60_000);
    expect(tries()).toEqual([]);
    expect(board.lines[0]).toBe("espulse: wifi: address 192.168.4.2");
    expect(board.seqs).toHaveLength(60);
  });

  it("opens one connection, though callback and event both tell of the address", async () => {
    board = await BoardBench.boot({ isOnline: false });
    board.pass(1000);
    board.interpreter.radio.gain();
    board.pass(100);
    expect(board.interpreter.links).toHaveLength(1);
    expect(board.lines.filter((line) => line.includes("address"))).toHaveLength(1);
  });

  it.each(["", "0.0.0.0"])("an event with the address %j is not a network", async (ip) => {
    board = await BoardBench.boot({ isOnline: false });
    board.pass(1000);
    board.interpreter.radio.gain(ip);
    board.pass(5000);
    expect(board.interpreter.links).toEqual([]);
  });

  it("with a wrong password: told each time, tried again in its time, never at once", async () => {
    board = await BoardBench.boot({ isOnline: false });
    for (let second = 0; second < 46; second++) {
      board.pass(1000);
      if (second % 5 === 4) board.interpreter.radio.lose("15");
    }
    expect(tries()).toEqual([0, 15, 30, 45]);
    expect(board.lines.filter((line) => line === "espulse: wifi: lost, reason 15")).toHaveLength(9);
    expect(board.interpreter.links).toEqual([]);
  });
});

describe("a loss", () => {
  it("ends the connection, and the next try comes with the next beat", async () => {
    board = await BoardBench.boot();
    board.pass(30_000);
    board.interpreter.radio.lose();
    board.pass(1000);
    expect(board.interpreter.link.isClosed).toBe(true);
    expect(tries()).toEqual([30]);
    board.pass(16_000);
    expect(tries()).toEqual([30, 45]);
    board.interpreter.radio.gain();
    board.pass(13_000);
    expect(board.seqs.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
  });

  it("soon after a try does not wait for the next one's time", async () => {
    board = await BoardBench.boot({ isOnline: false });
    board.pass(2000);
    board.interpreter.radio.gain();
    board.pass(2000);
    board.interpreter.radio.lose();
    board.pass(2000);
    expect(tries()).toEqual([0, 4]);
  });

  it("and return within one turn of the interpreter makes one new connection", async () => {
    board = await BoardBench.boot();
    board.pass(10_000);
    board.interpreter.radio.lose();
    board.interpreter.radio.gain();
    board.pass(3000);
    expect(board.interpreter.links.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
    expect(board.seqs.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 13 }, (_, i) => i + 1),
    );
  });

  it("a hundred times loses no reading and leaves no connection behind", async () => {
    board = await BoardBench.boot();
    for (let i = 0; i < 100; i++) {
      board.pass(4000);
      board.interpreter.radio.lose();
      board.pass(3000);
      board.interpreter.radio.gain();
    }
    board.pass(9900);
    expect(new Set(board.seqs).size).toBe(710);
    expect(board.interpreter.links.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
    expect(board.loop.timerCount).toBe(1);
  });
});
