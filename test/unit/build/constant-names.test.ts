import type ts from "typescript";
import { describe, expect, it } from "vitest";
import { constantNamesOf } from "../../../host/build/names/constant-names.ts";
import { parseSource } from "../../../host/build/sources/sources.ts";

function sourceFiles(...texts: string[]): ts.SourceFile[] {
  return texts.map((text, index) => parseSource(`${index}.ts`, text));
}

describe("constantNamesOf", () => {
  it("knows a const at the top, exported or not", () => {
    const isConst = constantNamesOf(sourceFiles("const A = 1, B = 2; export const C = 3;"));
    expect(["A", "B", "C"].map(isConst)).toEqual([true, true, true]);
  });

  it("knows no let, no var, no name from inside, and no other name", () => {
    const isConst = constantNamesOf(sourceFiles("let a = 1; var b = 2; { const c = 3; }"));
    expect(["a", "b", "c", "d"].map(isConst)).toEqual([false, false, false, false]);
  });

  it("knows the names that esbuild gives where sources collide", () => {
    const isConst = constantNamesOf(sourceFiles("const A = 1;", "export const A = 2;"));
    expect(["A", "A2"].map(isConst)).toEqual([true, true]);
  });

  it("leaves a name alone that may stem from a variable of another source", () => {
    const isConst = constantNamesOf(
      sourceFiles("const A2 = 1; const B = 1;", "let A = 2; var B = 3;"),
    );
    expect(["A", "A2", "B", "B2"].map(isConst)).toEqual([false, false, false, false]);
  });
});
