import type { Snippet } from "../snippet.ts";

export const variables: readonly Snippet[] = [
  {
    name: "var hoisting",
    source: String.raw`
      function f(c: boolean) {
        if (c) {
          var x = 1;
        }
        return x;
      }
      show([f(true), f(false) === undefined]);
    `,
  },
  {
    name: "var after use",
    source: String.raw`
      function f() {
        x = 3;
        var x;
        return x;
      }
      show(f());
      show(typeof (globalThis as any).x);
    `,
  },
  {
    name: "var same name as fn param",
    source: String.raw`
      function f(a: number) {
        {
          let a = 2;
          show(a);
        }
        show(a);
      }
      f(1);
    `,
  },
  {
    name: "param shadow hoist",
    source: String.raw`
      function f(a: any) {
        if (a) {
          let a = 2;
          return a;
        }
        return 3;
      }
      show(f(1));
    `,
  },
  {
    name: "var patterns",
    source: String.raw`
      function f() {
        var i;
        for (var i2 = 0; i2 < 3; i2++) {
          var last = i2;
        }
        return [i2, last, i];
      }
      show(f());
      function g(n: number) {
        while (n-- > 0) {
          var acc = (acc || 0) + n;
        }
        return acc;
      }
      show(g(3));
      function h() {
        try {
          var q = 1;
          throw 0;
        } catch {
          q = (q ?? 0) + 1;
        }
        return q;
      }
      show(h());
      function k(x: any) {
        for (var p of x) {
        }
        return p;
      }
      show(k([1, 2]));
    `,
  },
  {
    name: "var in switch, in if-else",
    source: String.raw`
      function f(x: number) {
        switch (x) {
          case 1:
            var a = "one";
            break;
          default:
            var a = "other";
        }
        return a;
      }
      show([f(1), f(2)]);
      function g(x: boolean) {
        if (x) var v = 1;
        else v = 2;
        return v;
      }
      show([g(true), g(false)]);
    `,
  },
  {
    name: "module state reassigned in closures",
    source: String.raw`
      let st = 0;
      const inc = () => {
        st++;
      };
      const get = () => st;
      inc();
      inc();
      show([st, get()]);
    `,
  },
  {
    name: "inlining hazards",
    source: String.raw`
      let c = 0;
      function next() {
        return ++c;
      }
      function pair(a: number, b: number) {
        return [a, b];
      }
      show(pair(next(), next()));
      const o = { v: next() };
      function rd() {
        const v = o.v;
        o.v = 9;
        return v;
      }
      show([rd(), o.v]);
    `,
  },
  {
    name: "early return then var use",
    source: String.raw`
      function f(a: number[]) {
        if (!a.length) return -1;
        let m = a[0]!;
        for (const x of a) if (x > m) m = x;
        return m;
      }
      show([f([]), f([1, 5, 3])]);
    `,
  },
];
