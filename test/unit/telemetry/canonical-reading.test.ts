// The short way and the general one, over readings of every kind: the same result, to the letter.
import { describe, expect, it } from "vitest";
import { parseCanonical } from "../../../host/telemetry/canonical-reading.ts";
import { decodeReading } from "../../../host/telemetry/decode.ts";
import type { TakenReading } from "../../../host/telemetry/reader.ts";
import { ReadingJson } from "../../../host/telemetry/reading-json.ts";
import { seededWhole } from "../../doubles/seeded-random.ts";

const TOPIC = "espulse/esp32-a1b2c3/telemetry";
const SEED = Number(process.env.ESPULSE_SEED ?? 1 + (Date.now() % 2_147_483_646));

function compare(payload: Buffer, context: string): "short" | "general" | "refused" {
  const short = parseCanonical(payload);
  const general = decodeReading(TOPIC, payload);
  if (short === undefined) return general.ok ? "general" : "refused";
  if (!general.ok) throw new Error(`${context}: refused, and taken the short way: ${payload}`);
  const { reading, device } = general;
  const fields = ({ v, boot, seq, up, t, skip, q, d }: typeof reading) =>
    JSON.stringify({ v, boot, seq, up, t, skip, q, d });
  equal(fields(short), fields(reading), `${context}: ${payload}`);
  const taken = { topic: TOPIC, device, rx: 1_764_000_000_007, arrival: "next" } as TakenReading;
  const message = { topic: TOPIC, payload, qos: 1, retain: false, rx: taken.rx } as const;
  const line = (what: typeof reading) => json.line({ ...taken, reading: what }, message);
  equal(line(short), line(reading), `${context}: ${payload}`);
  return "short";
}
const json = new ReadingJson();

/** Thousands of them: only one that fails is worth an expectation. */
function equal(actual: string, expected: string, context: string): void {
  if (actual !== expected) expect(actual, context).toBe(expected);
}

describe("a reading as our firmware gives it", () => {
  it("is known by its text, whatever it holds", () => {
    const text =
      '{"v":1,"boot":"7f3a12c4-17","seq":1042,"up":1042013,"t":1764000000125,"skip":2,"q":1,"d":{"temp":-0.5,"rh":null,"light":2.363,"vars":0}}';
    const reading = parseCanonical(Buffer.from(text));
    expect(reading).toMatchObject({
      v: 1,
      boot: "7f3a12c4-17",
      seq: 1042,
      up: 1_042_013,
      t: 1_764_000_000_125,
      skip: 2,
      q: 1,
      d: { temp: -0.5, rh: null, light: 2.363, vars: 0 },
    });
    expect(compare(Buffer.from(text), "example")).toBe("short");
    const least = '{"v":1,"boot":"7f3a12c4-17","seq":1,"up":0,"d":{}}';
    expect(compare(Buffer.from(least), "least")).toBe("short");
  });

  it.each([
    ["a number JSON writes otherwise", '{"a":1.50}'],
    ["a number with an exponent", '{"a":1e3}'],
    ["a number JSON writes with an exponent", '{"a":0.0000001}'],
    ["minus nought", '{"a":-0}'],
    ["a number of more digits than it can hold", '{"a":12345678901234567890}'],
    ["a name twice", '{"a":1,"b":2,"a":3}'],
    ["a name that starts like another", '{"ab":1,"a":2}'],
    ["a space", '{"a": 1}'],
    ["text", '{"a":"1"}'],
    ["a name in another alphabet", '{"\u00e4":1}'],
    ["no comma", '{"a":1"b":2}'],
    ["a comma too many", '{"a":1,}'],
    ["65 channels", `{${Array.from({ length: 65 }, (_, i) => `"c${i}":1`).join()}}`],
  ])("with %s is left to the general way or refused", (name, d) => {
    const text = `{"v":1,"boot":"7f3a12c4-17","seq":1,"up":0,"d":${d}}`;
    const way = compare(Buffer.from(text), name);
    expect(way === "short").toBe(name === "a name that starts like another");
  });

  it(`is the same both ways, with any values and any damage (ESPULSE_SEED=${SEED})`, () => {
    const random = seededWhole(SEED);
    const ways = { short: 0, general: 0, refused: 0 };
    for (let i = 0; i < 20_000; i++) {
      const payload = Buffer.from(reading(random));
      if (i % 2 === 1) damage(payload, random);
      ways[compare(payload, `ESPULSE_SEED=${SEED}, ${i}`)]++;
    }
    expect(ways.short).toBeGreaterThan(1000);
    expect(ways.general).toBeGreaterThan(200);
    expect(ways.refused).toBeGreaterThan(2000);
  });
});

function reading(random: (below: number) => number): string {
  const pick = <T>(from: readonly T[]) => from[random(from.length)]!;
  const number = () =>
    pick([
      () => String(random(100_000)),
      () => String((random(2_000_000) - 1_000_000) / 1000),
      () => String(random(2 ** 31) / random(2 ** 20)),
      () => (random(1000) / 997).toFixed(random(9)),
      () =>
        pick(["0", "-0", "null", "1e5", "0.000001", "0.0000001", "1E-7", "-0.5", "00", "1.", ".5"]),
      () => "9".repeat(1 + random(20)),
    ])();
  const names = ["temp", "rh", "vars", "rssi", "a", "b", "A.b-c_d", "x".repeat(32), "x".repeat(33)];
  const channels = Array.from({ length: random(5) }, () => `"${pick(names)}":${number()}`);
  const whole = () =>
    pick(["0", "1", "17", "1764000000125", "999999999999999", "9007199254740993"]);
  const fields = [
    '"v":1',
    `"boot":"${pick(["7f3a12c4-17", "00000000-0", "7f3a12c4-12345678901"])}"`,
    `"seq":${1 + random(100_000)}`,
    `"up":${whole()}`,
    ...(random(3) ? [`"t":${pick([whole(), String(1_764_000_000_000 + random(2 ** 30))])}`] : []),
    ...(random(4) ? [] : [`"skip":${whole()}`]),
    ...(random(4) ? [] : ['"q":1']),
    `"d":{${channels.join(",")}}`,
    ...(random(10) ? [] : ['"extra":1']),
  ];
  if (random(10) === 0) fields.reverse();
  return `{${fields.join(random(20) ? "," : ", ")}}`;
}

function damage(payload: Buffer, random: (below: number) => number): void {
  const bytes = [...Buffer.from('0123456789-.,:{}"\\ eE\n\0tq'), 0x80, 0xff];
  for (let i = 0; i <= random(2); i++) {
    payload[random(payload.length)] = bytes[random(bytes.length)]!;
  }
}
