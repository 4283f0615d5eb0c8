import type { Snippet } from "../snippet.ts";

export const staticMembers: readonly Snippet[] = [
  {
    name: "static inheritance",
    source: String.raw`
      class A {
        static s = 1;
        static m() {
          return "A" + this.s;
        }
      }
      class B extends A {
        static override m() {
          return "B" + super.m();
        }
      }
      class C extends B {}
      show([B.s, B.m(), C.m()]);
      B.s = 2;
      show([A.s, C.s]);
    `,
  },
  {
    name: "getter on class inherited",
    source: String.raw`
      class A {
        get x() {
          return 1;
        }
      }
      class B extends A {}
      show(new B().x);
      class C extends A {
        override get x() {
          return super.x + 1;
        }
      }
      show(new C().x);
    `,
  },
  {
    name: "super in static and arrow",
    source: String.raw`
      class A {
        static s() {
          return 1;
        }
        i() {
          return 2;
        }
      }
      class B extends A {
        static override s() {
          return [0].map(() => super.s() + 1)[0]!;
        }
        override i() {
          const f = () => super.i() + 1;
          return f();
        }
      }
      show([B.s(), new B().i()]);
    `,
  },
  {
    name: "static inherited accessor and late write",
    source: String.raw`
      class A {
        static n = 1;
        static get d() {
          return this.n * 2;
        }
        static bump() {
          this.n++;
          return this.n;
        }
      }
      class B extends A {}
      A.n = 5;
      show([B.n, B.d]);
      show(B.bump());
      show([A.n, B.n]);
      A.bump();
      show([A.n, B.n]);
    `,
  },
  {
    name: "getter/setter inheritance override",
    source: String.raw`
      class A {
        #v = 1;
        get v() {
          return this.#v;
        }
        set v(x) {
          this.set(x);
        }
        set(x: number) {
          this.#v = x;
        }
        get() {
          return this.#v;
        }
      }
      class B extends A {
        override get v() {
          return this.get() * 10;
        }
        override set v(x) {
          this.set(x + 1);
        }
      }
      const b = new B();
      b.v = 4;
      show(b.v);
    `,
  },
  {
    name: "static accessor that reads what the subclass has",
    source: String.raw`
      class A {
        static n = 1;
        static get twice() {
          return this.n * 2;
        }
        static set twice(v: number) {
          this.n = v / 2;
        }
        static list() {
          return [this.n];
        }
      }
      class B extends A {
        static override n = 5;
      }
      class C extends B {}
      show([A.twice, B.twice, C.twice, C.list()]);
      B.twice = 20;
      show([A.n, B.n, C.n]);
      C.twice = 4;
      show([A.n, B.n, C.n]);
    `,
  },
  {
    name: "a class that lists its fields",
    source: `
      class Color {
        static readonly RED = new Color("red");
        static readonly BLUE = new Color("blue");
        static get first() { return Color.RED; }
        static all() { return Object.values(Color) as Color[]; }
        private constructor(readonly label: string) {}
      }
      show(Object.keys(Color));
      show(Color.all().map((c) => c.label));
      class Level {
        static readonly LOW = 1;
        static readonly HIGH = 2;
        static nameOf(n: number) { return Object.entries(Level).find(([, v]) => v === n)?.[0] ?? "none"; }
      }
      show([1, 2, 3].map((n) => Level.nameOf(n)));
      class A { static x = 1; static m() {} }
      class B extends A { static y = 2; }
      show([Object.keys(B), Object.entries(A), B.x]);
      class C extends A { static override x = 5; }
      C.x = 6;
      show([Object.keys(C), Object.values(C), A.x]);
      function f() { return 1; }
      f.count = 1;
      show([Object.keys(f), Object.keys({ m() {}, a: 1 }), Object.keys([7]), Object.keys("ab")]);
    `,
  },
  {
    name: "super in static fields and blocks",
    source: `
      class A {
        static fields = ["a"];
        static get kind() {
          return "k" + this.fields.length;
        }
      }
      class B extends A {
        static override fields = [...super.fields, "b"];
        static own = super.kind;
        static {
          show([super.fields, super.kind]);
        }
      }
      show([B.fields, B.own, A.fields]);
    `,
  },
  {
    name: "static accessors of a class in a block that names itself",
    source: String.raw`
      {
        class K { static kept = 1; static get all() { return [K.kept, K.name2]; } static set all(v: any) { K.kept = v; } static name2 = "k"; }
        show(K.all);
        K.all = 5;
        show(K.all);
      }
      if (JSON.parse("1")) {
        class R { static get z() { return 1; } m() { return R; } }
        show([R.z, new R().m() === R]);
      }
      {
        const S = class Named { static get me() { return Named; } static f = 2; };
        show([S.me === S, S.f]);
      }
    `,
  },
  {
    name: "functions that getters of an object's own give, called at once",
    source: `
      const o: any = {
        n: 0,
        g: {
          k: 3,
          get h() {
            return (x: number) => x + this.k;
          },
        },
        get f() {
          this.n++;
          return function (this: any, ...x: number[]) {
            return [this === o, ...x];
          };
        },
      };
      const [key, on]: string[] = JSON.parse('["f", "on"]');
      const get = () => o;
      show(o.f(1), o[key!](2), get().f(3), get()[key!](4), o["f"](5), o.f(...[6, 7]), o.f?.(8), o[key!]?.(9));
      show(o.n, o.g.h(4));
      try {
        o[on!](1);
      } catch (error) {
        show(error instanceof TypeError);
      }
      class A {
        static list = [1];
        static get all() {
          return () => this.list;
        }
        static get map() {
          return (x: number) => this.list.length + x;
        }
      }
      class B extends A {
        static list = [1, 2];
      }
      show(A.all(), B.all(), A.map(2), [1].map((x) => x + 1));
      const defined: any = { z: 7 };
      Object.defineProperty(defined, "q", {
        get() {
          return () => this.z;
        },
        enumerable: true,
      });
      show(defined.q());
      class P {
        constructor(readonly x: number) {}
      }
      const made: any = {
        kind: P,
        get Kind() {
          return this.kind;
        },
        get tag() {
          return (parts: TemplateStringsArray, ...values: any[]) => [this.kind === P, ...parts, ...values];
        },
      };
      show(new made.Kind(3).x, made.tag\`a\${1}b\`);
      const table: any = { inc: (x: number) => x + 1, dec: (x: number) => x - 1 };
      for (const name of Object.keys(table)) show(table[name](5));
    `,
  },
];
