import { describe, expect, it } from "vitest";
import { exactNumber } from "../../../host/build/exact-number.ts";

describe("a number in the bundle", () => {
  it("stays where Espruino reads it right", () => {
    for (const literal of ["0", "12", ".5", "1.25", "1e3", "0x1f", "9007199254740991"]) {
      expect(exactNumber(literal)).toBe(literal);
    }
  });

  it("is written as a whole number and a power of ten where decimals add up wrong", () => {
    // 0.1 * 3 is 0.30000000000000004.
    expect(exactNumber(".3")).toBe("3e-1");
  });

  it("is a quotient where one division too many would round twice", () => {
    const found = ["3.14", "2.675", "51.5074", "9.81", "273.15", "0.0075"].map(exactNumber);
    for (const text of found) expect(text).toMatch(/^[\d.]+$|^\d+e-\d+$|^\(\d+\/1e\d+\)$/);
  });

  it("means the same number as before, whatever way", () => {
    for (let i = 0; i < 2000; i++) {
      const literal = String(i / 1000);
      const text = exactNumber(literal);
      const [, dividend, divisor] = /^\((\d+)\/(1e\d+)\)$/.exec(text) ?? [];
      const value = divisor ? Number(dividend) / Number(divisor) : Number(text);
      expect(value).toBe(i / 1000);
    }
  });
});
