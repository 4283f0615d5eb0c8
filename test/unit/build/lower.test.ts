import { describe, expect, it } from "vitest";
import { lower as lowerWith } from "../../../host/build/lower/lower.ts";

const ORIGINS = {
  isConst: () => true,
  isNativeText: () => false,
  isAnyList: () => false,
  isNativeTimer: () => false,
  numberKind: () => undefined,
};
const lower = (script: string): string => lowerWith(script, ORIGINS).code;

describe("lowering", () => {
  it("leaves plain code alone, and adds nothing to it", () => {
    expect(lower("var a = f(1);\n")).toBe("var a = f(1);\n");
  });

  it("adds a function it needs once, above its use", () => {
    const code = lower("f([...a, 1]); g([...b, 2]);");
    expect(code.match(/function __spreadArray/g)).toHaveLength(1);
    expect(code.indexOf("function __spreadArray")).toBeLessThan(code.indexOf("f(__spreadArray"));
    expect(code).not.toContain("__rest");
  });

  it("keeps static members out of classes that have none to inherit", () => {
    expect(lower("class A {} class B extends A {}")).not.toContain("defineProperty");
    expect(lower("class A { static n = 1; } class B extends A {}")).toContain("defineProperty");
  });

  it("hides private members from Object.keys and JSON", () => {
    expect(lower("class A { #a = 1; get() { return this.#a; } }")).toContain(String.raw`\u00FF_0`);
  });

  it("asks what a typed array is made of only where that may be gone over", () => {
    const kinds = (name: string) => (name === "n" ? "number" : undefined);
    const made = (value: string, rest = "new Set();") =>
      lowerWith(`f(new Uint8Array(${value})); ${rest}`, { ...ORIGINS, numberKind: kinds }).code;
    for (const plain of ["8", "n", "n * 2", "[1, 2]", "list.length", "view.buffer", "x, 0"]) {
      expect(made(plain)).not.toMatch(/__items|__onBuffer/);
    }
    expect(made("x")).toContain("new Uint8Array(__items(x))");
    expect(made("x", "")).not.toContain("__items");
    expect(made("x, 2")).toContain("__onBuffer(Uint8Array, x, 2)");
  });

  it("gives text to a RegExp only where it may become text", () => {
    const matched = "const p = /a/; p.test(t); t.replace(p, f); t.split(/b/); /c/.exec(t);";
    expect(lower(matched)).not.toContain("RegExp.prototype.toString");
    for (const kept of [
      "f(/a/);",
      "const p = /a/; f(p);",
      "const p = /a/; p.source;",
      "o = { p: /a/ };",
    ]) {
      expect(lower(kept)).toContain("RegExp.prototype.toString");
    }
  });

  it("goes through an array by place only where the callback may change it", () => {
    const changing = (code: string) => /__\w+Changing\(/.test(lower(`function run() { ${code} }`));
    for (const plain of [
      "a.forEach((x) => b.push(x));",
      "a.push(1); a.forEach((x) => g(x));",
      "rows.forEach((row) => row.push(0));",
      "a.forEach((x, i) => { a[i] = x + 1; });",
      "const fs = []; fs.push(f); fs.forEach((each) => each());",
      "a.reduce((sum, x) => { sum.push(x); return sum; }, []);",
      "a.slice().forEach((x) => a.splice(a.indexOf(x), 1));",
    ]) {
      expect(changing(plain), plain).toBe(false);
    }
    for (const changed of [
      "a.forEach((x) => a.push(x));",
      "a.forEach((x, i, all) => all.pop());",
      "const b = a; a.map(() => b.shift());",
      "const drop = (list) => list.pop(); a.some((x) => drop(a));",
      "o.fs.forEach((f) => f()); o.add = (f) => o.fs.push(f);",
      "o.on[k].forEach((f) => f()); o.off = () => { const l = o.on[k]; l.splice(0, 1); };",
      "a.every(() => { a.length = 0; }); ",
    ]) {
      expect(changing(changed), changed).toBe(true);
    }
  });

  it("compares a text with a text as it is", () => {
    expect(lower('if (c >= "0" && c <= "9") f();')).toBe('if (c >= "0" && c <= "9")\n    f();\n');
  });

  it("joins templates with +", () => {
    const script = `f(\`a\${b}c\`, \`\${d}\`, \`\${e}f\`);`;
    expect(lowerWith(script, { ...ORIGINS, isNativeText: () => true }).code).toBe(
      'f("a" + b + "c", "" + d, e + "f");\n',
    );
    expect(lower(script)).toContain('f("a" + __text(b) + "c", "" + __text(d), __text(e) + "f");');
  });

  it("puts constants where their names stand, and no variable", () => {
    const code = lower("var A = 2, B = A * 3; var c = A; c++; f(A, B, c, { A });");
    expect(code).toContain("f(2, (2 * 3), c, { A: 2 });");
  });

  it.each([
    [
      "do { if (a) break; } while (b());",
      /^for \(var (\w+) = true; \1 \|\| b\(\); \1 = false\) \{/,
    ],
    ["do { if (a) break; } while (b > c.d);", /^do \{/],
    ["do { for (;;) break; } while (b--);", /^do \{/],
  ])("leaves no break to a do whose condition acts: %s", (script, expected) => {
    expect(lower(script)).toMatch(expected);
  });

  it("keeps a constant whose own constants would fill the script", () => {
    const doubled = Array.from({ length: 64 }, (_, n) => `var K${n + 1} = K${n} * K${n};`);
    const code = lower(`var K0 = 2; ${doubled.join("\n")} f(K4, K64);`);
    expect(code.replace(/\s/g, "")).toMatch(/;f\(\(+2\*2\).*,K64\);$/);
    expect(code.length).toBeLessThan(10_000);
  });

  it("keeps what was no const where it is given its value", () => {
    const code = lowerWith("f(A, B); var A = 1, B = 2;", {
      ...ORIGINS,
      isConst: (name) => name === "B",
    }).code;
    expect(code).toContain("f(A, 2);");
  });

  it("clears a timer only where there is one", () => {
    expect(lower("clearTimeout(t);")).toBe("t && clearTimeout(t);\n");
  });
});
