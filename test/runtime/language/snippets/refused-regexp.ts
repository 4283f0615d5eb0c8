import { refused, type Snippet } from "../snippet.ts";

const PATTERNS: readonly (readonly [what: string, literal: string, message: RegExp])[] = [
  ["lookbehind", String.raw`/(?<=a)b/`, /lookbehind/],
  ["flag v", String.raw`/a/v`, /flag v/],
  ["forty groups", `/${"(a)".repeat(41)}|b/`, /forty groups/],
  ["character that is no byte", "/\u2192/", /no byte/],
  ["property escape", String.raw`/\p{L}/u`, /escape \\p/],
  ["far too many", String.raw`/(ab){900}/`, /more than can be kept/],
  ["reference to nothing", String.raw`/a\1/`, /group 1, which there is not/],
];

export const refusedRegExp: readonly Snippet[] = [
  ...PATTERNS.map(([what, literal, message]) =>
    refused(`RegExp: ${what}`, `show(${literal}.test("a"));`, "1:6", message),
  ),
  refused(
    "RegExp: for Storage",
    'show(require("Storage").list(/^(a|b)/));',
    "1:30",
    /filter the names/,
  ),
  refused(
    "RegExp: matchAll without flag g",
    'show([..."ab".matchAll(/a/)]);',
    "1:10",
    /add flag g/,
  ),
  refused(
    "RegExp: replaceAll without flag g",
    'show("a".replaceAll(/a/, ""));',
    "1:6",
    /add flag g/,
  ),
  refused("RegExp: made at run time", 'show(new RegExp("a"));', "1:6", /RegExp made at run time/),
];
