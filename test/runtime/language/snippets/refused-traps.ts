// What would run on Espruino and mean something else there, and so must not be built.
import { refused, type Snippet } from "../snippet.ts";

export const refusedTraps: readonly Snippet[] = [
  refused(
    "arguments beside parameters",
    "function f(a?: number) { return arguments.length; }\nshow(f());",
    "1:33",
    /rest parameter/,
  ),
  refused("name of a function", "function f() {}\nshow(f.name);", "2:6", /f\.name/),
  refused("name of a class", "class A {}\nshow(new A().constructor.name);", "2:6", /no name/),
  refused(
    "name of a class in a parameter",
    "class A {}\nconst f = (k: new () => A) => k.name;\nshow(f(A));",
    "2:31",
    /k\.name/,
  ),
  refused(
    "name of a parameter that is called",
    "const f = (run: any) => run.name + run();\nshow(f(() => 1));",
    "1:25",
    /run\.name/,
  ),
  refused("class without new", "class A {}\n(A as any)();\nA();", "3:1", /new A\(\)/),
  refused(
    "case that calls",
    "const f = (x: number) => x;\nswitch (f(2)) { case f(1): case f(2): show(1); }",
    "2:28",
    /write if and else/,
  ),
  refused("let above its declaration", "show(a);\nlet a = 1;", "1:6", /above its declaration/),
  refused("const in its own value", "const a: any = [a];\nshow(a);", "1:17", /above its/),
  refused("class above its declaration", "show(new A());\nclass A {}", "1:10", /above its/),
  refused(
    "assignment to a member of super",
    "class A { set v(n: number) {} }\nclass B extends A { set v(n: number) { super.v = n; } }\nshow(B);",
    "2:40",
    /super\.member that is assigned/,
  ),
  refused(
    "super in a static block",
    "class A { static m() {} }\nclass B extends A { static { super.m(); } }\nshow(B);",
    "2:30",
    /static field or block/,
  ),
  refused("variable named of", "const of = 1;\nshow(of);", "1:7", /keyword of Espruino/),
  refused(
    "from of a typed array as a value",
    "show([[1]].map(Uint8Array.from as any));",
    "1:16",
    /Uint8Array\.from\(list\)/,
  ),
  refused(
    "function called above a const that it reads",
    "function f() { return g() + 1; }\nfunction g() { return a; }\nshow(f());\nconst a = JSON.parse('1');",
    "3:6",
    /declare a first/,
  ),
  refused(
    "function called in the value of a const that it reads",
    "const read = () => limit;\nconst limit = read();\nshow(limit);",
    "2:15",
    /declare limit first/,
  ),
  refused(
    "method handed to a timer",
    "class A { n = 1; tick() { show(this.n); } start() { setTimeout(this.tick, 1); } }\nnew A().start();",
    "1:64",
    /\(\.\.\.values\) => this\.tick/,
  ),
  refused(
    "method handed to map",
    "class A { n = 1; add(x: number) { return x + this.n; } }\nconst a = new A();\nshow([1].map(a.add));",
    "3:14",
    /would lose this/,
  ),
  refused(
    "method in a variable that is called",
    "const o = { n: 1, m() { return this.n; } };\nconst m = o.m;\nshow(m());",
    "2:11",
    /o\.m without its object/,
  ),
  refused(
    "function that returns a number, made new",
    "function F(this: any) { this.a = 1; return 5; }\nshow(new (F as any)());",
    "2:6",
    /make it a class/,
  ),
  refused(
    "new of a bound function",
    "class A { constructor(readonly a: number, readonly b: number) {} } show(new (A.bind(null, 3))(4));",
    "1:73",
    /Espruino makes no object; write new A\(3, \.\.\.values\)/,
  ),
  refused(
    "new of a bound function under another name",
    "function F(this: any, a: number) { this.a = a; } const B: any = (F as any).bind(null, 3); show(new B());",
    "1:96",
    /write new \(F as any\)\(3, \.\.\.values\)/,
  ),
  refused(
    "function in a case, called by another",
    "switch (JSON.parse('1') as number) {\n  case 0:\n    function f() { return 1; }\n  case 1:\n    show(f());\n}",
    "3:5",
    /declare it above the switch/,
  ),
];
