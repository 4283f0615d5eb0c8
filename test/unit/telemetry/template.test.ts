import { expect, it } from "vitest";
import { fillIn } from "../../../host/telemetry/template.ts";

const now = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6));

it.each([
  ["test/{i}", "test/7"],
  ["{time}", "2026-01-02T03:04:05.006Z"],
  ["{i}-{i} {time}", "7-7 2026-01-02T03:04:05.006Z"],
  ['{"i":{i},"other":"{x}","open":"{"}', '{"i":7,"other":"{x}","open":"{"}'],
  ["{I} { i }", "{I} { i }"],
  ["", ""],
])("%s is filled in", (text, filled) => {
  expect(fillIn(text, 7, now)).toBe(filled);
});
