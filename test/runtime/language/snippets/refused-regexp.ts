import { refused, type Snippet } from "../snippet.ts";

const PATTERNS: readonly (readonly [what: string, literal: string, message: RegExp])[] = [
  ["lazy quantifier", String.raw`/a+?b/`, /lazy/],
  ["optional part", String.raw`/ab?c/`, /\?: test with and without/],
  ["repetition {n}", String.raw`/a{2}/`, /\{2\}/],
  ["repetition {n,m}", String.raw`/a{2,3}/`, /\{2,3\}/],
  ["(?:)", String.raw`/(?:a)b/`, /\(\?:\)/],
  ["lookahead", String.raw`/a(?=b)/`, /lookaround/],
  ["negative lookahead", String.raw`/a(?!b)/`, /lookaround/],
  ["lookbehind", String.raw`/(?<=a)b/`, /lookaround/],
  ["named group", String.raw`/(?<n>a)/`, /named group/],
  ["backreference", String.raw`/(a)\1/`, /backreference/],
  ["named backreference", String.raw`/(?<n>a)\k<n>/`, /backreference/],
  ["word boundary", String.raw`/\bab/`, /\\b/],
  ["flag m", String.raw`/^a/m`, /flag m/],
  ["flag s", String.raw`/a/s`, /flag s/],
  ["flag u", String.raw`/a/u`, /flag u/],
  ["flag y", String.raw`/a/y`, /flag y/],
  ["repeated group", String.raw`/(ab)+/`, /repeated group/],
  ["group in a group", String.raw`/((a)b)/`, /group inside a group/],
  ["alternatives in a group", String.raw`/(a|b)/`, /\| inside a group/],
  ["alternatives with a quantifier", String.raw`/a+|b/`, /\| beside/],
  ["alternatives with ^", String.raw`/^a|b/`, /\| beside/],
  ["ten groups", `/${"(a)".repeat(10)}/`, /nine groups/],
  ["character that is not ASCII", "/\u00e9/", /not ASCII/],
  ["property escape", String.raw`/\p{L}/u`, /escape \\p/],
  ["range over both cases with i", String.raw`/[A-z]/i`, /range A-z/],
];

export const refusedRegExp: readonly Snippet[] = [
  ...PATTERNS.map(([what, literal, message]) =>
    refused(`RegExp: ${what}`, `show(${literal}.test("a"));`, "1:6", message),
  ),
  refused("RegExp: made at run time", 'show(new RegExp("a"));', "1:6", /RegExp made at run time/),
];
