// Which lines of a stack are told: those of the board's own code.
import { expect, it } from "vitest";
import { stackLines } from "../../../../host/simulator/node/uncaught.ts";

it.each([
  ["as sources", "/somewhere/host/simulator/node"],
  ["compiled", "file:///somewhere/dist"],
])("leaves out the frames of the simulator, %s", (_, folder) => {
  const stack = `ReferenceError: nope is not defined
    at #holderOf (${folder}/shared-realm.js:9123:11)
    at f (.bootcde:1:2)
    at .bootcde:3:4
    at ${folder}/shared-realm.js:9079:24
    at Timer.run (node:internal/timers:5:1)`;
  expect(stackLines({ stack })).toEqual(["    at f (.bootcde:1:2)", "    at .bootcde:3:4"]);
});

it("has none for what is no error", () => {
  expect([stackLines(5), stackLines(undefined), stackLines({ stack: 5 })]).toEqual([[], [], []]);
});
