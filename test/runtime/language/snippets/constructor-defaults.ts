// Fields of a class, and the default values of its constructor that come after them.
import type { Snippet } from "../snippet.ts";

export const constructorDefaults: readonly Snippet[] = [
  {
    name: "fields come before the default values of a constructor",
    source: String.raw`
      const a = (text: string) => { show(text); return text.length; };
      class A {
        f = a("field");
        constructor(readonly d = a("default"), { e, g = a("inner") } = { e: a("pattern") } as any, h = 2) {
          show([d, e, g, h, this.f]);
        }
      }
      show([new A().f, new A(1, { e: 2 }, 3).d]);
      class B extends A { own = a("own"); constructor(x = a("x")) { super(x); } }
      show(new B().own);
      `,
  },
  {
    name: "a default value that reads another, behind a field",
    source: String.raw`
      let n = 0;
      const next = () => ++n;
      class A {
        id = next();
        sum: number;
        constructor(a = next(), b = a) {
          this.sum = a * 10 + b;
        }
      }
      show([new A(), new A(5)]);
      class B {
        id = next();
        all: any[];
        constructor(a = next(), { b = a }: any = {}, [c = a + b]: any[] = [], d = 1) {
          this.all = [a, b, c, d];
        }
      }
      show([new B().all, new B(5, { b: 2 }).all]);
    `,
  },
  {
    name: "a default value that reads what a field has written",
    source: String.raw`
      let made = 0;
      class A {
        id = ++made;
        constructor(readonly at = made) {}
      }
      show([new A().at, new A().at, new A(7).at]);
      class B {
        id = (made += 2);
        constructor(readonly at = [made]) {}
      }
      show([new B().at, new B().at]);
    `,
  },
  {
    name: "a default value that writes what a field reads",
    source: String.raw`
      let made = 0;
      class A {
        id = made;
        constructor(readonly at = ++made) {}
      }
      show([new A().id, new A().id, new A().at]);
    `,
  },
  {
    name: "a default value within the pattern of a parameter",
    source: String.raw`
      let n = 0;
      const next = () => ++n;
      class A {
        id = next();
        at: number;
        constructor({ at = next() }: any) {
          this.at = at;
        }
      }
      show([new A({}), new A({ at: 5 })]);
    `,
  },
  {
    name: "a default value that reads the fields",
    source: String.raw`
      let n = 0;
      class A {
        base = [1, 2];
        next = () => ++n;
        constructor(readonly last = this.base[1], readonly at = this.next()) {}
      }
      show([new A().last, new A(5).last, new A().at]);
      class B {
        #list = [1, 2, 3];
        constructor(readonly size = this.#list.length) {}
      }
      show(new B().size);
      const log: any[] = [];
      class C {
        id = log.push("field");
        constructor(readonly first = log[0]) {}
      }
      show([new C().first, new C().first]);
    `,
  },
  {
    name: "a name of the body that a default value has, too",
    source: String.raw`
      let n = 0;
      const next = () => ++n;
      class A {
        static made = next();
        id = next();
        all: number[];
        constructor(a = next()) {
          const next = 5;
          this.all = [a, next];
        }
      }
      show([A.made, new A(), new A(1).all]);
    `,
  },
];
