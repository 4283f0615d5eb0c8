import { expect, it } from "vitest";
import { openBrackets } from "../../../../host/simulator/console/brackets.ts";

it.each([
  ["", 0],
  ["f(1)", 0],
  ["f(", 1],
  ["({[", 3],
  ["f())", -1],
  ["')'", 0],
  ['["("', 1],
  ["'\\'('", 0],
  ["'open (", 0],
  ['f("open', 0],
  ["f('open\n", 0],
  ["`${a(`", 0],
  ["// (", 0],
  ["// (\n(", 1],
  ["/* ( */ [", 1],
])("%j leaves %i open", (text, open) => {
  expect(openBrackets(text)).toBe(open);
});

it.each(["/* c", "`a\n", "f(/*", "`\\`"])("%j needs more lines", (text) => {
  expect(openBrackets(text)).toBeGreaterThan(100);
});
