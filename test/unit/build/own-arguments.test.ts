import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../host/build/edits.ts";
import { parseScript } from "../../../host/build/minify/minify.ts";
import { ownArguments } from "../../../host/build/minify/own-arguments.ts";

describe("arguments", () => {
  it.each([
    [
      "taken in a function inside one that reads its own",
      "function f(){g(arguments);return function(){return arguments}}",
      "function f(){g(arguments);return function(){global.arguments;return arguments}}",
    ],
    [
      "taken at every depth, whatever lies between",
      "function f(){arguments;g(function(){g(function(){arguments[0]},arguments)})}",
      "function f(){arguments;g(function(){global.arguments;g(function(){global.arguments;arguments[0]},arguments)})}",
    ],
    ...[
      ["left alone side by side", "function f(){arguments}function g(){arguments}"],
      [
        "left alone where only the inner one reads them",
        "(function(){f(function(){arguments})})()",
      ],
      ["no member's name", "function f(){a.arguments;return function(){return arguments}}"],
    ].map(([name = "", script = ""]) => [name, script, script]),
  ])("are %s", (_, script = "", expected = "") => {
    expect(applyEdits(script, ownArguments(parseScript(script))).text).toBe(expected);
  });
});
