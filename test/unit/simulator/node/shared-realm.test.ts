// Boards that share a vm context: what one does shows in no other, what it cannot do is told with the
// way out, and everything else is as with a context of its own.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

const NOTHING = "";

describe("two boards in one context", () => {
  it("share no variable, declared or not", async () => {
    const a = await bench(
      "leaked = 1; var declared = 2; function named() {} class Kind {} let one = 3; (function () { inner = 4; this.self = 5; global.put = 6; })(); for (loop in {x: 1}); [taken, {deep}] = [7, {deep: 8}];",
    );
    const names =
      "[typeof leaked, typeof declared, typeof named, typeof Kind, typeof one, typeof inner, typeof self, typeof put, typeof loop, typeof taken, typeof deep]";
    const b = await bench(NOTHING);
    expect(await b.value(names)).toEqual(Array(11).fill("undefined"));
    expect(await a.value("[leaked, declared, one, inner, self, put, loop, taken, deep]")).toEqual([
      1,
      2,
      3,
      4,
      5,
      6,
      "x",
      7,
      8,
    ]);
    expect(await a.value("[global.leaked, this.declared, globalThis.put]")).toEqual([1, 2, 6]);
  });

  it("share no function that one replaces", async () => {
    const a = await bench(
      "setTimeout = null; global.print = 1; Math.max = 2; Math.own = 3; JSON.parse = 4; Date.now = 5; E.own = 6; D34.own = 7; Date.prototype.own = 8; process.own = 9; require('Wifi').own = 10; Promise.own = 11; isNaN = 12; Pin.prototype.own = 13;",
    );
    const b = await bench(NOTHING);
    expect(a.said()).toEqual([]);
    expect(
      await b.value(
        "[typeof setTimeout, typeof print, typeof Math.max, typeof Math.own, typeof JSON.parse, typeof Date.now, typeof E.own, typeof D34.own, typeof new Date().own, typeof process.own, typeof require('Wifi').own, typeof Promise.own, typeof isNaN, typeof D33.own]",
      ),
    ).toEqual([
      ...["function", "function", "function", "undefined", "function", "function", "undefined"],
      ...["undefined", "undefined", "undefined", "undefined", "undefined", "function", "undefined"],
    ]);
    expect(await a.value("[Math.max, Date.now, isNaN]")).toEqual([2, 5, 12]);
  });

  it("have clocks, zones and random numbers of their own", async () => {
    const [a, b] = [await bench(NOTHING), await bench(NOTHING)];
    await a.board.evaluate("setTime(1e9), E.setTimeZone(2)");
    expect(await b.value("new Date().getFullYear()")).toBe(1970);
    expect(await b.value("new Date(0).getHours()")).toBe(0);
    expect(await a.value("[new Date().getFullYear(), new Date(0).getHours()]")).toEqual([2001, 2]);
    const alone = await (await bench(NOTHING)).value("[Math.random(), Math.random()]");
    const mixed = [await a.value("Math.random()")];
    await b.value("(E.srand(5), Math.random())");
    mixed.push(await a.value("Math.random()"));
    expect(mixed).toEqual(alone);
  });

  it("have listeners of their own, on every object", async () => {
    const a = await bench("E.on('x', function () { print('a heard'); });");
    const b = await bench("E.on('x', function () { print('b heard'); });");
    await a.board.evaluate("E.emit('x')");
    b.scheduler.advance(1);
    a.scheduler.advance(1);
    expect([a.said(), b.said()]).toEqual([["a heard"], []]);
    // Math is each board's own, Object all boards': neither may carry a listener over.
    await a.board.evaluate("Object.on('y', function () { print('leak'); })");
    await b.board.evaluate("Object.emit('y')");
    b.scheduler.advance(1);
    a.scheduler.advance(1);
    expect([a.said(), b.said()]).toEqual([[], []]);
  });
});

describe("what only a context of its own can do", () => {
  it.each([
    ["Array.prototype.extra = 1", "TypeError"],
    ["Object.prototype.extra = 1", "TypeError"],
    ["Object.prototype.toString = function () {}", "TypeError"],
    ["Object.defineProperty(String.prototype, 'extra', {value: 1})", "TypeError"],
    ["delete Array.prototype.push", "TypeError"],
    ["[].__proto__.extra = 1", "TypeError"],
    ["(function () {}).constructor.prototype.extra = 1", "TypeError"],
    ["Object.own = 1", "TypeError"],
    ["Object.prototype.toString.own = 1", "TypeError"],
    ["Object.getPrototypeOf(Uint8Array).own = 1", "TypeError"],
    ["new Function('return 1')", "EvalError"],
    ["(function (a) { return eval('a'); })(1)", "SyntaxError"],
    ["(function () {}).constructor('return this')()", "EvalError"],
  ])("%s fails, and names --isolate", async (code, error) => {
    const { said } = await bench(code);
    const lines = said();
    expect(lines[0]).toContain(`Uncaught ${error}`);
    expect(lines.join("\n")).toContain("--isolate");
    const isolated = await bench(code, { isolated: true });
    expect(isolated.said()).toEqual([]);
  });

  it("is all there with one", async () => {
    const { value } = await bench("Array.prototype.extra = 3; JSON.own = 4;", { isolated: true });
    expect(await value("[[].extra, JSON.own]")).toEqual([3, 4]);
    expect(await (await bench(NOTHING)).value("typeof [].extra")).toBe("undefined");
  });
});

// Programs that show something; both kinds of context must show the same.
const PROGRAMS = [
  "function f() { return this === global; } print(f(), f.call(5), f.call(undefined), this === global);",
  "var o = {m: function () { return (function () { return this === global; })(); }}; print(o.m());",
  "function E1(m) { this.message = m; this.name = 'E1'; this.toString = function () { return 'own'; }; } E1.prototype = Object.create(Error.prototype); E1.prototype.constructor = E1; E1.prototype.toString = function () { return 'proto'; }; var e = new E1('x'); print(e.name, e.message, String(e), e instanceof Error);",
  "var e = new Error('a'); e.name = 'MyError'; e.message = 'b'; print(String(e));",
  "var e = new TypeError('a'); e.message = 'b'; print(String(e), Object.keys(e).join());",
  "function A() {} A.prototype.toString = function () { return 'A!'; }; A.prototype.valueOf = function () { return 3; }; print('' + new A(), String(new A()), new A() + 1);",
  "function A() {} A.prototype.on = function () { return 'own on'; }; print(new A().on());",
  "var o = {}; o.constructor = 1; o.hasOwnProperty = 2; o.on = 3; print(JSON.stringify(o));",
  "var f = function () {}; f.call = 1; f.toString = function () { return 't'; }; print(f.call, String(f));",
  "print(typeof undeclared, typeof print); try { undeclared; } catch (e) { print(String(e)); }",
  "x = 1; x += 2; x++; print(x, delete global.x, typeof x); try { y += 1; } catch (e) { print(String(e)); }",
  "function f(arguments_) { return arguments.length; } print(f(1, 2, 3));",
  "var print2 = print; print = function (t) { print2('<' + t + '>'); }; print('a'); global.print('b');",
  "print(early(), typeof late); function early() { return 'hoisted'; } var late = 1;",
  "for (var i = 0, n = 2; i < n; i++) print(i); for (var k in {p: 1, q: 2}) print(k, global.k); for (var v of [3]) print(v); print(i, n);",
  "var {a, b: {c}, ...rest} = {a: 1, b: {c: 2}, d: 3, e: 4}; var [d = 5, ...more] = [undefined, 6, 7]; print(a, c, JSON.stringify(rest), d, more.join());",
  "a = 1; var b = {a, m() { return a; }, get g() { return a; }, [a]: 2}; print(JSON.stringify(b), b.m(), b.g);",
  "class A { static s = 1; f = A.s; #p = 3; get p() { return this.#p; } static { A.t = this.s; } } class B extends A { m() { return super.p; } } var b = new B(); print(b.f, b.m(), B.t, b instanceof A);",
  "label: for (var i = 0; ; i++) { switch (i) { case 3: let i2 = i; print(i2); break label; default: continue label; } }",
  "try { throw 1; } catch ({message, name = 'n'}) { print(message, name); } try { throw 2; } catch { print('caught'); }",
  "new (function () { return function K() { print('made'); }; }())(); var ns = {K: function () { this.k = 1; }}; print(new ns.K().k, new ns.K.prototype.constructor().k, new Date(0).getTime());",
  "var n = 0; function count() { return ++n; } print(count() + ' ' + count(), `n`, n, [n, n].map((n) => n + 1).join(), typeof n);",
  "print([3, 1, 2].sort().join(), 'abc'.replace(/b/, 'x'), parseInt('12px'), isNaN(NaN), new Uint8Array([1, 2]).length, Object.keys({a: 1}).join());",
  "setTimeout('print(typeof here, here)', 1); here = 'at home';",
  "var g = (a = typeof c, b = 2) => a + b; print(g());",
  "print(JSON.stringify(Object.keys(global).filter(function (k) { return k === 'mine' || k === 'print'; }))); mine = 1;",
];

describe("the same program", () => {
  it.each(PROGRAMS)("shows the same in either context: %s", async (program) => {
    const shared = await bench(program);
    const isolated = await bench(program, { isolated: true });
    shared.scheduler.advance(1);
    isolated.scheduler.advance(1);
    const said = shared.said();
    expect(said).toEqual(isolated.said());
    expect(said.length).toBeGreaterThan(0);
    expect(said.join("\n")).not.toContain("Uncaught");
  });

  it("tells a fault with its place in the program as it was written", async () => {
    const program =
      "var a = 1;\nfunction second() { return first(a, print, a); }\nfunction first() { return undeclared + 1; }\nsecond();";
    const said = (await bench(program)).said();
    expect(said).toEqual([
      "Uncaught ReferenceError: undeclared is not defined",
      "    at Object.first (.bootcde:3:27)",
      "    at Object.second (.bootcde:2:28)",
      "    at Object.<anonymous> (.bootcde:4:1)",
    ]);
  });
});
