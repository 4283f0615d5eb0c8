// A reading as the contract says it, and every payload that is none.
import { describe, expect, it } from "vitest";
import { decodeReading } from "../../../host/telemetry/decode.ts";

const bytes = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

const reading = {
  v: 1,
  boot: "7f3a12c4-17",
  seq: 1042,
  up: 1042013,
  t: 1764000000125,
  d: { temp: 21.5, rh: null },
};
const read = (change: object | string, topic = "espulse/esp32-0a1b2c/telemetry") =>
  decodeReading(topic, bytes(typeof change === "string" ? change : { ...reading, ...change }));

describe("a reading", () => {
  it("is decoded as the contract says", () => {
    expect(read({})).toEqual({ ok: true, device: "esp32-0a1b2c", reading });
    const all = { skip: 3, q: 1, t: undefined };
    const { t: _, ...rest } = reading;
    expect(read(all)).toEqual({
      ok: true,
      device: "esp32-0a1b2c",
      reading: { ...rest, skip: 3, q: 1 },
    });
  });

  it("keeps whole milliseconds beyond 32 bits", () => {
    expect(read({ up: 2 ** 31 + 5, seq: 2 ** 32 + 1 })).toMatchObject({
      reading: { up: 2147483653, seq: 4294967297 },
    });
  });

  it("leaves out fields it does not know", () => {
    expect(read({ extra: { deep: [1] } })).toEqual({ ok: true, device: "esp32-0a1b2c", reading });
  });

  it("may have a prefix of several levels", () => {
    expect(read({}, "home/cellar/esp32-0a1b2c/telemetry")).toMatchObject({ ok: true });
  });

  it.each<[string, object | string, string]>([
    ["no JSON", "21.5 degrees", "not JSON: 21.5 degrees"],
    ["nothing", "", "the payload is empty"],
    ["a list", "[1]", "expected a JSON object, got a list"],
    ["null", "null", "expected a JSON object, got null"],
    ["v as text", { v: "1" }, 'v: expected a whole number, got "1"'],
    ["no v", { v: undefined }, "v: expected a whole number, got nothing"],
    ["no boot", { boot: undefined }, "boot: expected 8 hex digits, - and a counter, got nothing"],
    ["boot in capitals", { boot: "7F3A12C4-17" }, "boot: expected"],
    ["seq 0", { seq: 0 }, "seq: expected a whole number of at least 1, got 0"],
    ["seq of a half", { seq: 1.5 }, "seq: expected a whole number of at least 1, got 1.5"],
    ["seq as text", { seq: "1" }, 'seq: expected a whole number of at least 1, got "1"'],
    ["seq beyond exact numbers", { seq: 2 ** 53 }, "seq: expected"],
    ["up below 0", { up: -1 }, "up: expected a whole number of at least 0, got -1"],
    ["up of a half", { up: 0.5 }, "up: expected"],
    ["t beyond all dates", { t: 8.64e15 + 2 }, "t: expected"],
    ["t null", { t: null }, "t: expected a whole number of at least 0, got null"],
    ["q as true", { q: true }, "q: expected 1 or nothing, got true"],
    ["skip below 0", { skip: -1 }, "skip: expected"],
    ["no d", { d: undefined }, "d: expected an object of channels, got nothing"],
    ["d as a list", { d: [1] }, "d: expected an object of channels, got a list"],
    ["a channel as text", { d: { temp: "21.5" } }, 'd.temp: expected a number or null, got "21.5"'],
    [
      "an infinite channel",
      '{"v":1,"boot":"7f3a12c4-17","seq":1,"up":1,"d":{"a":1e999}}',
      "d.a: expected a number or null, got Infinity",
    ],
    [
      "a channel named to harm",
      '{"v":1,"boot":"7f3a12c4-17","seq":1,"up":1,"d":{"__proto__":1}}',
      'd: expected channel names of letters and digits, got "__proto__"',
    ],
    ["a channel with an escape", { d: { "a\u001b[2J": 1 } }, 'got "a\\x1b[2J"'],
    [
      "too many channels",
      { d: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`c${i}`, i])) },
      "d: more than 64 channels",
    ],
    [
      "too many bytes",
      `{"v":1,"x":"${"x".repeat(65536)}"}`,
      "expected at most 65536 bytes, got 65550",
    ],
    ["JSON nested without end", "[".repeat(60_000), "not JSON: [[[["],
    [
      "JSON nested deep",
      "[".repeat(30_000) + "]".repeat(30_000),
      "expected a JSON object, got a list",
    ],
    [
      "JSON nested deep in a field",
      `{"v":1,"boot":"7f3a12c4-17","seq":${"[".repeat(9000)}${"]".repeat(9000)}}`,
      "seq: expected a whole number of at least 1, got a list",
    ],
    ["trailing text", `${JSON.stringify(reading)}x`, "not JSON"],
  ])("with %s is malformed", (_, change, why) => {
    const decoded = read(change);
    expect(decoded).toMatchObject({ ok: false, kind: "malformed" });
    expect(decoded).toMatchObject({ why: expect.stringContaining(why) });
  });

  it("of another version is told apart", () => {
    expect(read({ v: 2 })).toEqual({
      ok: false,
      kind: "unknown-version",
      why: "v: this espulse reads 1, got 2",
    });
  });

  it("of bytes that are no text is malformed", () => {
    const payload = Uint8Array.from([0xff, 0x00, 0x1b, 0x5b, 0x32, 0x4a]);
    const decoded = decodeReading("espulse/a/telemetry", payload);
    expect(decoded).toMatchObject({ ok: false, kind: "malformed" });
    expect(JSON.stringify(decoded)).not.toContain("\u001b");
  });

  it.each([
    "espulse/a/state",
    "espulse/A/telemetry",
    "telemetry",
    "a/telemetry",
    "/a/telemetry",
    "x/a\u001b/telemetry",
  ])("on the topic %j is malformed", (topic) => {
    expect(read({}, topic)).toEqual({
      ok: false,
      kind: "malformed",
      why: "topic: expected <prefix>/<device>/telemetry",
    });
  });
});
