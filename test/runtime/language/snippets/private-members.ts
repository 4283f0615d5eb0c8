import type { Snippet } from "../snippet.ts";

export const privateMembers: readonly Snippet[] = [
  {
    name: "private",
    source: String.raw`
      class A {
        #v = 1;
        #m() {
          return this.#v + 1;
        }
        get() {
          this.#v++;
          return this.#m();
        }
        static #c = 0;
        static inc() {
          return ++A.#c;
        }
        has(o: any) {
          return #v in o;
        }
      }
      const a = new A();
      show([a.get(), a.get(), A.inc(), A.inc(), a.has(a), a.has({})]);
      show(Object.keys(a));
      show(a);
    `,
  },
  {
    name: "private accessor",
    source: String.raw`
      class A {
        #v = 1;
        get #p() {
          return this.#v;
        }
        set #p(x) {
          this.#v = x * 2;
        }
        t() {
          this.#p = 5;
          this.#p += 1;
          return this.#p;
        }
      }
      show(new A().t());
    `,
  },
  {
    name: "private inheritance same name",
    source: String.raw`
      class A {
        #x = 1;
        ax() {
          return this.#x;
        }
      }
      class B extends A {
        #x = 2;
        bx() {
          return this.#x;
        }
      }
      const b = new B();
      show([b.ax(), b.bx()]);
    `,
  },
  {
    name: "private in closure and callback",
    source: String.raw`
      class A {
        #v = [1, 2];
        sum() {
          let s = 0;
          this.#v.forEach((x) => {
            s += x * this.#v.length;
          });
          return s;
        }
        set(v: number[]) {
          [this.#v[0], this.#v[1]] = v;
          ({ a: this.#v } = { a: this.#v });
          return this;
        }
      }
      show(new A().set([3, 4]).sum());
    `,
  },
  {
    name: "class in function with closure, private methods bound",
    source: String.raw`
      function mk(n: number) {
        class C {
          #n = n;
          get() {
            return this.#n;
          }
        }
        return new C();
      }
      show(mk(3).get() + mk(4).get());
    `,
  },
  {
    name: "static private method & field in inheritance",
    source: String.raw`
      class A {
        static #c = 1;
        static inc() {
          A.#c++;
          return A.#c;
        }
      }
      class B extends A {}
      show([B.inc(), A.inc()]);
    `,
  },
];
