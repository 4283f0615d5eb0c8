// The model of variables on single scripts, each measured on the interpreter (2v29).
import { describe, expect, it } from "vitest";
import { parseScript } from "../../../host/build/minify/minify.ts";
import { packingOf } from "../../../host/build/report/packing.ts";
import { estimateVars } from "../../../host/build/report/vars.ts";
import { board } from "./small-build.ts";

function estimateOf(script: string): number {
  const parts = [{ at: 0, module: "all" }];
  const { byModule } = estimateVars(parseScript(script), parts, packingOf(board.variables));
  return byModule.get("all") ?? 0;
}

describe("the estimate of variables", () => {
  // The interpreter counts the locks of a value to 15.
  const kept = "var x=[1,2,3,4,5,6,7,8,9];";
  it.each([
    ["a function 13 times inside itself", "function f(n){if(n)f(n-1)}", "f(12)", 0],
    ["a function 14 times inside itself", "function f(n){if(n)f(n-1)}", "f(13)", 18],
    [
      "two by turns",
      "function f(n){return n?g(n-1):0}function g(n){return n?f(n-1):0}",
      "f(15)",
      0,
    ],
    ["a maker inside itself", "function f(n){return n?new f(n-1):0}", "new f(13)", 23],
    [
      "a method 6 times inside itself",
      "var o={f:function(n){return n?this.f(n-1):0}};",
      "o.f(5)",
      0,
    ],
    [
      "a method 7 times inside itself",
      "var o={f:function(n){return n?this.f(n-1):0}};",
      "o.f(6)",
      20,
    ],
    [
      "calls among the arguments of calls",
      "function f(n){return n}",
      `${"f(".repeat(14)}1${")".repeat(14)}`,
      18,
    ],
  ])("counts what is locked so often that it stays: %s", (_what, made, call, vars) => {
    expect(estimateOf(`!function(){${kept}${made}${call}}()`)).toBe(vars);
  });

  it("knows that a text has nothing behind its end", () => {
    expect(
      estimateOf(
        '!function(){var q="12",n;n=q[2]===undefined?[1,2,3]:0;setInterval(function(){n},1e4)}()',
      ),
    ).toBe(19);
  });
});
