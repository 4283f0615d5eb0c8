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
  {
    name: "length of functions with default values",
    source: String.raw`
      const curry = (f: any, given: any[] = []): any => (...more: any[]) => {
        const all = given.concat(more);
        return all.length >= f.length ? f(...all) : curry(f, all);
      };
      const add = (a: number, b: number, c = 10) => a + b + c;
      show([add.length, ((a = 1) => a).length, curry(add)(1)(2), curry((x: number, { y } = { y: 5 }) => x + y)(1)]);
      function some(a: number, b = a + 1, ...rest: number[]) { return [a, b, ...rest]; }
      show([some.length, some(1), some(1, undefined, 3), some(1, 2, 3, 4), (function (a: any) { return a; }).length]);
      const asks = (f: (...all: any[]) => any) => [f.length, f()];
      show([asks((a = 3) => a), asks(([a, b] = [1, 2], { c } = { c: 3 }) => a + b + c), asks(() => 0)]);
    `,
  },
  {
    name: "methods that are handed on with their object",
    source: String.raw`
      class A {
        n = 1;
        add(x: number) { return x + this.n; }
        static of(x: number) { return x * 2; }
        bound = (x: number) => x + this.n;
        both() { return [[1, 2].map((x) => this.add(x)), [1].map(this.add, this), [1].map(this.bound), [1].map(A.of)]; }
      }
      const a = new A();
      const add = a.add.bind(a);
      const same = a.add;
      show([a.both(), add(5), same === a.add, same.call({ n: 7 } as A, 1)]);
    `,
  },
  {
    name: "a method put into a literal is one of the literal",
    source: `
      class Led { pin = 1; read() { return this.pin; } }
      const led = new Led();
      const holder = { read: led.read, pin: 5 };
      show(holder.read());
      const base = { n: 1, hi() { return this.n; } };
      const derived = { n: 2, hi: base.hi };
      show([derived.hi(), { n: 3, hi: Led.prototype.read && base.hi }.hi()]);
      const bare = { pin: 6, read: Led.prototype.read };
      show(bare.read());
      const kept = led.read;
      const listed: any = [kept, 7];
      listed.pin = 8;
      show([listed[0](), { pin: 9, read: kept }.read(), { pin: 4, ["read"]: led["read"] }["read"]()]);
    `,
  },
  {
    name: "bind of a bound function",
    source: String.raw`
      const f = function (this: any, ...values: number[]) {
        return [this.x, ...values];
      };
      const bound = f.bind({ x: 1 }, 5);
      show(bound.bind({ x: 7 }, 6)(7), f.bind({ x: 1 }).bind({ x: 2 }).bind({ x: 3 })(1));
      show(bound.call({ x: 9 }, 4), bound.apply({ x: 9 }, [3]));
      class A {
        x = 4;
        constructor() {
          this.go = this.go.bind(this);
        }
        go() {
          return this.x;
        }
      }
      const a = new A();
      const twice = (g: () => number, o: object) => g.bind(o)();
      const plain = function (this: any) {
        return this.x;
      };
      show(a.go.bind({ x: 3 })(), twice(a.go, { x: 5 }), twice(plain, { x: 6 }));
      show(Math.max.bind(null, 3).bind(undefined, 9)(4));
    `,
  },
];
