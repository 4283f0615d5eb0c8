// Date and its clock.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("Date (src/jswrap_date.c)", () => {
  it.each([
    ["(setTime(1e9), new Date().toISOString())", "2001-09-09T01:46:40.000Z"],
    ["(setTime(86400 * 1.5), new Date().getHours())", 12],
    ["(E.setTimeZone(2), new Date(0).getHours())", 2],
    ["new Date(2024, 0, 1).getTime()", 1_704_067_200_000],
    ["new Date(86400000).toISOString()", "1970-01-02T00:00:00.000Z"],
    ["new Date() instanceof Date", true],
  ])("%s", async (expression, expected) => {
    const { value } = await bench("");
    expect(await value(expression)).toEqual(expected);
  });
});
