// What has no end whatever it is given is refused; what may have one is built.
import { describe, expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { changedNames } from "../../../host/build/gate/changed-names.ts";
import { faultsOf } from "../../../host/build/gate/gate.ts";
import { parseSource } from "../../../host/build/sources/sources.ts";

const board = loadBoard("esp32-devkitc");

/** `line:column message` of each fault. */
const faultsIn = (source: string): string[] =>
  faultsOf(parseSource("/main.ts", source), board).map(
    ({ path, message }) => `${path.replace(/^.*main\.ts:/, "")} ${message}`,
  );

/** Lines and columns in the first of the sources, all of which make one build. */
const faultsAmong = (...texts: string[]): string[] => {
  const sources = texts.map((text, index) => parseSource(`/${index}.ts`, text));
  const changed = new Set(sources.flatMap((source) => [...changedNames(source)]));
  return faultsOf(sources[0]!, board, changed).map(({ path }) => path.replace(/^.*0\.ts:/, ""));
};

describe("recursion without an end in a class that is exported", () => {
  const own = "export class A { m(): void { this.m(); } }";

  it.each([
    ["that nobody imports", own, "print(1);", ["1:30"]],
    ["that others make", own, 'import { A } from "./0.ts"; new A().m();', ["1:30"]],
    ["below its declaration", "class A { m(): void { this.m(); } }\nexport { A };", "", ["1:23"]],
    ["by default", "export default class A { m(): void { this.m(); } }", "", ["1:38"]],
    ["beside an error of one's own", own, "class B extends Error {}", ["1:30"]],
    ["that another extends", own, 'import { A } from "./0.ts"; class B extends A {}', []],
    ["extended by another name", own, 'import { A as C } from "./0.ts"; class B extends C {}', []],
    ["passed on by another name", own, 'export { A as C } from "./0.ts";', []],
    ["extended as a member", own, 'import * as a from "./0.ts"; class B extends a.A {}', []],
    ["extended by a mixin", own, "const mix = (C: any) => class extends C {};", []],
    [
      "by default, and extended",
      "export default class A { m(): void { this.m(); } }",
      'import C from "./0.ts"; class B extends C {}',
      [],
    ],
    ["whose method another replaces", own, "a.m = () => {};", []],
  ])("%s", (_where, first, second, expected) => {
    expect(faultsAmong(first, second)).toEqual(expected);
  });
});

describe("recursion without an end", () => {
  it("is named with the function, its call and what to write instead", () => {
    expect(faultsIn("function f(): number {\n  return f();\n}")).toEqual([
      "2:10 f() calls itself, each time it runs: a recursion without an end, which stops the program; return before the call when nothing is left to do, write a loop, or go on later with setTimeout",
    ]);
    expect(faultsIn("class A { get x(): number { return this.x; } }")).toEqual([
      "1:36 the accessor x calls itself, each time it runs: a recursion without an end, which stops the program; keep the value in a field of another name (this._x)",
    ]);
  });

  it.each([
    ["after other things", 'function loop() { print("on"); D2.set(); loop(); }', ["1:42"]],
    ["with arguments", "function down(n: number): number { return down(n + 1) + 1; }", ["1:43"]],
    ["in an arrow", "const f = (n: number): number => 1 + f(n);", ["1:38"]],
    ["in each branch", "function f(a: boolean) { if (a) f(false); else f(true); }", ["1:33"]],
    ["in one branch and below", "function f(a: boolean) { if (a) print(a); f(!a); }", ["1:43"]],
    ["in a condition", "function f(): boolean { while (f()) print(1); return true; }", ["1:32"]],
    [
      "before an await",
      "async function f(): Promise<number> { return (await f()) + 1; }",
      ["1:53"],
    ],
    ["in try without catch", "function f() { try { f(); } finally { print(1); } }", ["1:22"]],
    [
      "by one another",
      "function a(): number { return b(); }\nfunction b(): number { return c(); }\nconst c = (): number => a();",
      ["1:31", "2:31", "3:25"],
    ],
    ["in a method", "class A { run(): void { print(1); this.run(); } }", ["1:35"]],
    ["in a private method", "export class A { #run(): void { this.#run(); } }", ["1:33"]],
    ["in a setter", "class A { set x(v: number) { this.x = v; } }", ["1:30"]],
    ["in a constructor", "class A { child: A; constructor() { this.child = new A(); } }", ["1:50"]],
    ["in a field", "class A { child = new A(); }", ["1:19"]],
  ])("is refused: %s", (_, source, places) => {
    expect(faultsIn(source).map((fault) => fault.split(" ")[0])).toEqual(places);
  });

  it.each([
    ["an end by if", "function f(n: number): number { if (n < 1) return 0; return f(n - 1); }"],
    ["an end by ?:", "const f = (n: number): number => n < 1 ? 0 : f(n - 1);"],
    ["an end by &&", "function f(n: number): boolean { return n > 0 && f(n - 1); }"],
    ["an end by ?? and ?.", "function f(o?: any): any { return o ?? f(o?.next); }"],
    [
      "an end by a loop",
      "interface T { kids: T[] }\nfunction f(t: T) { for (const kid of t.kids) f(kid); }",
    ],
    [
      "an end by switch",
      "function f(n: number): number { switch (n) { case 0: return 1; } return f(n - 1); }",
    ],
    ["an end by an exception", "function f() { try { f(); } catch (e) { print(e); } }"],
    [
      "an end by what another function throws",
      'function check(n: number) { if (n > 9) throw new Error("end"); }\nfunction f(n: number) { check(n); f(n + 1); }',
    ],
    ["an end by a function that is given", "function f(next: () => void) { next(); f(next); }"],
    ["later", "function f() { setTimeout(f, 100); setTimeout(() => f(), 100); }"],
    ["after an await", "const nap = async () => {};\nasync function f() { await nap(); f(); }"],
    ["in a generator", "function* f(): any { yield 1; yield* f(); }"],
    ["in a default that may not be needed", "function f(a = f(1)): any { return a; }"],
    ["another function of that name", "function f() { const f = () => 1; return f(); }"],
    ["a function that is replaced", "let f = () => { f = () => {}; f(); };\nf();"],
    [
      "a method that a class below has, too",
      "class A { m(): void { this.m(); } }\nclass B extends A { m() {} }",
    ],
    ["a method of a class that is exported", "export class A { m(): void { this.m(); } }"],
    [
      "a method of another object",
      "class A { constructor(private a: any) {} m(): void { this.a.m(); } }",
    ],
    ["a field of the same name as a function", "class A { x = 1; get y() { return this.x; } }"],
    [
      "a getter that its setter does not read",
      "class A { #x = 1; get x() { return this.#x; } set x(v) { this.#x = v; } }",
    ],
    [
      "only one of two",
      "function a(n: number): number { return n ? b(n) : 0; }\nfunction b(n: number): number { return a(n - 1); }",
    ],
  ])("lets pass: %s", (_, source) => {
    expect(faultsIn(source)).toEqual([]);
  });
});

describe("a loop that nothing leaves", () => {
  it("is named with what to write instead", () => {
    expect(faultsIn("print(1);\n  while (true) { D2.toggle(); }")).toEqual([
      "2:3 a loop that nothing leaves: no timer, event or connection of the board runs meanwhile, until its watchdog restarts it; write setInterval(() => { ... }, milliseconds), or E.reboot() to start again",
    ]);
  });

  it.each([
    ["for (;;);"],
    ["for (;;) print(1);"],
    ["for (let i = 0; true; i++) print(i);"],
    ["while (1) {}"],
    ["do { print(1); } while (true);"],
    ["while (!0) print(1);"],
    ["while (true) { for (;;) { break; } }"],
    ["while (true) { switch (D2.read() as any) { case true: break; } }"],
    ["while (true) { if (D2.read()) continue; print(1); }"],
    ["while (true) { [1].forEach((x) => { return x; }); }"],
    ['import { read } from "./read.ts";\nwhile (true) { read(); }'],
    ["function step() { print(1); }\nwhile (true) step();"],
    ["async function f() { while (true) { print(1); } }"],
  ])("is refused: %s", (source) => {
    expect(faultsIn(source)).toEqual([expect.stringContaining("a loop that nothing leaves")]);
  });

  it.each([
    ["while (true) { if (D2.read()) break; }"],
    ["function f() { for (;;) { if (D2.read()) return; } }"],
    ["a: while (true) { for (;;) { break a; } }"],
    ["a: for (const x of [1]) { while (true) { continue a; } }"],
    ['function f() { while (true) { throw new Error("x"); } }'],
    ["const nap = async () => {};\nasync function f() { while (true) { await nap(); } }"],
    ["function* f() { let i = 0; while (true) yield i++; }"],
    ['function step() { if (D2.read()) throw new Error("end"); }\nwhile (true) step();'],
    ["function f(step: () => void) { for (;;) step(); }"],
    ["try { while (true) { print(JSON.parse(Serial1.read())); } } catch (e) { print(e); }"],
    ["while (true) { if (D2.read()) E.reboot(); }"],
    ["let on = true; while (on) { on = D2.read(); }"],
    ["while (false) {}"],
    ["let i = 0; for (; i < 3; ) i++;"],
  ])("lets pass: %s", (source) => {
    expect(faultsIn(source)).toEqual([]);
  });
});
