import { describe, expect, it } from "vitest";
import { listNamesOf, numberNamesOf } from "../../../host/build/names/number-names.ts";
import { parseSource } from "../../../host/build/sources/sources.ts";

describe("names of arrays of anything", () => {
  const source = parseSource(
    "source.ts",
    "const a: any[] = [], b: unknown = 0, c = (x: any) => x.map(f), d = a, e = a.filter(f)",
  );
  const isList = listNamesOf([source], () => "source.ts");
  const kindOf = numberNamesOf([source], () => "source.ts");

  it("are told apart from what may be no array", () => {
    expect(["a", "b", "x", "d", "e"].filter((name) => isList(name))).toEqual(["a", "d", "e"]);
  });
  it("are any to all other questions", () => {
    expect(["a", "b", "d", "e"].map((name) => kindOf(name))).toEqual(["any", "any", "any", "any"]);
  });
});
