// How a board ends: in order, in a hurry, or torn down; what the broker then says of it.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BoardBench } from "./board-bench.ts";
import { puback } from "./mqtt/wire.ts";

let board: BoardBench;
beforeEach(async () => {
  board = await BoardBench.boot();
});
afterEach(() => board.close());

const isDisconnected = () => board.broker.others.at(-1)?.cmd === "disconnect";

describe("stop", () => {
  it("tells presence behind all that is in flight, then DISCONNECT, then closes [MQTT-3.14.4-3]", () => {
    board.broker.acknowledges = ({ topic }) => !topic.endsWith("/telemetry");
    board.pass(3000);
    board.interpreter.stop();
    expect(board.order.slice(-2)).toEqual(["telemetry", "state!"]);
    expect(board.states.at(-1)).toEqual({
      v: 1,
      state: "disconnected",
      boot: "7f3a12c4-1",
      conn: 1,
    });
    expect(isDisconnected()).toBe(true);
    expect(board.interpreter.link.isClosed).toBe(true);
  });

  it("waits for the PUBACK of its presence, which tells that all before it arrived", () => {
    board.broker.acknowledges = ({ payload }) => !payload.includes("disconnected");
    board.pass(3000);
    board.interpreter.stop();
    board.pass(1900);
    expect(isDisconnected()).toBe(false);
    board.pass(200);
    expect(isDisconnected()).toBe(true);
    expect(board.summary).toEqual({ made: 3, acked: 3, dropped: 0, waiting: 0 });
  });

  it("with a full window still tells presence: nobody may take the board for ready", () => {
    board.broker.acknowledges = ({ topic }) => !topic.endsWith("/telemetry");
    board.pass(9000);
    board.interpreter.stop();
    board.pass(3000);
    expect(board.states.at(-1)!.state).toBe("disconnected");
    expect(isDisconnected()).toBe(true);
    expect(board.summary).toEqual({ made: 9, acked: 0, dropped: 0, waiting: 9 });
  });

  it("stays ended when the network comes back: no ready board that makes no readings", () => {
    board.pass(3000);
    board.interpreter.stop();
    board.pass(1000);
    board.interpreter.radio.lose();
    board.pass(1000);
    board.interpreter.radio.gain();
    board.pass(30_000);
    expect(board.states.at(-1)!.state).toBe("disconnected");
    expect(isDisconnected()).toBe(true);
  });

  it("prints the counts once, and marks the end clean for the next boot", async () => {
    board.pass(5000);
    board.interpreter.stop();
    board.interpreter.stop();
    board.interpreter.kill();
    expect(board.lines.filter((line) => line.includes("stop"))).toEqual([
      'espulse: stop {"acked":5,"made":5,"dropped":0,"waiting":0}',
    ]);
    const { storage } = board.interpreter;
    board.close();
    board = await BoardBench.boot({ storage });
    board.pass(1000);
    expect(JSON.parse(board.broker.of("meta")[0]!.payload)).toMatchObject({
      boot: "7f3a12c4-2",
      reset: "clean",
    });
  });

  it("makes no more readings and takes no new connection", () => {
    board.pass(3000);
    board.interpreter.stop();
    board.pass(60_000);
    expect(board.seqs).toEqual([1, 2, 3]);
    expect(board.interpreter.links).toHaveLength(1);
  });

  it("sends nothing more of the backlog behind its presence", () => {
    board.broker.isListening = false;
    board.pass(12_000);
    board.broker.isListening = true;
    board.broker.acknowledges = () => false;
    board.pass(8000);
    board.interpreter.stop();
    for (const { id } of board.broker.published.filter(({ qos }) => qos === 1).slice(0, -1)) {
      board.broker.deliver(puback(id!));
    }
    board.pass(1000);
    expect(board.order.at(-1)).toBe("state!");
    expect(board.states.at(-1)!.state).toBe("disconnected");
  });

  it("without a connection ends at once, and counts what waits", () => {
    board.broker.isListening = false;
    board.pass(4000);
    board.interpreter.stop();
    expect(board.summary).toEqual({ made: 4, acked: 0, dropped: 0, waiting: 4 });
    const { length } = board.interpreter.links;
    board.pass(60_000);
    expect(board.interpreter.links).toHaveLength(length);
  });

  it("ends when the connection is lost meanwhile", () => {
    board.broker.acknowledges = () => false;
    board.pass(3000);
    board.interpreter.stop();
    board.interpreter.link.drop();
    board.pass(1);
    expect(board.summary).toEqual({ made: 3, acked: 0, dropped: 0, waiting: 3 });
    board.pass(60_000);
    expect(board.interpreter.links).toHaveLength(1);
  });

  it("ends when the network goes meanwhile", () => {
    board.broker.acknowledges = () => false;
    board.pass(3000);
    board.interpreter.stop();
    board.interpreter.radio.lose();
    board.pass(1);
    expect(board.summary).toBeDefined();
  });

  it("in an outage counts what was given up, declared or not", async () => {
    board.close();
    board = await BoardBench.boot({ outboxBytes: 0, isOnline: false });
    board.pass(1_999_990);
    board.interpreter.stop();
    const { made, acked, dropped, waiting } = board.summary!;
    expect([made, acked]).toEqual([2000, 0]);
    expect(dropped + waiting).toBe(2000);
    expect(waiting).toBeGreaterThan(0);
    expect(dropped).toBeGreaterThan(0);
  });
});

describe("kill", () => {
  it("prints the counts, and leaves it to the will to tell that the board is lost", () => {
    board.pass(3000);
    const { sent } = board.interpreter.link;
    board.interpreter.kill();
    expect(board.summary).toEqual({ made: 3, acked: 3, dropped: 0, waiting: 0 });
    expect(board.interpreter.link.sent).toBe(sent);
    expect(board.states.map(({ state }) => state)).not.toContain("disconnected");
  });

  it("before the first connection too", () => {
    board.interpreter.kill();
    expect(board.summary).toEqual({ made: 0, acked: 0, dropped: 0, waiting: 0 });
  });
});
