import { describe, expect, it } from "vitest";
import type { Message } from "../../../host/telemetry/message.ts";
import { TelemetryReader } from "../../../host/telemetry/reader.ts";

const boot = "7f3a12c4-17";
const message = (topic: string, payload: unknown, retain = false): Message => ({
  topic,
  payload: Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)),
  qos: 1,
  retain,
  rx: 1_764_000_000_000,
});
const reading = (seq: number, rest: object = {}, device = "a") =>
  message(`espulse/${device}/telemetry`, { v: 1, boot, seq, up: seq, d: { temp: 20 }, ...rest });
const meta = (device = "a") =>
  message(
    `espulse/${device}/meta`,
    {
      v: 1,
      board: "b",
      serial: "s",
      runtime: "r",
      sha256: "0".repeat(64),
      boot,
      reset: "none",
      interval: 1000,
      channels: [{ n: "temp", u: "Cel" }],
    },
    true,
  );

describe("the reader", () => {
  it("gives a reading the units its device has told", () => {
    const reader = new TelemetryReader();
    expect(reader.take(reading(1))).toMatchObject({
      kind: "reading",
      device: "a",
      arrival: "next",
      units: new Map(),
    });
    expect(reader.take(meta())).toEqual({ kind: "quiet" });
    expect(reader.take(reading(2))).toMatchObject({ units: new Map([["temp", "Cel"]]) });
    expect(reader.take(reading(1, {}, "b"))).toMatchObject({ units: new Map() });
    reader.take(message("espulse/a/meta", "", true));
    expect(reader.take(reading(3))).toMatchObject({ units: new Map() });
  });

  it("counts what came, what came twice, what is missing and what was given up", () => {
    const reader = new TelemetryReader();
    for (const seq of [1, 2, 5, 5, 9, 3]) reader.take(reading(seq));
    const dropped = { v: 1, boot, from: 6, to: 8, why: "outbox full" };
    expect(reader.take(message("espulse/a/dropped", dropped))).toMatchObject({
      kind: "dropped",
      dropped,
    });
    reader.take(message("espulse/a/telemetry", "x"));
    reader.take(message("espulse/a/state", "{}"));
    reader.take(reading(10, { v: 2 }));
    expect(reader.totals()).toEqual({
      received: 5,
      duplicates: 1,
      missing: 1,
      dropped: 3,
      malformed: 2,
      unknownVersion: 1,
    });
  });

  it("gives a retained reading no place in the sequence", () => {
    const reader = new TelemetryReader();
    expect(reader.take({ ...reading(5), retain: true })).toMatchObject({ arrival: "retained" });
    reader.take(reading(100));
    expect(reader.totals()).toMatchObject({ received: 1, missing: 0 });
  });

  it("tells the ticks missed since the reading before", () => {
    const reader = new TelemetryReader();
    const skips = [reading(1, { skip: 4 }), reading(2, { skip: 4 }), reading(3, { skip: 6 })];
    expect(skips.map((each) => reader.take(each))).toMatchObject([
      { skipped: 0 },
      { skipped: 0 },
      { skipped: 2 },
    ]);
  });

  it("tells each change of presence once, and no older one", () => {
    const reader = new TelemetryReader();
    const state = (name: string, conn: number) =>
      message("espulse/a/state", { v: 1, state: name, boot, conn }, true);
    const kinds = [
      state("ready", 1),
      state("ready", 1),
      state("ready", 2),
      state("lost", 1),
      message("espulse/a/state", ""),
    ];
    expect(kinds.map((each) => reader.take(each).kind)).toEqual([
      "presence",
      "quiet",
      "presence",
      "quiet",
      "quiet",
    ]);
  });

  it("leaves other topics alone", () => {
    const reader = new TelemetryReader();
    for (const topic of ["test/1", "espulse/a/log", "espulse/a/cmd/x", "telemetry"]) {
      expect(reader.take(message(topic, "x"))).toEqual({ kind: "other", topic });
    }
    expect(reader.totals().malformed).toBe(0);
  });
});
