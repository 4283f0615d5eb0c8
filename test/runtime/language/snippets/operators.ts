import type { Snippet } from "../snippet.ts";

export const operators: readonly Snippet[] = [
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
    name: "comma and sequence",
    source: String.raw`
      let a = 0;
      const f = (x: number) => ((a += x), a * 2);
      show(f(3));
      for (let i = 0, j = 9; i < j; i++, j--) a += i;
      show(a);
    `,
  },
  {
    name: "conditional chains",
    source: String.raw`
      const f = (x: number) => (x < 0 ? "neg" : x === 0 ? "zero" : x < 10 ? "small" : "big");
      show([-1, 0, 5, 50].map(f));
    `,
  },
  {
    name: "typeof undefined var",
    source: String.raw`
      show(typeof (globalThis as any).nope);
      show(typeof null);
      show(typeof (() => 1));
      show([typeof 1, typeof "", typeof true, typeof undefined, typeof {}]);
    `,
  },
  {
    name: "void, not and unary signs",
    source: String.raw`
      show([void 0 === undefined, !0, !1, +"3", -"2", ~5, !!""]);
    `,
  },
  {
    name: "bit ops",
    source: String.raw`
      show([1 << 31, (1 << 31) >>> 0, -1 >>> 24, 5 & 3, 5 | 8, 5 ^ 1, 0xffffffff | 0, 4294967295 >>> 0]);
    `,
  },
  {
    name: "instanceof and in",
    source: String.raw`
      class A {}
      class B extends A {}
      const b = new B();
      show([b instanceof A, b instanceof B, "x" in { x: 1 }, [] instanceof Array, b.constructor === B]);
    `,
  },
  {
    name: "string compare and concat",
    source: String.raw`
      show([
        "a" < "b",
        "10" < "9",
        10 < 9,
        "1" + 1,
        1 + "1",
        [1] + "",
        {} + "",
        null + "",
        undefined + "",
        (true + 1) as any,
      ]);
    `,
  },
  {
    name: "equality",
    source: String.raw`
      show([
        null == undefined,
        0 == ("" as any),
        "1" == (1 as any),
        NaN === NaN,
        null === undefined,
        [] == [],
        0 === -0,
        "a" === "a",
        null == (0 as any),
        {} == ("x" as any),
      ]);
    `,
  },
  {
    name: "delete, in, typeof ops",
    source: String.raw`
      const o: any = { a: 1, b: 2 };
      show(delete o.a);
      show("a" in o);
      show(o);
    `,
  },
  {
    name: "comma return",
    source: String.raw`
      function f() {
        let a;
        return ((a = 1), a + 1);
      }
      show(f());
    `,
  },
  {
    name: "return newline",
    source: String.raw`
      function f() {
        return 5;
      }
      show(f());
      function g() {
        if (true) return;
        show("no");
      }
      show(g() === undefined);
    `,
  },
  {
    name: "statements without semicolons",
    source: String.raw`
      let a = 1;
      let b = a;
      [a, b] = [b, 2];
      show([a, b]);
    `,
  },
  {
    name: "ternary nest with assign",
    source: String.raw`
      let a;
      const x = 5;
      a = x > 3 ? (x > 4 ? "gt4" : "4") : "le3";
      show(a);
      let z = 0;
      x > 3 ? (z = 1) : (z = 2);
      show(z);
    `,
  },
  {
    name: "long || && mix",
    source: String.raw`
      const f = (a: any, b: any, c: any) => (a && b) || c;
      show([f(1, 0, 2), f(1, 2, 3), f(0, 1, 4)]);
      show((null as any)?.x ?? (0 || "d"));
    `,
  },
  {
    name: "bitwise assignment",
    source: String.raw`
      let a = 5;
      a <<= 2;
      a |= 1;
      a ^= 3;
      a &= 0xff;
      a >>= 1;
      a >>>= 1;
      a %= 4;
      show(a);
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
    name: "comma in conditions",
    source: String.raw`
      let a = 0,
        b = 0;
      if (((a = 1), (b = 2))) show([a, b]);
      for (let i = 0, j = 3; i < j; i += 1, j -= 1) a += i + j;
      show(a);
    `,
  },
  {
    name: "inc dec forms",
    source: String.raw`
      let i = 1;
      const a = [0, 0, 0];
      a[i++] = 5;
      a[--i] += 2;
      show([a, i]);
      const o = { n: 1 };
      show([o.n++, ++o.n, o.n--, -o.n]);
      let s = i++ + 1;
      show(s);
    `,
  },
  {
    name: "string compare chained ternaries with calls",
    source: String.raw`
      const f = (n: number) => (n > 2 ? (() => "x")() : n > 1 ? [1, 2].map((x) => x + n) : { a: n });
      show([f(3), f(2), f(1)]);
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
  {
    name: "long else-if",
    source: String.raw`
      function k(x: any) {
        if (typeof x === "string") {
          if (x) return "s";
        } else if (typeof x === "number") return "n";
        else {
          return "o";
        }
        return "e";
      }
      show([k("a"), k(1), k(null), k("")]);
    `,
  },
];
