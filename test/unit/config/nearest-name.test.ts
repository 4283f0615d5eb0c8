import { expect, it } from "vitest";
import { nearestName } from "../../../host/config/nearest-name.ts";

const known = ["prefix", "broker", "wifi", "board", "interval", "keepAlive"];

it.each([
  ["brokr", "broker"],
  ["borad", "board"],
  ["Interval", "interval"],
  ["keepalive", "keepAlive"],
  ["wify", "wifi"],
  ["intervall", "interval"],
  ["telemetry", undefined],
  ["x", undefined],
])("%s means %s", (name, nearest) => {
  expect(nearestName(name, known)).toBe(nearest);
});
