import { describe, expect, it } from "vitest";
import { readPattern } from "../../../host/build/pattern.ts";

function rewritten(pattern: string, flags = ""): string {
  const { faults, rewritten } = readPattern(pattern, flags);
  expect(faults).toEqual([]);
  return rewritten;
}

describe("a pattern, as Espruino's matcher understands it", () => {
  it.each([
    ["abc", "abc"],
    ["a*b", "a*b"],
    // Its own + also matches nothing where the next part fits.
    ["a+a", "aa*a"],
    [String.raw`\d+`, String.raw`\d\d*`],
    ["[^,]+$", "[^,][^,]*$"],
    // Its dot takes line ends.
    ["a.b", String.raw`a[^\n\r]b`],
    [".+", String.raw`[^\n\r][^\n\r]*`],
    // A failed match looks for | without minding classes.
    ["a[|]b", String.raw`a[\x7c]b`],
    ["[/]", String.raw`[\/]`],
    ["[[]", String.raw`[\[]`],
    ["[a-a]", "[a]"],
    ["[+-.]", String.raw`[+-\.]`],
    [String.raw`[\b]`, String.raw`[\x08]`],
    [String.raw`\u0041`, String.raw`\x41`],
    ["cat|dog", "cat|dog"],
    ["(a*)(b*)", "(a*)(b*)"],
    ["{a}", "{a}"],
  ])("%s -> %s", (pattern, expected) => {
    expect(rewritten(pattern)).toBe(expected);
  });

  it("hides plain text that ends in $ from the comparison that forgets flag i", () => {
    expect(rewritten("abc$", "i")).toBe("[a]bc$");
    expect(rewritten("abc$")).toBe("abc$");
  });

  it("names every fault of a pattern", () => {
    const { faults } = readPattern(String.raw`(?:a)+?b{2}\1`, "gm");
    expect(faults).toHaveLength(5);
    expect(faults[0]).toMatch(/flag m/);
  });
});
