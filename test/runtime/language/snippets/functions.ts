import type { Snippet } from "../snippet.ts";

export const functions: readonly Snippet[] = [
  {
    name: "fn length",
    source: String.raw`
      show(((a: any, b: any) => 1).length);
    `,
  },
  {
    name: "shadowing",
    source: String.raw`
      let x = 1;
      {
        let x = 2;
        {
          const x = 3;
          show(x);
        }
        show(x);
      }
      show(x);
    `,
  },
  {
    name: "closure counters",
    source: String.raw`
      const mk = () => {
        let n = 0;
        return { inc: () => ++n, get: () => n };
      };
      const a = mk(),
        b = mk();
      a.inc();
      a.inc();
      b.inc();
      show([a.get(), b.get()]);
    `,
  },
  {
    name: "this in callbacks",
    source: String.raw`
      const o = {
        k: 5,
        m() {
          return [1].map(function (this: any) {
            return this === undefined || this !== o;
          })[0];
        },
        a() {
          return [1].map(() => this.k);
        },
      };
      show(o.a());
    `,
  },
  {
    name: "bind call apply",
    source: String.raw`
      function f(this: any, a: number, b: number) {
        return this.k + a + b;
      }
      show([f.call({ k: 1 }, 2, 3), f.apply({ k: 1 }, [2, 3]), f.bind({ k: 1 }, 2)(3)]);
    `,
  },
  {
    name: "recursion",
    source: String.raw`
      function fib(n: number): number {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
      }
      show(fib(10));
    `,
  },
  {
    name: "enum",
    source: String.raw`
      enum E {
        A,
        B = 5,
        C,
      }
      show([E.A, E.C, E[5]]);
      const enum CE {
        X = "x",
      }
      show(CE.X);
      enum T {
        On = "on",
      }
      show(Object.keys(T));
    `,
  },
  {
    name: "namespace",
    source: String.raw`
      namespace N {
        export const a = 1;
        export function f() {
          return a;
        }
      }
      show(N.f());
    `,
  },
  {
    name: "iife and async iife",
    source: String.raw`
      (() => {
        show("i");
      })();
      (async () => {
        show("a");
      })();
    `,
  },
  {
    name: "numeric separators, literals",
    source: String.raw`
      show([1_000, 0b101, 0o17, 0xff, 0.5, 5, 1e3]);
    `,
  },
  {
    name: "object method shorthand with default, getters with closures",
    source: String.raw`
      const mk = (n = 1) => ({
        n,
        inc(by = 1) {
          this.n += by;
          return this;
        },
        get dbl() {
          return this.n * 2;
        },
      });
      show(mk(3).inc().inc(4).dbl);
    `,
  },
  {
    name: "nested functions & recursion closures",
    source: String.raw`
      function outer() {
        const r: number[] = [];
        const go = (n: number): void => {
          if (n > 0) {
            r.push(n);
            go(n - 1);
          }
        };
        go(3);
        return r;
      }
      show(outer());
    `,
  },
  {
    name: "object literal returns, arrow body object",
    source: String.raw`
      const f = () => ({ a: 1 });
      const g = () => [];
      const h = () => {};
      show([f(), g(), h() === undefined]);
    `,
  },
  {
    name: "object keys quoting and reserved words",
    source: String.raw`
      const o: any = { "a-b": 1, default: 2, class: 3, if: 4 };
      show([o["a-b"], o.default, o.class, o.if]);
      show(o);
    `,
  },
  {
    name: "dynamic property functions",
    source: String.raw`
      const t: Record<string, (x: number) => number> = { dbl: (x) => x * 2, ["tri"]: (x) => x * 3 };
      show(Object.keys(t).map((k) => t[k]!(2)));
    `,
  },
];
