// What Espruino adds to every object: listeners, called from its queue.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("events on every object (src/jswrap_object.c)", () => {
  it("are queued by emit, and called with the object as this", async () => {
    const { value, said, scheduler } = await bench("var o = {};");
    await value("o.on('x', function (a, b) { print(a, b, this === o); })");
    await value("(o.emit('x', 1, 2), print('after emit'))");
    scheduler.advance(0);
    expect(said()).toEqual(["after emit", "1 2 true"]);
  });

  it("reach a listener added meanwhile only the next time, and no removed one", async () => {
    const { value, said, scheduler } = await bench("var o = {}; function b() { print('b'); }");
    await value("o.on('x', function () { print('a'); o.on('x', b); })");
    await value("o.emit('x')");
    scheduler.advance(0);
    expect(said()).toEqual(["a"]);
    await value("(o.emit('x'), o.removeListener('x', b))");
    scheduler.advance(0);
    expect(said()).toEqual(["a"]);
    await value("(o.removeAllListeners('x'), o.emit('x'))");
    scheduler.advance(0);
    expect(said()).toEqual([]);
  });

  it.each([
    ["'text'.on", "(5).on('x', function () {})", "Parent must be an object"],
    ["a name", "({}).on(5, function () {})", "First argument must be String"],
    ["a listener", "({}).on('x', 5)", "Second argument must be a function or a String"],
    ["few arguments", "({}).emit('x', 1, 2, 3, 4, 5)", "Too many arguments (>4)"],
  ])("want %s", async (_what, expression, message) => {
    const { board } = await bench("");
    await expect(board.evaluate(expression)).rejects.toThrow(message);
  });

  it("do not show among an object's keys", async () => {
    const { value } = await bench("var o = {a: 1}; o.on('x', function () {});");
    expect(await value("[Object.keys(o), JSON.stringify(o)]")).toEqual([["a"], '{"a":1}']);
    expect(
      await value("(function () { var k = []; for (var i in {}) k.push(i); return k; })()"),
    ).toEqual([]);
  });
});
