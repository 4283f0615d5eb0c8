import { readdirSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { declaredNames, isValue } from "../../../host/build/names/names.ts";
import { USED_GLOBALS, withOwnNames } from "../../../host/build/names/own-names.ts";

const LIBRARY = new URL("../../../host/build/lower/library/", import.meta.url);

/** Names that the text of a helper takes from around it. */
function freeNames(text: string): string[] {
  const file = ts.createSourceFile("helper.js", text, ts.ScriptTarget.ESNext, true);
  const declared = declaredNames(file);
  const free: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isValue(node) && !declared.has(node.text)) free.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return free;
}

describe("names of the program's own that hide a global", () => {
  it("are known for each global that a helper goes by", async () => {
    const free = new Set<string>();
    for (const name of readdirSync(LIBRARY)) {
      const helpers = Object.values(await import(new URL(name, LIBRARY).href));
      const texts = helpers.flatMap((each) => Object.values(each as Record<string, string>));
      for (const each of texts.flatMap(freeNames)) free.add(each);
    }
    const others = [...free].filter((name) => !name.startsWith("__") && !USED_GLOBALS.has(name));
    expect(others.sort()).toEqual(["arguments", "undefined"]);
  });

  it.each([
    ["var process = 1; f(process, a.process);", "var process2 = 1; f(process2, a.process);"],
    [
      "const f = ({ Math }) => Math.x; Math.max(1);",
      "const f = ({ Math: Math2 }) => Math2.x; Math.max(1);",
    ],
    ["var Date2; class Date {} g({ Date });", "var Date2; class Date3 {} g({ Date: Date3 });"],
    ["Number: for (;;) break Number;", "Number: for (;;) break Number;"],
    [
      "function f(x = Math) { return { Math: x }; }",
      "function f(x = Math) { return { Math: x }; }",
    ],
  ])("%s", (script, renamed) => {
    expect(withOwnNames(script)).toBe(renamed);
  });
});
