// What stays different on Espruino, and no build can tell: shown here as it is, so that a change of
// it is noticed. docs/language.md says the same in words.

export interface Difference {
  readonly name: string;
  readonly source: string;
  readonly onEspruino: readonly string[];
}

export const DIFFERENCES: readonly Difference[] = [
  {
    name: "every object has `on`, `emit`, `clone`, `addListener`, `removeListener` and `removeAllListeners`, seen where a read by a computed key is neither tested (by `??`, `||`, `in`, `if`, `?.`), compared, returned nor passed on",
    source:
      "const o: any = {}; const keys = ['on']; const all = [o[keys[0]!]]; show(typeof all[0]);",
    onEspruino: ['"function"'],
  },
  {
    name: "the `this` of a method that was taken off its object is the global object",
    source: "const o = { m() { return this === (globalThis as any); } }; const m = o.m; show(m());",
    onEspruino: ["true"],
  },
  {
    name: "`undefined` with `undefined` is `undefined` and not NaN (TypeScript refuses it, but for `any`)",
    source: "const o: any = {}; show(o.a + o.b);",
    onEspruino: ["undefined"],
  },
  {
    name: "text beside `undefined` or `null` is compared as text (TypeScript refuses it, but for `any`)",
    source: "const o: any = {}; show('abc' < o.a);",
    onEspruino: ["true"],
  },
  {
    name: "a Date of 1970-01-01 is falsy",
    source: "show(new Date(0) ? 'yes' : 'no');",
    onEspruino: ['"no"'],
  },
  {
    name: "a text or typed array throws at an index below 0, at a fraction or NaN, where neither of the two shows what it is (`at` does not); and a typed array at such an index that its function is given, where the value is not tested",
    source:
      "const all: any[] = ['abc', -1]; const [text, i] = all; try { show(text[i]); } catch { show('thrown'); }",
    onEspruino: ['"thrown"'],
  },
  {
    name: "a function called above a `let` or `const` that it reads finds `undefined`",
    source: "function f() { return a; } const g = () => f(); show(g()); const a = JSON.parse('1');",
    onEspruino: ["undefined"],
  },
  {
    name: "a number added by `+=` to a text whose place is computed prints with at most eleven decimals: write `o[key] = o[key] + n` with a variable",
    source: "const o: any = { a: '' }; const key = () => 'a'; o[key()] += 1 / 3; show(o.a);",
    onEspruino: ['"0.33333333333"'],
  },
  {
    name: "the length of a function counts parameters with a default value",
    source: "show(((a = 1) => a).length);",
    onEspruino: ["1"],
  },
  {
    name: "a fraction in another base than ten has at most eleven digits",
    source: "show([0.1, 0.5].map((x) => x.toString(2)));",
    onEspruino: ['["0.00011001100","0.1"]'],
  },
  {
    name: "a RegExp, Map, Set or Promise as text is that of an object (the `source` of a RegExp is right)",
    source: "const text = (x: any) => '' + x; show(text(/a/g));",
    onEspruino: ['"[object Object]"'],
  },
  {
    name: "`| 0` and `~` of a text read its digits only (Number(text) is right)",
    source: "show(['1e2', '7'].map((x: any) => x | 0));",
    onEspruino: ["[0,7]"],
  },
  {
    name: "there is no -0: a minus before 0 gives 0",
    source: "const zero: number = JSON.parse('0'); show(1 / -zero > 0);",
    onEspruino: ["true"],
  },
  {
    name: "a minus before a text takes no blanks (Number(text) does)",
    source: "show([' 4 '].map((x: any) => -x));",
    onEspruino: ["[null]"],
  },
  {
    name: "a write to an accessor that has no setter does not throw (TypeScript refuses it, but for `any`)",
    source: "const o: any = { get a() { return 1; } }; o.a = 2; show(o.a);",
    onEspruino: ["1"],
  },
  {
    name: "a date as text has no 0 before its day and no name of the zone (`toISOString` is the same)",
    source: "show(String(new Date('2024-12-01T10:20:30Z')));",
    onEspruino: ['"Sun Dec 1 2024 10:20:30 GMT+0000"'],
  },
  {
    name: "an assignment to an accessor reads it too: a getter that counts, or reads a register, is a method better",
    source:
      "let reads = 0; const o = { get a() { reads++; return 1; }, set a(_: number) {} }; o.a = 2; show(reads);",
    onEspruino: ["1"],
  },
  {
    name: "functions have no name, also where the build does not see that it is one (`f.name` of a function, a class, or a parameter that is called is refused): hand the text over beside it",
    source: "function f() {} const all: any[] = [f]; show(typeof all[0].name);",
    onEspruino: ['"undefined"'],
  },
  {
    name: "the prototype of a class in a variable is that of a function (`Object.getPrototypeOf(A)` is refused, `instanceof` is right)",
    source:
      "class A {} class B extends A {} const base = (x: any) => Object.getPrototypeOf(x); show(base(B) === A);",
    onEspruino: ["false"],
  },
  {
    name: "a text taken as a number by `*`, `-`, `==`, `<` or `isNaN` may have no blanks, and is read up to what is no digit (TypeScript refuses most of it, but for `any`; `Number(text)` is right)",
    source: 'show(JSON.parse(\'[" 7 ", "12e"]\').map((x: any) => [x * 1, x == 7, isNaN(x)]));',
    onEspruino: ["[[null,false,true],[12,false,false]]"],
  },
  {
    name: "`reduce` from a value that is undefined starts with the first element: start with null",
    source:
      "const start = JSON.parse('{}').none; show([1, 2].reduce((sum: any, n) => (sum ?? 10) + n, start));",
    onEspruino: ["3"],
  },
  {
    name: "default values of a constructor's parameters come before the fields of a class that extends none",
    source:
      "const a = (t: string) => { show(t); return 1; }; class A { f = a('field'); constructor(d = a('default')) { show(d); } } show(new A().f);",
    onEspruino: ['"default"', '"field"', "1", "1"],
  },
  {
    name: "a function that returns a number or text, made new, gives that (a class gives the object)",
    source:
      "function F(this: any) { this.a = 1; return 5; } const o = new (F as any)(); show(o === 5);",
    onEspruino: ["true"],
  },
  {
    name: "two Dates of one time are the same to `switch` (`===` tells them apart)",
    source:
      "const a = new Date(5); switch (a as Date) { case a: show('a'); } const b = new Date(5); switch (b) { case a: show('b'); }",
    onEspruino: ['"a"', '"b"'],
  },
  {
    name: "a typed array is not made of a Set or an iterator by `new`: write `Uint8Array.from(set)`",
    source:
      "try { show(new Uint8Array(new Set([1, 2]))); } catch { show('thrown'); } show(Uint8Array.from(new Set([1, 2])).length);",
    onEspruino: ['"thrown"', "2"],
  },
  {
    name: "`{ ...f }` of a function is empty, and the keys of a class leave out fields that hold functions",
    source:
      "class A { static a = 1; static f = () => 2; } show([Object.keys(A), Object.keys({ ...A })]);",
    onEspruino: ['[["a"],[]]'],
  },
];
