import type { Snippet } from "../snippet.ts";

export const inheritance: readonly Snippet[] = [
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
    name: "super method and getter",
    source: String.raw`
      class A {
        get v() {
          return 1;
        }
        m() {
          return 2;
        }
        set w(x: number) {
          (this as any).q = x;
        }
      }
      class B extends A {
        override get v() {
          return super.v + 10;
        }
        override m() {
          return super.m() + 10;
        }
        t() {
          return (() => super.m())();
        }
      }
      const b = new B();
      b.w = 4;
      show([b.v, b.m(), b.t(), (b as any).q]);
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
    name: "Object.create",
    source: String.raw`
      const o = Object.create({ a: 1 });
      show([o.a, Object.keys(o), "a" in o, o.hasOwnProperty("a")]);
      show(Object.create(null).x === undefined);
    `,
  },
  {
    name: "proto chains",
    source: String.raw`
      function F(this: any) {
        this.a = 1;
      }
      F.prototype.m = function () {
        return this.a;
      };
      show(new (F as any)().m());
    `,
  },
  {
    name: "class with toString",
    source: `
      class A {
        toString() {
          return "AA";
        }
      }
      show(\`\${new A()}\`);
      show("" + new A());
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
    name: "super props in ctor",
    source: String.raw`
      class A {
        k = 1;
        constructor(public z = 2) {}
        m() {
          return this.k;
        }
      }
      class B extends A {
        y: number;
        constructor() {
          super(7);
          this.y = super.m() + this.z;
        }
      }
      show(new B());
    `,
  },
  {
    name: "instance method override & polymorphism",
    source: String.raw`
      class A {
        name() {
          return "A";
        }
        hi() {
          return "hi " + this.name();
        }
      }
      class B extends A {
        override name() {
          return "B";
        }
      }
      show([new A().hi(), new B().hi()]);
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
          this.#v = x;
        }
      }
      class B extends A {
        override get v() {
          return super.v * 10;
        }
        override set v(x) {
          super.v = x + 1;
        }
      }
      const b = new B();
      b.v = 4;
      show(b.v);
    `,
  },
];
