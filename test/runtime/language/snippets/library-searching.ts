// Holes, empty texts, dates that are none, accessors of super.
import type { Snippet } from "../snippet.ts";

export const librarySearching: readonly Snippet[] = [
  {
    name: "pads",
    source: String.raw`
      const by: string[] = ["", "-", JSON.parse('""')];
      show(by.map((b) => "ab".padStart(5, b) + "|" + "ab".padEnd(5, b)));
      show("x".padStart(3) + "x".padEnd(2, "."));
    `,
  },
  {
    name: "tags",
    source: String.raw`
      class A {}
      show(
        [
          [],
          {},
          null,
          undefined,
          1,
          "s",
          true,
          () => 1,
          new Date(),
          /a/,
          /(a|b)/,
          new Error("x"),
          new A(),
          new Uint8Array(1),
        ].map((x) => Object.prototype.toString.call(x)),
      );
    `,
  },
  {
    name: "finding",
    source: String.raw`
      const pool: (number | undefined)[] = new Array(3);
      show(pool.findIndex((x) => x === undefined));
      pool[0] = 4;
      show(pool.findIndex((x) => x === undefined));
      show(pool.find((x) => x === 4));
      show(pool.find((x) => x === 5));
      const grown: number[] = [];
      grown[2] = 1;
      show(grown.find((x) => !x));
      show(grown.findIndex((x) => !x));
      show(new Array(3).map(() => 1).length);
      show(JSON.stringify(pool.map((x) => x)));
      show(
        [1].find(
          function (this: any, x) {
            return x === this.x;
          },
          { x: 1 },
        ),
      );
    `,
  },
  {
    name: "searching",
    source: String.raw`
      const q: string[] = ["", "a", "b"];
      show(q.map((x) => q.map((y) => x.includes(y))));
      show(q.map((x) => q.map((y) => x.indexOf(y))));
      show(q.includes("a"));
      show([1, 2, 3].indexOf(1, -1));
      show([1, NaN].includes(NaN));
      const last = (l: number[], k: number) => l.indexOf(3, k);
      show([-1, -2, 0, 1].map((k) => last([3, 1, 2], k)));
    `,
  },
  {
    name: "invalid date",
    source: String.raw`
      for (const t of ["garbage", "2024-13-01", "2024-01-02T03:04:05Z"]) {
        const d = new Date(t);
        show(isNaN(d.getTime()));
        show(d.getUTCFullYear());
        try {
          show(d.toISOString());
        } catch (e) {
          show(e instanceof RangeError);
        }
        show(JSON.stringify({ d }));
      }
    `,
  },
  {
    name: "super accessors of a base that has no name",
    source: `
      type Ctor<T = {}> = new (...a: any[]) => T;
      class Base { v = 4; get dbl() { return this.v * 2; } static kind = "base"; static get label() { return "L" + this.kind; } }
      const Mixed = <B extends Ctor<Base>>(B: B) => class extends B { get dbl() { return super.dbl + 1; } };
      class X extends Mixed(Base) { get dbl() { return super.dbl * 10; } }
      show(new X().dbl);
      const make = (n: number) => class { v = n; get dbl() { return this.v * 2; } };
      class D extends make(4) { up() { return super.dbl; } key(k: string) { return (super[k as "dbl"]); } arrow() { return (() => super.dbl)(); } }
      show([new D().up(), new D().key("dbl"), new D().arrow()]);
      const list = [make(1), make(2)];
      const all = list.map((_, i) => class extends list[i]! { get dbl() { return super.dbl + 100; } });
      show(all.map((C) => new C().dbl));
      const made: any[] = [];
      for (const n of [3, 5]) made.push(class extends make(n) { get dbl() { return super.dbl + 1; } });
      show(made.map((C) => new C().dbl));
      const pick = (b: any) => b;
      class S extends pick(Base) { static kind = "s"; static get label() { return "<" + super.label + ">"; } }
      show((S as any).label);
      const Anon = class extends pick(Base) { static kind = "anon"; static get label() { return "<" + super.label + ">"; } };
      show((Anon as any).label);
    `,
  },
  {
    name: "super accessors",
    source: String.raw`
      class A {
        _v = 1;
        get v() {
          return this._v;
        }
        m() {
          return 1;
        }
        static _s = 2;
        static get s() {
          return this._s;
        }
      }
      class B extends A {
        get v() {
          return super.v * 10;
        }
        f() {
          return [1, 2].map((x) => super.v + x);
        }
        g() {
          return typeof super.m;
        }
        h() {
          return super["v"];
        }
        static get s() {
          return super.s + 1;
        }
      }
      class C extends B {
        _v = 5;
        get v() {
          return super.v + 1;
        }
      }
      show(new B().v);
      show(new B().f());
      show(new B().g());
      show(new B().h());
      show(B.s);
      show(new C().v);
      class Box {
        constructor(private w: number) {}
        get area() {
          return this.w * this.w;
        }
        get info() {
          return "area " + this.area;
        }
      }
      class Cube extends Box {
        get info() {
          return super.info + "!";
        }
      }
      show(new Cube(3).info);
    `,
  },
  {
    name: "places below 0",
    source: String.raw`
      const texts = ["abc", "x"];
      const before = (text: string, i: number) => text[i - 1] ?? "none";
      show(texts.map((t) => [before(t, 0), before(t, 1), before(t, 9)]));
      const bytes = new Uint8Array([1, 2]);
      const last = (b: Uint8Array, n: number) => b[n - 1] === undefined;
      show([last(bytes, 0), last(bytes, 2)]);
      const o: Record<number, string> = { [-1]: "minus" };
      const at = (n: number) => o[n - 1];
      show(at(0));
      const grid = ["..", ".#"];
      const near = (x: number, y: number) => {
        let n = 0;
        for (const dx of [-1, 0, 1]) if (grid[y - 1]?.[x - dx] === "#") n++;
        return n;
      };
      show([near(0, 0), near(0, 2), near(1, 2)]);
    `,
  },
];
