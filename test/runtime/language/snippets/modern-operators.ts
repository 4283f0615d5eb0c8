import type { Snippet } from "../snippet.ts";

export const modernOperators: readonly Snippet[] = [
  {
    name: "optional chain",
    source: String.raw`
      const o: any = { a: { b: () => 7, c: null } };
      show([o?.a?.b?.(), o.z?.b, o.a.c?.d.e.f ?? "n", o.a?.["b"]()]);
      show(o.q?.());
    `,
  },
  {
    name: "optional chain keeps this",
    source: String.raw`
      const o: any = {
        k: 3,
        f() {
          return this.k;
        },
      };
      show(o.f?.());
      show(o?.f());
    `,
  },
  {
    name: "delete optional",
    source: String.raw`
      const o: any = { a: 1 };
      delete o?.a;
      show(o);
    `,
  },
  {
    name: "nullish",
    source: String.raw`
      show([null ?? 1, undefined ?? 2, 0 ?? 3, "" ?? 4]);
    `,
  },
  {
    name: "logical assign",
    source: String.raw`
      let a: any = null,
        b: any = 1,
        c: any = 0;
      a ??= 5;
      b &&= 6;
      c ||= 7;
      show([a, b, c]);
      const o: any = {};
      o.x ??= [];
      o.x.push(1);
      o["x"] ??= 3;
      show(o);
    `,
  },
  {
    name: "logical assign short circuit",
    source: String.raw`
      let n = 0;
      const o: any = {
        get a() {
          n++;
          return 1;
        },
        set a(v) {
          n += 10;
        },
      };
      o.a ??= 2;
      show(n);
    `,
  },
  {
    name: "exponent",
    source: String.raw`
      show([2 ** 10, (-2) ** 3, 2 ** -1]);
      let x = 3;
      x **= 2;
      show(x);
    `,
  },
  {
    name: "optional catch",
    source: String.raw`
      try {
        throw 1;
      } catch {
        show("c");
      }
    `,
  },
  {
    name: "nullish call mix",
    source: String.raw`
      const f = (x?: { n?: number }) => x?.n ?? -1;
      show([f(), f({}), f({ n: 0 })]);
      const a: any = { b: [{ c: 1 }] };
      show(a.b?.[0]?.c);
      show(a.x?.[0]?.c === undefined);
      let i = 0;
      a.x?.[i++];
      show(i);
    `,
  },
  {
    name: "chained optional with calls & delete & assign",
    source: String.raw`
      const o: any = { f: () => ({ g: null }) };
      show(o.f?.()?.g?.h === undefined);
      show(o?.["f"]?.().g);
    `,
  },
];
