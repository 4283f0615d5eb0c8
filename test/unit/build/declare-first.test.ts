import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../host/build/edits.ts";
import { declareFirst } from "../../../host/build/minify/declare-first.ts";
import { parseScript } from "../../../host/build/minify/minify.ts";

describe("declarations above their first use", () => {
  it.each([
    ["already so", "var a=1;f(a)", "var a=1;f(a)"],
    [
      "after a return",
      "function f(){return a=1,b(a);var a,c}",
      "function f(){var a,c;return a=1,b(a);}",
    ],
    [
      "in a branch",
      "function f(n){if(n)var i=1;return i}",
      "function f(n){var i;if(n)i=1;return i}",
    ],
    ["in a branch, used there alone", "if(n){var i=1;f(i)}", "if(n){var i=1;f(i)}"],
    ["in a loop's body, used in its next turn", "for(;;){f(i);var i=1}", "var i;for(;;){f(i);i=1}"],
    ["in a for, used below", "for(var i=0;i<3;i++);f(i)", "for(var i=0;i<3;i++);f(i)"],
    ["in a for in a branch", "if(a)for(var i=0;;);f(i)", "var i;if(a)for(i=0;;);f(i)"],
    ["in try", "try{var a=b()}catch(e){}f(a)", "var a;try{a=b()}catch(e){}f(a)"],
    ["in a case", "switch(n){case 1:var a=1}f(a)", "var a;switch(n){case 1:a=1}f(a)"],
    ["twice", "if(n)var a=1;else var a=2;f(a)", "var a;if(n)a=1;else a=2;f(a)"],
    ["with others in its list", "if(n)var a,b=1,c=2;f(c)", "var a,b,c;if(n)b=1,c=2;f(c)"],
    [
      "used by a function above it",
      "function f(){return a}var a=1;f()",
      "function f(){return a}var a=1;f()",
    ],
    [
      "used by a function that is called above it",
      "function f(){return a}f();var a=1",
      "var a;function f(){return a}f();a=1",
    ],
    [
      "used by a function that a call above it is given",
      "function f(){return a}l.map(f);var a=1",
      "var a;function f(){return a}l.map(f);a=1",
    ],
    [
      "used by a function, below a call of the board",
      'function f(){return a}var s=require("S");var a=1;f()',
      'function f(){return a}var s=require("S");var a=1;f()',
    ],
    [
      "with functions in its value",
      "if(n)var a=function(){return b;var b};a()",
      "var a;if(n)a=function(){var b;return b;};a()",
    ],
    [
      "of a parameter's name",
      "function f(a){if(a)var a=1;return a}",
      "function f(a){if(a)var a=1;return a}",
    ],
    ["hidden by a property", "if(n){var a=1;f(a)}o.a;({a:1})", "if(n){var a=1;f(a)}o.a;({a:1})"],
  ])("%s", (_, script, expected) => {
    expect(applyEdits(script, declareFirst(parseScript(script))).text).toBe(expected);
  });
});
