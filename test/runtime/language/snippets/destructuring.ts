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
];
