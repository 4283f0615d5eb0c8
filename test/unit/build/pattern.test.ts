import { describe, expect, it } from "vitest";
import { nativePattern } from "../../../host/build/patterns/pattern.ts";
import { compilePattern } from "../../../host/build/patterns/program.ts";

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
    [String.raw`\cJ`, String.raw`\x0a`],
    // Its blanks are those of ASCII.
    [String.raw`\s*`, String.raw`[\s\xa0]*`],
    [String.raw`\S`, String.raw`[^\s\xa0]`],
    [String.raw`[\s,]`, String.raw`[\s\xa0,]`],
    ["\xb0", String.raw`\xb0`],
    ["a$", "a$"],
    ["^a*$", "^a*$"],
    ["$", "$"],
  ])("%s -> %s", (pattern, expected) => {
    expect(nativePattern(pattern, "")).toBe(expected);
  });

  it("hides plain text that ends in $ from the comparison that forgets flag i", () => {
    expect(nativePattern("abc$", "i")).toBe("[a]bc$");
    expect(nativePattern("abc$", "")).toBe("abc$");
  });

  it("hides it from the comparison that forgets where it was, too", () => {
    expect(nativePattern("abc$", "g")).toBe("[a]bc$");
    expect(nativePattern("]$", "g")).toBe("[\\]]$");
    expect(nativePattern(String.raw`\s$`, "g")).toBe(String.raw`[\s\xa0]$`);
  });

  it("leaves a quantifier to the letter before it", () => {
    expect(nativePattern("a+", "i")).toBe("aa*");
    expect(nativePattern("a*b$", "i")).toBe("a*b$");
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
    // It does not look at the end of a text.
    ["a*$", ""],
    ["(a*)$", ""],
    ["a|$", ""],
    ["$", "g"],
    [String.raw`[\Sa]`, ""],
    [String.raw`\xe9`, "i"],
    [String.raw`[a-\xe9]`, ""],
    ["\u2192", ""],
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
    ["\xe9", "i", "c%\xc9\xc9\xe9\xe9."],
    ["a(?=b)", "", "c$aa=#/c$bb.."],
  ])("%s with flags '%s'", (pattern, flags, code) => {
    expect(compilePattern(pattern, flags).code).toBe(code);
  });

  it.each([
    ["(?<=a)b", "", /lookbehind/],
    [String.raw`a\1`, "", /group 1/],
    ["a", "v", /flag v/],
    ["\u2192", "", /no byte/],
    [String.raw`\p{L}`, "", /escape/],
  ])("%s cannot be had", (pattern, flags, message) => {
    expect(() => compilePattern(pattern, flags)).toThrow(message);
  });
});
