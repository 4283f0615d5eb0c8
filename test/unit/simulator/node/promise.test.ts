// Promise, with reactions that come from the interpreter's queue.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("Promise (src/jswrap_promise.c)", () => {
  it("calls reactions from the interpreter's queue, in order", async () => {
    const { said, scheduler } = await bench(
      "new Promise(function (r) { print('executor'); r(5); }).then(function (v) { print('then', v); return 6; }).then(function (v) { print('then', v); throw new Error('in then'); }).catch(function (e) { print(e.toString()); }); print('sync');",
    );
    scheduler.advance(0);
    expect(said()).toEqual(["executor", "sync", "then 5", "then 6", "Error: in then"]);
  });

  it("waits for all, and follows a promise that a reaction returns", async () => {
    const { said, scheduler } = await bench(
      "Promise.all([1, Promise.resolve(2)]).then(function (a) { print(a); return new Promise(function (r) { setTimeout(function () { r('late'); }, 10); }); }).then(print);",
    );
    scheduler.advance(10);
    expect(said()).toEqual(["[ 1, 2 ]", "late"]);
  });

  it("tells a rejection nobody takes on the console, and leaves Node alone", async () => {
    const { said, scheduler } = await bench(
      "Promise.reject('nobody').then(function () {}).then(print);",
    );
    scheduler.advance(0);
    expect(said()[0]).toBe("Uncaught Error: Unhandled promise rejection: nobody");
  });
});
