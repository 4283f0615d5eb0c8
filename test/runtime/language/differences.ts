// What stays different on Espruino, and no build can tell: shown here as it is, so that a change of
// it is noticed. docs/language.md says the same in words.

export interface Difference {
  readonly name: string;
  readonly source: string;
  readonly onEspruino: readonly string[];
}

export const DIFFERENCES: readonly Difference[] = [
  {
    name: "an error of the interpreter's own is no TypeError",
    source: "try { (undefined as any).x(); } catch (e) { show(e instanceof TypeError); }",
    onEspruino: ["false"],
  },
  {
    name: "a TypeError is no Error",
    source: "show(new TypeError('a') instanceof Error);",
    onEspruino: ["false"],
  },
  {
    name: "a native error has no name",
    source: "show(new Error('a').name);",
    onEspruino: ["undefined"],
  },
  {
    name: "functions and classes have no name",
    source: "function f() {} show(f.name);",
    onEspruino: ["undefined"],
  },
  {
    name: "JSON.parse takes single quotes, and what follows the value",
    source: `show(JSON.parse("{'a':1} and more"));`,
    onEspruino: ['{"a":1}'],
  },
  {
    name: "JSON leaves accessors out",
    source: "show({ a: 1, get b() { return 2; } });",
    onEspruino: ['{"a":1}'],
  },
  {
    name: "keys that are numbers keep their place",
    source: "show(Object.keys({ b: 1, 2: 1, 1: 1 }));",
    onEspruino: ['["b","2","1"]'],
  },
  {
    name: "numbers print with about eleven digits",
    source: "show([1 / 3, 0.1 + 0.2, 1e21]);",
    onEspruino: ["[0.33333333333,0.3,10e+20]"],
  },
  {
    name: "text with spaces is no number",
    source: "show(isNaN(Number(' 12 ')));",
    onEspruino: ["true"],
  },
  {
    name: "sort is not stable",
    source:
      "show([[1, 0], [0, 1], [1, 2], [0, 3]].sort((a, b) => a[0]! - b[0]!).map((x) => x[1]));",
    onEspruino: ["[3,1,2,0]"],
  },
  {
    name: "a private member of another object reads as undefined",
    source: "class A { #a = 1; static of(o: A) { return o.#a; } } show(A.of({} as A));",
    onEspruino: ["undefined"],
  },
  {
    name: "an accessor that stands alone as a statement is not called",
    source: "let n = 0; const o = { get a() { return ++n; } }; o.a; show(n);",
    onEspruino: ["0"],
  },
  {
    name: "a class may be called without new",
    source: "class A {} (A as any)(); show(1);",
    onEspruino: ["1"],
  },
  {
    name: "arguments are never fewer than the parameters",
    source: "function f(a?: number, b?: number) { show(arguments.length); } f();",
    onEspruino: ["2"],
  },
  {
    name: "a member that its own value makes first is there twice",
    source: "const o: any = {}; const f = () => { o.x = 1; return 2; }; o.x = f(); show([o.x, o]);",
    onEspruino: ['[1,{"x":1,"x":2}]'],
  },
  {
    name: "+= reads its left side last",
    source: "let a = 1; const f = () => { a = 5; return 2; }; a += f(); show(a);",
    onEspruino: ["7"],
  },
  {
    name: "a switch evaluates the tests below the one that matched",
    source:
      "let n = 0; const f = (x: number) => { n++; return x; }; switch (f(2)) { case f(2): break; case f(3): show('no'); } show(n);",
    onEspruino: ["3"],
  },
];
