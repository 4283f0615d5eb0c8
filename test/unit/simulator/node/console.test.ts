// What the console is told: printed values and uncaught exceptions.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("the console", () => {
  it("prints values as Espruino shows them", async () => {
    const { said } = await bench(
      "print({a: 1, b: [1, 'x']}, [], {}, 's', 1.5, undefined, null, true, new Uint8Array([1, 2])); console.log('two\\nlines');",
    );
    expect(said()).toEqual([
      '{ "a": 1, "b": [ 1, "x" ] } [  ] {  } s 1.5 undefined null true new Uint8Array([1, 2])',
      "two",
      "lines",
    ]);
  });

  // Measured: of two timers of one pass that throw, only the second is told, and both run.
  it("tells the last uncaught exception of a pass, and the interval goes on", async () => {
    const { said, scheduler } = await bench(
      "setInterval(function () { print('a'); throw new Error('A'); }, 10); setInterval(function () { print('b'); throw 'B'; }, 10);",
    );
    scheduler.advance(10);
    expect(said()).toEqual(["a", "b", "Uncaught B"]);
    scheduler.advance(10);
    expect(said()).toEqual(["a", "b", "Uncaught B"]);
  });

  it("tells where an error came from, in the board's files only", async () => {
    const { said, scheduler } = await bench(
      "function broken() { throw new Error('oops'); }\nsetTimeout(broken, 1);",
    );
    scheduler.advance(1);
    expect(said()).toEqual(["Uncaught Error: oops", "    at broken (.bootcde:1:27)"]);
  });

  it("gives an uncaught exception to process first (jsiCheckErrors)", async () => {
    const { said, scheduler } = await bench(
      "process.on('uncaughtException', function (e) { print('given', e.toString()); }); setTimeout(function () { throw new Error('x'); }, 1);",
    );
    scheduler.advance(1);
    expect(said()).toEqual(["given Error: x"]);
  });
});
