// Errors: kinds, names, what the interpreter itself throws, and the end of a recursion.
import type { Snippet } from "../snippet.ts";

export const libraryErrors: readonly Snippet[] = [
  {
    name: "error of the interpreter",
    source: String.raw`
      try { (undefined as any).x(); } catch (e) { show([e instanceof TypeError, e instanceof Error, e instanceof RangeError, (e as Error).name]); }
      try { (null as any).foo; show(1); } catch (e) { show((e as Error).constructor === TypeError); }
      try { (globalThis as any).nope(); } catch (e) { show(e instanceof TypeError); }
      try { eval('nope'); } catch (e) { show(e instanceof ReferenceError); }
    `,
  },
  {
    name: "kinds of errors",
    source: String.raw`
      class Mine extends TypeError { override name = 'Mine'; }
      try { throw new Mine('m'); } catch (e) { show([e instanceof TypeError, e instanceof Error, e instanceof Mine, String(e), (e as Error).message]); }
      show([new RangeError('a') instanceof Error, new Error('x').name, new SyntaxError('y').name]);
      show(Object.keys(new Error('x')));
      show(JSON.stringify(new Error('y')));
      show([new Error().message, String(new Error(''))]);
    `,
  },
  {
    name: "error without new",
    source: String.raw`
      const e = Error('plain');
      show([e instanceof Error, e.message, e.name]);
      show(TypeError('t') instanceof TypeError);
    `,
  },
  {
    name: "catch with a pattern",
    source: String.raw`
      try { throw new RangeError('far'); } catch ({ name, message }: any) { show([name, message]); }
    `,
  },
  {
    name: "what is thrown and is no error",
    source: String.raw`
      try { throw 'text'; } catch (e) { show([e, e instanceof Error]); }
      try { throw { type: 'mine', message: 'm' }; } catch (e) { show(e); }
      try { throw undefined; } catch (e) { show(e); }
    `,
  },
  {
    name: "errors in promises",
    source: String.raw`
      Promise.resolve().then(() => (undefined as any).x).catch((e) => show([e instanceof TypeError, e.name]));
      (async () => { try { await Promise.reject(new RangeError('r')); } catch (e) { show(e instanceof RangeError); } })();
    `,
  },
  {
    name: "private member of another object",
    source: String.raw`
      class A { #a = 1; static of(o: A) { return o.#a; } eq(o: A) { return o.#a === this.#a; } }
      try { A.of({} as A); } catch (e) { show(e instanceof TypeError); }
      show([new A().eq(new A()), A.of(new A())]);
    `,
  },
  {
    name: "recursion that goes too deep",
    source: String.raw`
      function down(n: number): number { return n < 1e7 ? down(n + 1) + 1 : 0; }
      try { down(0); } catch (e) { show([e instanceof RangeError, (e as Error).message]); }
      const a = (n: number): number => n < 1e7 ? b(n + 1) + 1 : 0;
      const b = (n: number): number => n < 1e7 ? a(n + 1) + 1 : 0;
      try { a(0); } catch (e) { show(e instanceof RangeError); }
      class Loop { walk(n: number): number { return n < 1e7 ? this.walk(n + 1) + 1 : 0; } }
      try { new Loop().walk(0); } catch (e) { show(e instanceof RangeError); }
      const ring: { next?: any } = {};
      ring.next = ring;
      function length(list: { next?: any }): number { return list.next ? 1 + length(list.next) : 0; }
      try { length(ring); } catch (e) { show(e instanceof RangeError); }
    `,
  },
  {
    name: "recursion with an end",
    source: String.raw`
      function factorial(n: number): number { return n < 2 ? 1 : n * factorial(n - 1); }
      show(factorial(10));
      interface Tree { v: number; kids: Tree[] }
      const sum = (t: Tree): number => t.v + t.kids.map((kid) => sum(kid)).reduce((a, b) => a + b, 0);
      show(sum({ v: 1, kids: [{ v: 2, kids: [{ v: 3, kids: [] }] }] }));
      class Node { constructor(public kids: Node[] = []) {} count(): number { return 1 + this.kids.reduce((s, kid) => s + kid.count(), 0); } }
      show(new Node([new Node(), new Node([new Node()])]).count());
      function fib(n: number): number { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
      show(fib(10));
    `,
  },
  {
    name: "recursion that leaves more garbage than there is room",
    source: `
      const leave = () => { const ring: { self?: unknown } = {}; ring.self = ring; };
      const depth = (n: number): number => { leave(); return n > 0 ? 1 + depth(n - 1) : 0; };
      let sum = 0;
      for (let i = 0; i < 1000; i++) sum += depth(4);
      show(sum);
    `,
  },
  {
    name: "methods that null has on Espruino",
    source: String.raw`
      const tried = (f: () => unknown) => { try { return f(); } catch (error) { return error instanceof TypeError; } };
      const v = JSON.parse("null"), k = ["a", "b"][0]!, o = JSON.parse('{"a":[1,"x",255.5]}');
      const list: ({ toString(): string } | null)[] = [null, 1.5];
      const record: { id: number | null } = { id: null };
      show([tried(() => v.toString()), tried(() => list[0]!.toString()), tried(() => record.id!.toString())]);
      show([tried(() => v.toString(16)), tried(() => v.valueOf()), tried(() => v.hasOwnProperty("a"))]);
      show([tried(() => v.hasOwnProperty(k)), tried(() => Object.hasOwn(v, "a")), tried(() => Object.prototype.hasOwnProperty.call(v, "a"))]);
      show([o.hasOwnProperty("a"), o.hasOwnProperty("toString"), o.a[0].valueOf(), o.a[1].toString(), o.a[2].toString(16), list[1]!.toString()]);
      const missing = new Map<string, number>().get("x") as any;
      show([tried(() => missing.hasOwnProperty(k)), tried(() => missing.valueOf()), tried(() => missing.toString())]);
    `,
  },
  {
    name: "methods that null has on Espruino, of native text",
    source: String.raw`
      // @native-text
      const tried = (f: () => unknown) => { try { return f(); } catch (error) { return error instanceof TypeError; } };
      const v = JSON.parse("[null,5]");
      show([tried(() => v[0].toString()), v[1].toString()]);
    `,
  },
];
