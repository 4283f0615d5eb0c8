// Builds the firmware and runs it on a simulated board: no hardware needed, here or in CI.
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate } from "espulse/test";

test("every reading has the soil moisture, in percent", async () => {
  const board = await simulate({ sensors: { D34: 0.25 } });
  await board.advance(5000);
  assert.equal(board.channels().soil, "%");
  assert.ok(board.readings().length >= 3);
  for (const { seq, d } of board.readings()) assert.equal(d.soil, 25, `reading ${seq}`);
  await board.close();
});
