// Which lines of a stack are told: those of the board's own code.
import { expect, it } from "vitest";
import { giveStack, stackLines } from "../../../../host/simulator/node/uncaught.ts";

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

it("gives an error the stack of Espruino, once, and what is none nothing", () => {
  const error = new Error("no sensor");
  error.stack = "Error: no sensor\n    at f (eval:1:2)\n    at eval:1:9\n    at node:x:1:1";
  const placed = (line: string): string => line.replace("eval", "slot0");
  giveStack(error, placed);
  giveStack(error, (line) => `${line} again`);
  expect(error.stack).toBe("    at f (slot0:1:2)\n    at slot0:1:9\n");
  for (const none of [undefined, null, "text", { stack: 5 }]) giveStack(none, placed);
  expect(() => giveStack(Object.freeze({ stack: "Error\n    at eval:1:1" }), placed)).not.toThrow();
});
