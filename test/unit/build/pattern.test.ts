import { describe, expect, it } from "vitest";
import { nativePattern } from "../../../host/build/pattern.ts";
import { compilePattern } from "../../../host/build/pattern-program.ts";

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
    expect(nativePattern(pattern, "")).toBe(expected);
  });

  it("hides plain text that ends in $ from the comparison that forgets flag i", () => {
    expect(nativePattern("abc$", "i")).toBe("[a]bc$");
    expect(nativePattern("abc$", "")).toBe("abc$");
  });

  it.each([
    ["a?", ""],
    ["a{2}", ""],
    ["a+?", ""],
    ["(a|b)", ""],
    ["(ab)+", ""],
    ["((a))", ""],
    ["^a|b", ""],
    ["(?:a)", ""],
    [String.raw`\ba`, ""],
    [String.raw`(a)\1`, ""],
    ["[A-z]", "i"],
    ["^a", "m"],
  ])("%s with flags '%s' is none of its own", (pattern, flags) => {
    expect(nativePattern(pattern, flags)).toBeUndefined();
  });
});

describe("a program for the matcher of the bundle", () => {
  it.each([
    ["ab", "", "c$aac$bb."],
    ["a*", "", "r$aa."],
    ["a|b", "", "s#-c$aaj#1c$bb."],
    ["(a)?", "", "s#5x%'('(%c$aa(&o'."],
    ["[^a]", "", "c%\0`b\xff."],
    ["a", "i", "c%AAaa."],
    ["^a$", "m", "mc$aan."],
    ["a(?=b)", "", "c$aa=#/c$bb.."],
  ])("%s with flags '%s'", (pattern, flags, code) => {
    expect(compilePattern(pattern, flags).code).toBe(code);
  });

  it.each([
    ["(?<=a)b", "", /lookbehind/],
    [String.raw`a\1`, "", /group 1/],
    ["a", "v", /flag v/],
    [String.raw`\p{L}`, "", /escape/],
  ])("%s cannot be had", (pattern, flags, message) => {
    expect(() => compilePattern(pattern, flags)).toThrow(message);
  });
});
