// atob and btoa; the values were measured on the real interpreter.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("Base64 (src/jswrap_functions.c)", () => {
  it.each([
    ["btoa('ab\\xff\\x00')", "YWL/AA=="],
    ["btoa([1, 2])", "AQI="],
    ["btoa('')", ""],
    ["atob('YWL/AA==')", "ab\xff\x00"],
  ])("%s", async (expression, expected) => {
    const { value } = await bench("");
    expect(await value(expression)).toEqual(expected);
  });

  it("takes nothing else", async () => {
    const { value } = await bench("");
    await expect(value("btoa(5)")).rejects.toThrow("Expecting String or Array, got");
    await expect(value("atob(5)")).rejects.toThrow("Expecting String, got");
  });
});
