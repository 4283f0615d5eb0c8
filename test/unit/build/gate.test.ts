import { describe, expect, it } from "vitest";
import { type Board, loadBoard } from "../../../boards/board.ts";
import { faultsOf } from "../../../host/build/gate/gate.ts";
import { parseSource } from "../../../host/build/sources/sources.ts";

const board = loadBoard("esp32-devkitc");

function pathsOf(source: string, on: Board = board): string[] {
  return faultsOf(parseSource(`${process.cwd()}/main.ts`, source), on).map(({ path }) => path);
}

describe("the language gate", () => {
  it("gives file, line and column, counted from 1, relative to the working folder", () => {
    expect(pathsOf("let a = 1;\n  a = Object.seal(a);\n")).toEqual(["main.ts:2:7"]);
  });

  it("counts columns after a tab and lines that end in CR LF", () => {
    expect(pathsOf("let a = 1;\r\n\ta = Object.seal(a);\r\n")).toEqual(["main.ts:2:6"]);
  });

  it("names faults in the order of their positions, several on a line", () => {
    expect(pathsOf("use(Proxy, Object.seal(1n));\ndebugger;")).toEqual([
      "main.ts:1:5",
      "main.ts:1:12",
      "main.ts:1:24",
      "main.ts:2:1",
    ]);
  });

  it("does not look through all statements for each name and each call", () => {
    const readsOfStatements = (count: number): number => {
      const lines = Array.from(
        { length: count },
        (_, n) => `function f${n}() { use(first); } const c${n} = first; f${n}();`,
      );
      const source = parseSource("/main.ts", `const first = now();\n${lines.join("\n")}`);
      const { statements } = source;
      let reads = 0;
      Object.defineProperty(source, "statements", {
        get: () => {
          reads++;
          return statements;
        },
      });
      expect(faultsOf(source, board)).toEqual([]);
      return reads;
    };
    expect(readsOfStatements(80)).toBe(readsOfStatements(5));
  });

  it.each([
    ["f(); const a = 1; function f() { use(a); }", ["main.ts:1:1"]],
    ["f(); const { a } = o; function f() { use(a); }", ["main.ts:1:1"]],
    ["const a = f(); function f() { use(a); }", ["main.ts:1:11"]],
    ["const { a, b = f() } = o; function f() { use(a); }", []],
    ["f(); const a = 1; function f() { const a = 2; use(a); }", []],
    ["f(); const a = 1; function f() { if (now()) return; use(a); }", []],
    ["f(); const a = 1; function f() { g(); } function g() { use(a); }", ["main.ts:1:1"]],
    ["const g = () => 1; f(); const a = 1; function f() { g(); use(a); }", ["main.ts:1:20"]],
  ])("tells a call above what it reads: %s", (source, expected) => {
    expect(pathsOf(source)).toEqual(expected);
  });

  it("names channels that cannot be sent", () => {
    const source = `import { channel as add } from "espulse/firmware";
add({ name: "light", unit: "%", read });
add({ name: "Light", unit: "a b", read });
add({ name: "vars", unit: "", read });
add({ name: "light", unit: "1", read });
other({ name: "Light" });`;
    expect(faultsOf(parseSource("main.ts", source), board).map(({ message }) => message)).toEqual([
      'channel "Light": expected a-z, then up to 15 of a-z 0-9 _',
      expect.stringMatching(/^unit "a b": expected 1 to 16 visible/),
      expect.stringMatching(/^channel "vars": is a channel of the board/),
      expect.stringMatching(/^unit "": expected/),
      'channel "light": there is one already',
    ]);
  });

  it.each([
    ["types", "let a: Map<string, Set<symbol>> | undefined;"],
    ["interfaces", "interface Finder { at(i: number): Map<string, bigint>; finally(): void }"],
    ["type arguments", "const a = f<Map<string, string>>();"],
    [
      "ambient declarations",
      "declare const a: WeakMap<object, Proxy>;\ndeclare class B extends Array {}",
    ],
    ["type imports", 'import type { Map } from "./map.ts";'],
    ["implements", "class A implements Iterable<number> {}"],
    ["members of the same name", "const o = { Map: 1 }; use(o.Map, o.Symbol);"],
    [
      "a loop's variable, and a later one of its name",
      "for (let i = 0; i < 2; i++) use(i); let i = 1; use(i);",
    ],
    [
      "what is caught, and a later variable",
      "try { use(1); } catch (e) { use(e); } const e = 1; use(e);",
    ],
    ["methods of the program's own class", "class A { at() {} go() { this.at(); } }"],
    ["a class of the program's own", "class Map {}\nuse(new Map());"],
    ["an import of that name", 'import { Set } from "./set.ts";\nuse(new Set());'],
    ["a parameter of that name", "function f(Symbol: number) { return Symbol; }"],
    ["text that only looks like it", "use('Symbol', `Map`, /Proxy/); // for (const k in {})"],
    ["holes in a pattern", "const [, a] = list; [, b] = list;"],
    ["reading a length", "use(list.length > 1, list.length - 1);"],
    ["super in a class in an object", "use({ a: class extends B { m() { super.m(); } } });"],
    ["an escaped backslash", "use('\\\\u00b0');"],
    ["a byte in a string", "use('\\xb0');"],
  ])("lets pass: %s", (_, source) => {
    expect(pathsOf(source)).toEqual([]);
  });

  it("lets text be Unicode on a board that has it", () => {
    expect(pathsOf("use('\u00b0C');")).toHaveLength(1);
    expect(pathsOf("use('\u00b0C');", { ...board, lacks: [] })).toEqual([]);
  });

  it("takes a global that is only declared to be the interpreter's", () => {
    expect(pathsOf("declare const Symbol: unknown;\nuse(Symbol);")).toEqual(["main.ts:2:5"]);
  });
});
