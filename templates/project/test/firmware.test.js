// Builds the firmware and runs it on a simulated board: no hardware needed, here or in CI.
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate } from "espulse/testing";

test("every reading has the soil moisture, in percent", async () => {
  const { channels, readings } = await simulate({ readings: 3, interval: 100 });
  assert.equal(channels.soil, "%");
  assert.equal(readings.length, 3);
  for (const { seq, d } of readings) {
    assert.ok(d.soil >= 0 && d.soil <= 100, `reading ${seq} has soil ${d.soil}`);
  }
});
