import type { Snippet } from "../snippet.ts";

export const operators: readonly Snippet[] = [
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
