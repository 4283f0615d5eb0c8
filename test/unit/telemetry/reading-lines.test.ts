import pc from "picocolors";
import { describe, expect, it } from "vitest";
import type { TakenReading } from "../../../host/telemetry/reader.ts";
import { clockTime, ReadingLines } from "../../../host/telemetry/reading-lines.ts";

const rx = new Date(2026, 0, 2, 3, 4, 5, 6).getTime();
const taken = (
  change: Partial<TakenReading> = {},
  reading: Partial<TakenReading["reading"]> = {},
): TakenReading => ({
  kind: "reading",
  topic: "espulse/esp32-a1b2c3/telemetry",
  device: "esp32-a1b2c3",
  rx,
  arrival: "next",
  skipped: 0,
  units: new Map([
    ["temp", "Cel"],
    ["rh", "%RH"],
    ["vars", "count"],
    ["rssi", "dBm"],
  ]),
  reading: {
    v: 1,
    boot: "7f3a12c4-17",
    seq: 7,
    up: 1,
    d: { temp: 21.5, vars: 2941, rssi: -61 },
    ...reading,
  },
  ...change,
});

const plain = pc.createColors(false);
const lines = (columns?: number) => new ReadingLines({ colors: plain, columns: () => columns });
const linesOf = (...readings: TakenReading[]) => {
  const formatter = lines();
  return readings.map((each) => formatter.line(each));
};

describe("the line of a reading", () => {
  it("has time, device, seq and channels with their units", () => {
    expect(linesOf(taken())).toEqual([
      "03:04:05.006  esp32-a1b2c3  #7    temp 21.5 °C  vars 2941  rssi -61 dBm",
    ]);
  });

  it("fits a terminal of 80 columns with the channels of a board", () => {
    expect(lines(80).line(taken({}, { seq: 86_400 }))).not.toContain("\n");
  });

  it("shows the board's own time where it has one", () => {
    expect(linesOf(taken({}, { t: rx + 1000 }))[0]).toMatch(/^03:04:06\.006 /);
  });

  it("shows channels without a unit as they are", () => {
    expect(linesOf(taken({ units: new Map() }))[0]).toContain("temp 21.5  vars 2941  rssi -61");
  });

  it("lines up with the lines before", () => {
    const d = [
      { temp: 9.5, vars: 900, rssi: -5 },
      { temp: 21, vars: 2941, rssi: -61 },
      { temp: null, vars: 1, rssi: -100 },
    ];
    expect(
      linesOf(...d.map((values) => taken({}, { d: values }))).map((line) => line.slice(34)),
    ).toEqual([
      "temp 9.5 °C  vars 900  rssi -5 dBm",
      "temp 21.0 °C  vars 2941  rssi -61 dBm",
      "temp    - °C  vars    1  rssi -100 dBm",
    ]);
  });

  it("keeps the width of the longest device", () => {
    const [, short] = linesOf(taken(), taken({ device: "x" }));
    expect(short).toContain("  x             #7  ");
  });

  it("shows very small, very large and long numbers by their leading digits", () => {
    const d = { a: 1e-7, b: 1.5e22, c: 1 / 3, e: -0.00002, f: 0 };
    expect(linesOf(taken({ units: new Map() }, { d }))[0]).toContain(
      "a 1.00e-7  b 1.50e+22  c 0.3333  e -0.0000200  f 0",
    );
  });

  it("marks what is not as usual", () => {
    const marks = [
      taken({}, { q: 1, t: rx - 14_000 }),
      taken({}, { q: 1, t: rx - 600_000 }),
      taken({}, { q: 1, t: rx - 3 * 3_600_000 }),
      taken({}, { q: 1 }),
      taken({ arrival: "late" }),
      taken({ arrival: "duplicate" }),
      taken({ arrival: "retained" }),
      taken({ skipped: 1 }),
      taken({ skipped: 3, arrival: "late" }, { q: 1 }),
    ];
    expect(linesOf(...marks).map((line) => line.split("dBm")[1])).toEqual([
      "  queued 14 s",
      "  queued 10 min",
      "  queued 3 h",
      "  queued",
      "  late",
      "  duplicate",
      "  retained",
      "  1 tick missed",
      "  queued  late  3 ticks missed",
    ]);
  });

  it("goes on below its first channel where the terminal is narrow", () => {
    const d = { temp: 21.5, vars: 2941, rssi: -61, light: 1.25, dark: 0.5 };
    expect(lines(60).line(taken({}, { d }))).toBe(
      [
        "03:04:05.006  esp32-a1b2c3  #7    temp 21.5 °C  vars 2941",
        "                                  rssi -61 dBm  light 1.25",
        "                                  dark 0.5",
      ].join("\n"),
    );
    expect(lines(1).line(taken()).split("\n")).toHaveLength(3);
  });

  it("is coloured without changing its text", () => {
    const coloured = new ReadingLines({ colors: pc.createColors(true) }).line(taken());
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape of a colour.
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(linesOf(taken())[0]);
    expect(coloured).toContain("\u001b[36mesp32-a1b2c3\u001b[39m");
  });
});

it("a time of day is local, to the millisecond", () => {
  expect(clockTime(rx)).toBe("03:04:05.006");
});
