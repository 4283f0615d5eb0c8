// Map, Set and what goes over them.
import type { Snippet } from "../snippet.ts";

export const libraryCollections: readonly Snippet[] = [
  {
    name: "Map",
    source: String.raw`
      const m = new Map<string, number>([['a', 1], ['b', 2]]);
      m.set('c', 3).set('a', 9);
      show([m.size, m.get('a'), m.get('zz'), m.has('b')]);
      show(m.delete('b'));
      show(m.delete('b'));
      show([...m]);
      m.clear();
      show(m.size);
      show(m instanceof Map);
    `,
  },
  {
    name: "Map in loops",
    source: String.raw`
      const m = new Map<any, any>([[1, 'x'], ['1', 'y'], [NaN, 'z']]);
      for (const [k, v] of m) show([k, v]);
      show([...m.keys()].length);
      show([...m.values()]);
      show(Array.from(m.entries()).length);
      m.forEach((v, k) => show(v));
      show(m.get(NaN));
      show(m.get(1));
    `,
  },
  {
    name: "Map changed while it is gone over",
    source: String.raw`
      const m = new Map([['a', 1], ['b', 2], ['c', 3]]);
      for (const [k] of m) {
      show(k);
      if (k === 'a') { m.delete('a'); m.delete('b'); m.set('d', 4); }
      }
      show([...m.keys()]);
    `,
  },
  {
    name: "Map of objects",
    source: String.raw`
      const key = { id: 1 };
      const m = new Map([[key, 'one']]);
      show(m.get(key));
      show(m.get({ id: 1 }));
      show(JSON.stringify(m));
      show(Object.fromEntries(new Map([['a', 1]])));
      show(new Map(Object.entries({ x: 1 })).get('x'));
    `,
  },
  {
    name: "Set",
    source: String.raw`
      const s = new Set([3, 1, 3, NaN, NaN]);
      show(s.size);
      show([...s]);
      s.add(5).add(5).delete(1);
      show(s.has(5));
      show(Array.from(s, (x) => x * 2));
      show(new Set('hello').size);
      show([...new Set([1, 1, 2])]);
      s.forEach((v) => show(v));
    `,
  },
  {
    name: "Set changed while it is gone over",
    source: String.raw`
      const s = new Set([1, 2, 3]);
      for (const v of s) { show(v); if (v === 1) { s.delete(1); s.add(9); } }
    `,
  },
  {
    name: "words that objects know",
    source: String.raw`
      const seen = new Map<string, number>();
      for (const word of ['on', 'emit', 'toString', 'on']) seen.set(word, (seen.get(word) ?? 0) + 1);
      show([...seen]);
    `,
  },
  {
    name: "class that extends Map",
    source: String.raw`
      class Counter extends Map<string, number> { add(k: string) { this.set(k, (this.get(k) ?? 0) + 1); return this; } }
      const c = new Counter();
      c.add('a').add('a');
      show(c.get('a'));
      show(c instanceof Map);
      show(c.size);
    `,
  },
  {
    name: "entries, keys and values of a list",
    source: String.raw`
      for (const [i, v] of ['a', 'b'].entries()) show([i, v]);
      show([...[7, 8].keys()]);
      const it = [1].values();
      show(it.next());
      show(it.next());
    `,
  },
  {
    name: "generator",
    source: String.raw`
      function* g() { const a: number = yield 1; show(a); try { yield 2; } finally { show('end'); } return 3; }
      const it = g();
      show(it.next());
      show(it.next(7));
      show(it.return(9));
      show(it.next());
      for (const x of g()) { show(x); if (x === 2) break; }
      show([...g()]);
    `,
  },
  {
    name: "generator without an end",
    source: String.raw`
      function* naturals() { let i = 0; while (true) yield i++; }
      function* take<T>(n: number, from: Iterable<T>) { for (const x of from) { if (n-- <= 0) return; yield x; } }
      show([...take(4, naturals())]);
      const [a, b] = naturals();
      show([a, b]);
    `,
  },
  {
    name: "yield of another",
    source: String.raw`
      function* inner() { const x: string = yield 'i'; return x + '!'; }
      function* outer() { yield* [1, 2]; const r: string = yield* inner(); yield r; }
      const it = outer();
      show([it.next().value, it.next().value, it.next().value, it.next('got').value, it.next().done]);
    `,
  },
  {
    name: "throw into a generator",
    source: String.raw`
      function* g() { try { yield 1; } catch (e) { show(e); yield 'caught'; } }
      const it = g();
      it.next();
      show(it.throw('boom'));
      try { it.throw('again'); } catch (e) { show(e); }
      show(it.next());
    `,
  },
  {
    name: "generator method and closure",
    source: String.raw`
      class Range { constructor(private a: number, private b: number) {} *[Symbol.iterator]() { for (let i = this.a; i < this.b; i++) yield i; } }
      show([...new Range(1, 4)]);
      const [x, ...rest] = new Range(5, 9);
      show([x, rest]);
      show(Math.max(...new Range(0, 3)));
      function* fs() { for (let i = 0; i < 2; i++) yield () => i; }
      show([...fs()].map((f) => f()));
    `,
  },
  {
    name: "iterator of a program's own",
    source: String.raw`
      const countdown = { from: 3, [Symbol.iterator]() { let n = this.from; return { next: () => ({ value: n, done: n-- === 0 }), return: () => { show('closed'); return { value: 0, done: true }; } }; } };
      for (const n of countdown) show(n);
      for (const n of countdown) { show(n); break; }
    `,
  },
  {
    name: "generators beside async functions",
    source: String.raw`
      function* ids() { yield 1; yield 2; }
      async function run() { let sum = 0; for (const id of ids()) sum += await Promise.resolve(id); show(sum); }
      run();
    `,
  },
  {
    name: "matchAll",
    source: String.raw`
      for (const m of 'a1b22'.matchAll(/[a-z]([0-9]+)/g)) show([m[0], m[1], m.index]);
      show([...'none'.matchAll(/x/g)].length);
    `,
  },
  {
    name: "text over code units",
    source: String.raw`
      show([...'abc']);
      const [a, b] = new Set(['x', 'y']);
      show([a, b]);
      for (const c of 'hi') show(c);
    `,
  },
  {
    name: "spread of an array with places never set, in a program with a Map",
    source: `
      const m = new Map<string, number>();
      const list: number[] = [];
      list[2] = 7;
      show([m.size, [...new Array(3)].map((_, i) => i), [...list].length, Math.max(...[1, 5, 3])]);
      show([...Array(2)].map(() => [...Array(2)].map(() => 0)));
    `,
  },
  {
    name: "Symbol.iterator called by hand",
    source: String.raw`
      for (const list of [[1, 2], "ab", new Set([1, 2])] as Iterable<unknown>[]) {
        const it = list[Symbol.iterator]();
        show([it.next(), it.next(), it.next()]);
      }
      class Own { *[Symbol.iterator]() { yield 1; } all() { return this[Symbol.iterator]().next(); } }
      show([new Own()[Symbol.iterator]().next(), new Own().all()]);
    `,
  },
  {
    name: "a Set is no Map",
    source: String.raw`
      const kindOf = (v: unknown) => v instanceof Map ? "map" : v instanceof Set ? "set" : "other";
      show([new Set([1]), new Map(), {}].map(kindOf));
      class Tags extends Set<string> { sorted() { return [...this].sort(); } }
      const tags = new Tags(["b", "a"]);
      show([kindOf(tags), tags instanceof Tags, tags.size, tags.has("a"), tags.sorted()]);
      const s = new Set([1, 2, 3]);
      s.delete(2);
      s.add(4);
      s.forEach((v) => show(v));
      show([[...s], [...s.keys()], [...s.values()], [...s.entries()], s.size]);
      s.clear();
      show([s.size, s.constructor === Set, new Map().constructor === Map]);
      const pack = (v: unknown): unknown => v instanceof Map ? { map: [...v] } : v instanceof Set ? { set: [...v] } : v;
      show([new Map([["a", 1]]), new Set([1, 2])].map(pack));
    `,
  },
  {
    name: "-0 in a Map and a Set",
    source: String.raw`
      const m = new Map<any, any>([[-0, "zero"], [NaN, 1], ["", 2], [false, 3]]);
      for (const k of m.keys()) show([typeof k, 1 / k > 0]);
      const bins = new Map<number, number>();
      for (const x of [-0.2, 0.3, 0]) bins.set(Math.round(x), (bins.get(Math.round(x)) ?? 0) + 1);
      show([...bins].map(([k, n]) => [1 / k > 0, n]), [...bins.keys()].map((k) => Object.is(k, -0)));
      const s = new Set([-0, 0]);
      s.add(-0);
      for (const x of s) show([s.size, Object.is(x, 0)]);
    `,
  },
];
