// Whatever happens between board and broker, every reading ends in exactly one account: acknowledged,
// waiting, or given up and declared. Random schedules; the seed is in the title.
import { afterEach, describe, expect, it } from "vitest";
import { seeded } from "../../doubles/seeded-random.ts";
import { BoardBench } from "./board-bench.ts";
import type { Published } from "./mqtt/broker-end.ts";
import { puback } from "./mqtt/wire.ts";

let board: BoardBench;
afterEach(() => board.close());

const SEEDS = Array.from({ length: 12 }, (_, i) => 1000 + 37 * i);

interface Sent {
  readonly seq: number;
  readonly up: number;
  readonly skip?: number;
}

class Disturbance {
  /** Acknowledgements that the broker still owes, by connection. */
  #owed: Published[] = [];
  readonly random: () => number;
  mostInFlight = 0;
  /** Packet ids that were given while still in flight. */
  readonly doubledIds: unknown[] = [];

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  begin(): void {
    board.interpreter.random = this.random;
    board.broker.acknowledges = (message) => {
      this.#owed = this.#owed.filter(({ connection }) => connection === message.connection);
      if (this.#owed.some(({ id }) => id === message.id)) this.doubledIds.push(message.id);
      this.#owed.push(message);
      this.mostInFlight = Math.max(this.mostInFlight, this.#owed.length);
      return false;
    };
  }

  /** Acknowledges up to so many of what is owed, in order [MQTT-4.6.0-2]. */
  acknowledge(most: number): void {
    const now = this.#owed.splice(0, most);
    if (now.length > 0) board.broker.deliver(now.map(({ id }) => puback(id!)).join(""));
  }

  step(): void {
    const chance = this.random();
    const { radio, link } = board.interpreter;
    if (chance < 0.5) this.acknowledge(1 + Math.floor(this.random() * 12));
    else if (chance < 0.54) link.drop(this.random() < 0.5);
    else if (chance < 0.56) radio.lose();
    else if (chance < 0.66) radio.gain();
    else if (chance < 0.69) board.broker.isListening = this.random() < 0.6;
    else if (chance < 0.72)
      board.broker.connackCode = [0, 0, 0, 5, undefined][Math.floor(this.random() * 5)];
    else if (chance < 0.74) link.isRead = this.random() < 0.7;
    else if (chance < 0.76) {
      const step = 700_000 + this.random() * 6e10;
      board.loop.stepClock(this.random() < 0.5 ? step : -step);
    } else if (chance < 0.78) board.loop.block(this.random() * 3000);
    board.pass(this.random() * 2500);
  }

  /** Everything is well again, for long enough. */
  end(): void {
    board.broker.isListening = true;
    board.broker.connackCode = 0;
    board.interpreter.link.isRead = true;
    board.interpreter.radio.gain();
    for (let second = 0; second < 150; second++) {
      this.acknowledge(100);
      board.pass(1000);
    }
    this.acknowledge(100);
  }
}

describe("every reading is accounted for", () => {
  it.each(SEEDS)("seed %i", async (seed) => {
    board = await BoardBench.boot({ settings: { pins: [] } });
    const disturbance = new Disturbance(seed);
    disturbance.begin();
    board.pass(1000);
    for (let i = 0; i < 200; i++) disturbance.step();
    disturbance.end();
    board.interpreter.kill();

    const { made, acked, dropped, waiting } = board.summary!;
    expect(acked + dropped + waiting).toBe(made);
    expect(disturbance.mostInFlight).toBeLessThanOrEqual(8);

    expect(disturbance.doubledIds).toEqual([]);

    // One name, one content, however often it was sent; whether it waited is none of that.
    const distinct = [
      ...new Set(board.telemetry.map((payload) => payload.replace(',"q":1', ""))),
    ].map((payload) => JSON.parse(payload) as Sent);
    const contents = new Map(distinct.map((reading) => [reading.seq, reading]));
    expect(contents.size).toBe(distinct.length);
    const declared = new Set<number>();
    for (const { payload } of board.broker.of("dropped")) {
      const { from, to } = JSON.parse(payload) as { from: number; to: number };
      for (let seq = from; seq <= to; seq++) declared.add(seq);
    }
    expect(declared.size).toBe(dropped);
    // Nothing vanished without a word: what did not arrive was declared, or waits still.
    const missing = Array.from({ length: made }, (_, i) => i + 1).filter(
      (seq) => !contents.has(seq) && !declared.has(seq),
    );
    expect(missing.length).toBeLessThanOrEqual(waiting);
    expect(waiting).toBeLessThanOrEqual(2);
    expect(contents.size + declared.size).toBeGreaterThanOrEqual(made - waiting);

    const bySeq = distinct.toSorted((a, b) => a.seq - b.seq);
    const backwards = bySeq.filter(({ up, skip = 0 }, i) => {
      const before = bySeq[i - 1];
      return before !== undefined && (up <= before.up || skip < (before.skip ?? 0));
    });
    expect(backwards).toEqual([]);
  });
});
