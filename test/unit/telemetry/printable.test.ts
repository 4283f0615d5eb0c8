import { describe, expect, it } from "vitest";
import {
  jsonLine,
  printable,
  printablePayload,
  quoted,
  textOf,
} from "../../../host/telemetry/printable.ts";

const UNSAFE = "\u0000\u0007\u001b[2J\u007f\u009b31m\u2028\u202e\ud800";

describe("what a terminal is given", () => {
  it("has its control characters escaped", () => {
    expect(printable("a\nb\r\tc\u001b[31mred\u0007\u007f\u009b2J")).toBe(
      "a\\nb\\r\\tc\\x1b[31mred\\x07\\x7f\\x9b2J",
    );
    expect(printable("abc\u202ecba\u2028 \ud800")).toBe("abc\\u202ecba\\u2028 \\ud800");
  });

  it("keeps text of any language", () => {
    const text = 'Größe 21,5 °C 温度 🌡️ {"a":"\\"}';
    expect(printable(text)).toBe(text);
    expect(printablePayload(Buffer.from(text))).toBe(text);
  });

  it("shows bytes that are not UTF-8 in hex", () => {
    expect(printablePayload(Uint8Array.from([0, 0xff, 0x1b]))).toBe("hex 00 ff 1b");
    expect(textOf(Uint8Array.from([0xc3]))).toBeUndefined();
    expect(textOf(Uint8Array.from([0xef, 0xbb, 0xbf, 0x61]))).toBe("\ufeffa");
    expect(printablePayload(new Uint8Array())).toBe("");
  });

  it("gets JSON that is safe and means the same", () => {
    const line = jsonLine({ text: UNSAFE, name: "é" });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(JSON.parse(line)).toEqual({ text: UNSAFE, name: "é" });
  });

  it("gets a value short and safe", () => {
    expect(quoted("\u001b[2J")).toBe('"\\x1b[2J"');
    expect(quoted("\u009b2J")).toBe('"\\x9b2J"');
    expect(quoted("x".repeat(100))).toBe(`"${"x".repeat(40)}..."`);
    expect([undefined, null, Number.POSITIVE_INFINITY, [1], { a: 1 }, true].map(quoted)).toEqual([
      "nothing",
      "null",
      "Infinity",
      "a list",
      "an object",
      "true",
    ]);
  });
});
