// Pins as a program sees them.
// Numbers and texts without another source were measured on the real interpreter.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("pins (src/jswrap_pin.c, src/jswrap_io.c)", () => {
  it.each([
    ["typeof D0 + typeof D39 + typeof D40", "objectobjectundefined"],
    ["D34 instanceof Pin", true],
    ["new Pin('D4') === D4", true],
    ["D34.toString()", "D34"],
    ["D34 + 0", 34],
    ["isNaN(analogRead(D4))", true],
    ["analogRead(D34) >= 0 && analogRead(D34) < 1", true],
    ["analogRead(34) === analogRead(D34)", true],
    ["D34.analog() === analogRead('D34')", true],
    ["(pinMode(D2, 'output'), digitalWrite(D2, 1), digitalRead(D2))", 1],
    // A pin that nobody has set by pinMode becomes an input when it is read (jshPinInput).
    ["(digitalWrite(D2, 1), digitalRead(D2), D2.getMode())", "input"],
    [
      "(pinMode(D4, 'output'), pinMode(D5, 'output'), digitalWrite([D4, D5], 2), [digitalRead([D4, D5]), D4.getMode()])",
      [2, "output"],
    ],
    ["(D2.write(true), D2.toggle(), D2.toggle())", true],
    ["[D34.getMode(), typeof D16.getMode()]", ["input_pullup", "undefined"]],
    ["(pinMode(D4, 'opendrain'), digitalRead(D4), getPinMode(D4))", "opendrain"],
    ["(pinMode(D4, 'output', true), digitalRead(D4), getPinMode(D4))", "input"],
    ["(pinMode(D4, 'output'), pinMode(D4), digitalRead(D4), D4.getMode())", "input"],
    [
      "D34.getInfo()",
      {
        port: "D",
        num: 34,
        mode: "input_pullup",
        output: 0,
        functions: { ADC1: { type: "IN6", af: 0 } },
        analog: { ADCs: [1], channel: 6 },
        channel: 6,
      },
    ],
    ["LED1 === D2", true],
  ])("%s", async (expression, expected) => {
    const { value } = await bench("");
    expect(await value(expression)).toEqual(expected);
  });

  it("refuse what is no pin", async () => {
    const { board } = await bench("");
    await expect(board.evaluate("digitalRead('X9')")).rejects.toThrow("Invalid pin");
    await expect(board.evaluate("pinMode(D4, 'sideways')")).rejects.toThrow("Unknown pin mode");
  });

  it("move with time and come again with the seed", async () => {
    const read = async () => {
      const { value, scheduler } = await bench("", { seed: 9 });
      const values: unknown[] = [];
      for (let i = 0; i < 10; i++) {
        values.push(await value("analogRead(D34)"));
        scheduler.advance(1000);
      }
      return values;
    };
    const first = await read();
    expect(new Set(first).size).toBeGreaterThan(5);
    expect(await read()).toEqual(first);
  });
});
