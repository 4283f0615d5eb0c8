// E, and the random numbers that it seeds.
// Numbers and texts without another source were measured on the real interpreter.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("E (src/jswrap_espruino.c)", () => {
  it.each([
    ["E.CRC32('123456789')", 3_421_780_262],
    ["E.CRC32([1, 2, 300])", 4_268_604_740],
    ["E.toString([1, 2, 300])", "\x01\x02,"],
    [
      "E.toString('a', [1, 'b'], {data: [3], count: 2}, new Uint16Array([513, 2]))",
      "a\x01b\x03\x03\x01\x02",
    ],
    ["E.toString(1, 2, {callback: function () { return 'Hi'; }}, 5)", "\x01\x02Hi\x05"],
    ["Array.prototype.join.call(E.toUint8Array('ab', 5))", "97,98,5"],
    ["Array.prototype.join.call(new Uint8Array(E.toArrayBuffer('abc')))", "97,98,99"],
    ["E.toUint8Array(1) instanceof Uint8Array", true],
    ["E.getErrorFlags()", []],
    [
      "Object.keys(E.getFlags())",
      [
        "deepSleep",
        "unsafeFlash",
        "unsyncFiles",
        "pretokenise",
        "jitDebug",
        "onErrorSave",
        "onErrorFlash",
      ],
    ],
    ["(E.setFlags({pretokenise: true}), E.getFlags().pretokenise)", 1],
    ["E.getConsole()", "Serial1"],
    ["(E.setConsole('Serial1', {force: true}), E.getConsole())", "Serial1"],
    ["(E.setConsole(null), E.getConsole())", null],
    ["E.reverseByte(1)", 128],
    ["E.clip(7, 1, 5)", 5],
  ])("%s", async (expression, expected) => {
    const { value } = await bench("");
    expect(await value(expression)).toEqual(expected);
  });

  it("reads the chip's temperature as the byte the ESP32 has, from the sensor model", async () => {
    const { value } = await bench("");
    const temperature = (await value("E.getTemperature()")) as number;
    expect(Number.isInteger(temperature)).toBe(true);
    expect(temperature).toBeGreaterThanOrEqual(39);
    expect(temperature).toBeLessThanOrEqual(51);
  });

  it("has no voltage reference on the ESP32 (jshReadVRef)", async () => {
    const { value, said } = await bench("");
    expect(await value("isNaN(E.getAnalogVRef())")).toBe(true);
    expect(said()).toEqual(["ERROR: >> jshReadVRef Not implemented"]);
  });
});

describe("random numbers (rand, src/jsutils.c; jshGetRandomNumber, targets/esp32)", () => {
  it("are the same after every start, whatever the seed of the simulation", async () => {
    for (const seed of [1, 2]) {
      const { value } = await bench("", { seed });
      expect(await value("[Math.random(), Math.random()]")).toEqual([
        expect.closeTo(0.93255273858, 10),
        expect.closeTo(0.70772355841, 10),
      ]);
      expect(await value("[E.hwRand(), E.hwRand()]")).toEqual([548_953_282, 1_471_297_748]);
    }
  });

  it("follow from E.srand", async () => {
    const { value } = await bench("");
    await value("E.srand(12345)");
    expect(await value("Math.random()")).toBeCloseTo(0.10348034324, 10);
    expect(await value("E.hwRand()")).toBe(995_493_390);
    await value("E.srand(-5)");
    expect(await value("E.hwRand()")).toBe(904_241_259);
    expect(await value("Math.random()")).toBeCloseTo(0.7577717, 8);
  });
});
