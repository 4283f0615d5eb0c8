// States, births and losses as the contract says them; what is damaged; topics.
import { describe, expect, it } from "vitest";
import {
  decodeDropped,
  decodeMeta,
  decodeReading,
  decodeState,
  splitTopic,
} from "../../../host/telemetry/decode.ts";
import { seeded } from "../../doubles/seeded-random.ts";

const bytes = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

describe("a state", () => {
  const state = { v: 1, state: "ready", boot: "7f3a12c4-17", conn: 2 };
  const decode = (change: object) => decodeState("espulse/a/state", bytes({ ...state, ...change }));

  it("is decoded", () => {
    expect(decode({ x: 1 })).toEqual({ ok: true, device: "a", state });
    expect(decode({ state: "lost" })).toMatchObject({ ok: true, state: { state: "lost" } });
  });

  it("with a wrong field is malformed", () => {
    expect(decode({ state: "gone" })).toMatchObject({
      why: 'state: expected ready, disconnected or lost, got "gone"',
    });
    expect(decode({ conn: 0 })).toMatchObject({ ok: false, kind: "malformed" });
    expect(decode({ v: 9 })).toMatchObject({ ok: false, kind: "unknown-version" });
  });
});

describe("a birth message", () => {
  const meta = {
    v: 1,
    board: "esp32-devkitc",
    serial: "24:0a:c4:00:01:02",
    runtime: "2v29",
    sha256: "0".repeat(64),
    boot: "7f3a12c4-17",
    reset: "unknown",
    interval: 1000,
    channels: [
      { n: "temp", u: "Cel" },
      { n: "light", u: "V" },
    ],
  };
  const decode = (change: object) => decodeMeta("espulse/a/meta", bytes({ ...meta, ...change }));

  it("is decoded, units of the future included", () => {
    expect(decode({ channels: [...meta.channels, { n: "co2", u: "ppm" }] })).toMatchObject({
      ok: true,
      device: "a",
      meta: { board: "esp32-devkitc", interval: 1000 },
    });
    const decoded = decode({});
    if (!decoded.ok) throw new Error(decoded.why);
    expect([...decoded.meta.units]).toEqual([
      ["temp", "Cel"],
      ["light", "V"],
    ]);
  });

  it("has the CRC-32 of the bundle where the board has no SHA-256", () => {
    const decoded = decode({ sha256: undefined, crc32: "0123abcd" });
    expect(decoded).toMatchObject({ ok: true, meta: { crc32: "0123abcd" } });
  });

  it.each<[string, object]>([
    ["channels: expected a list", { channels: {} }],
    ["channels.0: expected an object", { channels: [1] }],
    [
      "channels.1.u: expected a unit",
      {
        channels: [
          { n: "a", u: "V" },
          { n: "b", u: "\u001b[31m" },
        ],
      },
    ],
    ["board: expected up to 64 printable characters", { board: "\u001b]0;x\u0007" }],
    ["sha256: expected 64 hex digits", { sha256: "none" }],
    ["sha256: expected 64 hex digits", { sha256: undefined }],
    ["crc32: expected 8 hex digits", { sha256: undefined, crc32: "none" }],
    ["interval: expected a whole number", { interval: 0 }],
  ])("is malformed: %s", (why, change) => {
    expect(decode(change)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });
});

describe("a loss", () => {
  const dropped = { v: 1, boot: "7f3a12c4-17", from: 3, to: 9, why: "outbox full" };
  const decode = (change: object) =>
    decodeDropped("espulse/a/dropped", bytes({ ...dropped, ...change }));

  it("is decoded", () => {
    expect(decode({})).toEqual({ ok: true, device: "a", dropped });
    expect(decode({ to: 3 })).toMatchObject({ ok: true });
  });

  it("that ends before it starts is malformed", () => {
    expect(decode({ to: 2 })).toMatchObject({
      why: "to: expected a whole number of at least 3, got 2",
    });
  });
});

describe("a damaged payload", () => {
  it("makes no decoder throw", () => {
    const random = seeded(7);
    const good = bytes({
      v: 1,
      boot: "7f3a12c4-17",
      seq: 1042,
      up: 1042013,
      t: 1764000000125,
      d: { temp: 21.5, rh: null },
    });
    for (let round = 0; round < 5000; round++) {
      const damaged = Buffer.from(good.subarray(0, Math.ceil(random() * good.length)));
      for (let change = 0; change < 3; change++) {
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      }
      for (const [decode, kind] of [
        [decodeReading, "telemetry"],
        [decodeState, "state"],
        [decodeMeta, "meta"],
        [decodeDropped, "dropped"],
      ] as const) {
        expect(typeof decode(`espulse/a/${kind}`, damaged).ok).toBe("boolean");
      }
    }
  });
});

it("a topic is split into device and kind", () => {
  expect(splitTopic("espulse/a/telemetry")).toEqual({ device: "a", kind: "telemetry" });
  expect(splitTopic("x/y/a-1/log")).toEqual({ device: "a-1", kind: "log" });
  for (const topic of ["test/1", "a", "", "//", "x//telemetry", `x/${"a".repeat(33)}/state`]) {
    expect(splitTopic(topic)).toBeUndefined();
  }
});
