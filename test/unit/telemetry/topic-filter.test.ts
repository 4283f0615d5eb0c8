import { describe, expect, it } from "vitest";
import { faultOfFilter, faultOfTopic, filterCovers } from "../../../host/telemetry/topic-filter.ts";

describe("a topic filter", () => {
  it.each([
    "#",
    "+",
    "a/#",
    "a/+/b",
    "/",
    "+/+",
    "a//b",
    "$SYS/#",
    "$share/g/a/+",
    "$share/g//",
    "a b",
    "ä/#",
  ])("may be %s", (filter) => {
    expect(faultOfFilter(filter)).toBeUndefined();
  });

  it.each([
    ["", "is empty"],
    ["a\0b", "holds a control character, \\x00"],
    ["te\x1b[31m", "\\x1b"],
    ["a\n", "\\n"],
    ["a\x7f", "\\x7f"],
    ["a\u009b", "\\x9b"],
    ["$share/g\x1b/a", "\\x1b"],
    [`$share/g/${"a".repeat(65_530)}`, "is longer than 65535 bytes"],
    ["a/#/b", "# must be a level by itself, and the last one"],
    ["a#", "# must be a level by itself"],
    ["##", "# must be a level by itself"],
    ["a/b+", "+ must be a level by itself"],
    ["+a/b", "+ must be a level by itself"],
    ["$share/g", "$share/<name>/<filter>"],
    ["$share//a", "$share/<name>/<filter>"],
    ["$share/+/a", "$share/<name>/<filter>"],
    ["$share/g/", "is empty"],
    ["$share/g/a/#/b", "# must be"],
    ["é".repeat(32_768), "is longer than 65535 bytes"],
  ])("may not be %j", (filter, why) => {
    expect(faultOfFilter(filter)).toContain(why);
  });

  it.each([
    ["#", "a/b", true],
    ["#", "a/#", true],
    ["espulse/#", "espulse/+/meta", true],
    ["espulse/+/meta", "espulse/+/meta", true],
    ["+/+/meta", "espulse/+/meta", true],
    ["a/#", "a", true],
    ["espulse/a/meta", "espulse/+/meta", false],
    ["espulse/+", "espulse/+/meta", false],
    ["espulse/+/meta", "espulse/#", false],
    ["+", "a/b", false],
    ["#", "$SYS/a", false],
    ["$SYS/#", "$SYS/a", true],
  ])("%s covers %s: %s", (wide, narrow, covers) => {
    expect(filterCovers(wide, narrow)).toBe(covers);
  });
});

describe("a topic name", () => {
  it.each(["test/1", "/", "a//b", "$x", "a b", "2025-01-01T00:00:00.000Z"])(
    "may be %j",
    (topic) => {
      expect(faultOfTopic(topic)).toBeUndefined();
    },
  );

  it.each(["", "a/+", "#", "a\0", "te\x1b[31m", "a\u0080", "a".repeat(65_536)])(
    "may not be %j",
    (topic) => {
      expect(faultOfTopic(topic)).toBeDefined();
    },
  );
});
