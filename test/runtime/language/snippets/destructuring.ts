import type { Snippet } from "../snippet.ts";

export const destructuring: readonly Snippet[] = [
  {
    name: "default params",
    source: String.raw`
      function f(a = 1, b = a + 1) {
        return [a, b];
      }
      show([f(), f(5), f(undefined, 7), f(null as any)]);
    `,
  },
  {
    name: "destructuring nested default",
    source: String.raw`
      const {
        a: {
          b = 4,
          c: [d],
        },
        e = "z",
      } = { a: { c: [9] } } as any;
      show([b, d, e]);
    `,
  },
  {
    name: "destructuring params",
    source: String.raw`
      const f = ({ a, b = 2 }: { a: number; b?: number }, [c]: number[]) => a + b + c!;
      show(f({ a: 1 }, [3]));
    `,
  },
  {
    name: "destructuring assign swap",
    source: String.raw`
      let a = 1,
        b = 2;
      [a, b] = [b, a];
      show([a, b]);
      ({ a, b } = { a: 5, b: 6 });
      show([a, b]);
    `,
  },
  {
    name: "destructuring in for of",
    source: String.raw`
      for (const [k, v] of Object.entries({ a: 1, b: 2 })) show([k, v]);
      for (const { x } of [{ x: 1 }]) show(x);
    `,
  },
  {
    name: "object rest nested and renamed",
    source: String.raw`
      const {
        a: { x: q, ...r1 },
        ...r2
      } = { a: { x: 1, y: 2 }, b: 3, c: 4 };
      show([q, r1, r2]);
      const f = ({ a, ...r }: any) => r;
      show(f({ a: 1, z: 2 }));
    `,
  },
  {
    name: "computed destructuring",
    source: String.raw`
      const k = "a";
      const { [k]: v, ["b"]: w = "d" } = { a: 5 } as any;
      show([v, w]);
    `,
  },
  {
    name: "assignment pattern nested",
    source: String.raw`
      const o: any = {};
      [o.a, o["b"], ...o.c] = [1, 2, 3, 4];
      ({
        x: o.d,
        y: [o.e],
      } = { x: 5, y: [6] });
      show(o);
    `,
  },
  {
    name: "swap elements",
    source: String.raw`
      const a = [1, 2, 3];
      [a[0], a[2]] = [a[2]!, a[0]!];
      show(a);
    `,
  },
  {
    name: "catch destructuring",
    source: String.raw`
      try {
        throw { a: 1, b: [2] };
      } catch ({ a, b: [c] }: any) {
        show([a, c]);
      }
    `,
  },
  {
    name: "pattern default",
    source: String.raw`
      const o: { m: number; n?: number } = JSON.parse('{"m":3}');
      const { m, n = m } = o;
      show(m + n);
      const [a, b = a + 1] = [JSON.parse("1") as number];
      show(b);
      const {
        p: { q, r = q },
      } = JSON.parse('{"p":{"q":4}}');
      show(r);
    `,
  },
  {
    name: "targets that are told before a getter is read",
    source: String.raw`
      const log: string[] = [];
      const out: any = {};
      const target = () => { log.push("target"); return out; };
      const make = () => { log.push("make"); return { get a() { log.push("get"); return undefined; } }; };
      ({ a: target().x = 1 } = make());
      show([log.splice(0), out]);
      const key = () => { log.push("key"); return "a"; };
      ({ [key()]: target()[key()] = 3, ...target().rest } = make());
      show([log.splice(0), out.a]);
      for ({ a: target().z } of [make(), make()]) log.push("body");
      show(log.splice(0));
      const nested = { get b() { log.push("b"); return { get a() { log.push("get"); return 1; } }; } };
      ({ b: { a: target().x } } = nested);
      show([log.splice(0), out.x]);
      const list: any[] = [];
      let i = 0;
      const moving = { get a() { i++; return 1; }, get b() { i++; return undefined; } };
      ({ a: list[i], b: list[i] = 7 } = moving as any);
      show([list, i]);
    `,
  },
  {
    name: "targets that are told before a generator goes on",
    source: String.raw`
      const log: string[] = [];
      const out: any = {};
      const target = () => { log.push("target"); return out; };
      function* g(): Generator<any> {
        try { log.push("n1"); yield 1; log.push("n2"); yield undefined; log.push("n3"); yield { m: 4 }; yield 5; yield 6; }
        finally { log.push("closed"); }
      }
      [target().x, target().y = 8, { m: target().z }] = g() as any;
      show([log.splice(0), out]);
      let p = 0;
      let q = 0;
      [p, target().x, , ...target().rest] = g() as any;
      show([log.splice(0), out, p]);
      [target().x, [q, target().y]] = new Map<any, any>([[1, 0], [2, [2, 3]]]).values() as any;
      show([log.splice(0), out, q]);
      let i = 0;
      const list: any[] = [];
      function* steps() { i = 1; yield 5; i = 2; yield undefined; }
      [list[i], list[i] = 7] = steps() as any;
      show([list[0], list[1], list.length]);
      class Pair {
        a = 1;
        b = 2;
        swap() { [this.a, this.b] = [this.b, this.a]; return [this.a, this.b]; }
        take() { [this.a, this.b] = g() as any; return [this.a, this.b === undefined]; }
      }
      show([new Pair().swap(), new Pair().take()]);
    `,
  },
];
