import type { Snippet } from "../snippet.ts";

export const inheritance: readonly Snippet[] = [
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
    name: "Object.create",
    source: String.raw`
      const o = Object.create({ a: 1 });
      show([o.a, Object.keys(o), "a" in o, o.hasOwnProperty("a")]);
      show(Object.create({}).x === undefined);
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
];
