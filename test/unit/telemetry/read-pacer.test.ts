import { describe, expect, it } from "vitest";
import { MOST_PAUSE_MS, ReadPacer } from "../../../host/telemetry/read-pacer.ts";

interface Outcome {
  readonly reads: number;
  /** Messages that waited at the broker for an acknowledgement, when it was most of them. */
  readonly mostWaiting: number;
  readonly waiting: number;
  readonly longestPauseMs: number;
}

/**
 * Messages at a rate, through a broker that sends `window` of them until they are acknowledged, and
 * an acknowledgement that takes a while.
 */
function run(rate: (ms: number) => number, window: number, ms: number): Outcome {
  const ROUND_TRIP_MS = 0.25;
  const pacer = new ReadPacer();
  let made = 0;
  let taken = 0;
  let now = 0;
  let reads = 0;
  let mostWaiting = 0;
  let longestPauseMs = 0;
  let sent = 0;
  const advance = (byMs: number) => {
    made += (rate(now) * byMs) / 1000;
    now += byMs;
    sent = Math.min(Math.floor(made), taken + window);
    mostWaiting = Math.max(mostWaiting, Math.floor(made) - sent);
  };
  while (now < ms) {
    advance(ROUND_TRIP_MS);
    if (sent === taken) continue;
    const count = sent - taken;
    taken = sent;
    reads++;
    const pauseMs = pacer.after(count, now);
    longestPauseMs = Math.max(longestPauseMs, pauseMs);
    for (let left = pauseMs; left > 0; left -= ROUND_TRIP_MS) advance(ROUND_TRIP_MS);
  }
  return { reads, mostWaiting, waiting: Math.floor(made) - sent, longestPauseMs };
}

describe("the pauses between reads", () => {
  it.each([1000, 15_000, 60_000])("at %i a second make few reads of many messages", (rate) => {
    const { reads, longestPauseMs } = run(() => rate, Number.POSITIVE_INFINITY, 10_000);
    expect(reads).toBeLessThan(600);
    expect(longestPauseMs).toBe(MOST_PAUSE_MS);
  });

  it("are as few when messages come at odd times", () => {
    // In every eighth quarter of a millisecond, on the average, two of them.
    let state = 1;
    const rate = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state % 8 === 0 ? 8000 : 0;
    };
    expect(run(rate, Number.POSITIVE_INFINITY, 10_000).reads).toBeLessThan(1000);
  });

  it("do not delay what comes now and then", () => {
    const { reads, longestPauseMs } = run(() => 10, Number.POSITIVE_INFINITY, 10_000);
    expect(reads).toBeGreaterThan(95);
    expect(longestPauseMs).toBe(0);
  });

  it.each([
    [1000, 20],
    [5000, 20],
    [15_000, 20],
    [15_000, 10],
    [1000, 5],
    [15_000, 100],
    [2000, 1000],
  ])("at %i a second do not hold back a broker that sends %i at a time", (rate, window) => {
    // What Mosquitto keeps for a client before it gives messages up.
    const { mostWaiting, waiting } = run(() => rate, window, 20_000);
    expect(mostWaiting).toBeLessThan(1000);
    expect(waiting).toBeLessThan(window + 200);
  });

  it("become short again when a broker that sends 20 at a time has more to send", () => {
    const rate = (ms: number) => 500 + ms / 4;
    const { mostWaiting } = run(rate, 20, 20_000);
    expect(mostWaiting).toBeLessThan(300);
  });

  it("are not cut short by messages nobody waits for an answer to", () => {
    const pacer = new ReadPacer();
    let now = 0;
    let pauseMs = 0;
    for (let i = 0; i < 50; i++) {
      pauseMs = pacer.after(0, now);
      now += pauseMs + 1;
    }
    expect(pauseMs).toBe(MOST_PAUSE_MS);
  });
});
