import { describe, expect, it } from "vitest";
import { nodesOnCycles } from "../../../host/build/lower/syntax/cycles.ts";

function onCycles(...calls: string[]): string {
  const edges = new Map<string, Set<string>>();
  for (const call of calls) {
    const [from, ...to] = [...call];
    edges.set(from!, new Set(to));
  }
  return [...nodesOnCycles(edges)].sort().join("");
}

describe("nodes on cycles", () => {
  it("are those that lead back to themselves, by whatever way", () => {
    expect(onCycles("ab", "bc", "cd", "d")).toBe("");
    expect(onCycles("aa", "ba")).toBe("a");
    expect(onCycles("ab", "bc", "cbd", "dx", "ec")).toBe("bc");
    expect(onCycles("abd", "bc", "ca", "de", "ed", "fde")).toBe("abcde");
    expect(onCycles("ab", "b", "cab", "dce", "ed")).toBe("de");
  });
  it("are found through more of them than a stack holds", () => {
    const edges = new Map(Array.from({ length: 50_000 }, (_, k) => [k, new Set([k + 1])]));
    expect(nodesOnCycles(edges).size).toBe(0);
    edges.set(50_000, new Set([1]));
    expect(nodesOnCycles(edges).size).toBe(50_000);
  });
});
