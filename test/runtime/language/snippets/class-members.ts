import type { Snippet } from "../snippet.ts";

export const classMembers: readonly Snippet[] = [
  {
    name: "class fields",
    source: String.raw`
      class A {
        a = 1;
        b;
        c?: string;
        d = this.a + 1;
        static s = 5;
        static t;
        ["comp" + 1] = 3;
      }
      const i = new A();
      show([i.a, i.b, i.d, A.s, (i as any).comp1, "b" in i, Object.keys(i)]);
    `,
  },
  {
    name: "arrow field",
    source: String.raw`
      class A {
        v = 1;
        f = () => this.v;
      }
      const f = new A().f;
      show(f());
    `,
  },
  {
    name: "computed keys",
    source: `
      const k = "a";
      const o = {
        [k]: 1,
        [k + "b"]: 2,
        c: 3,
        [\`m\${1}\`]() {
          return 4;
        },
      };
      show(o);
      show(o.m1());
    `,
  },
  {
    name: "getter setter static",
    source: String.raw`
      class A {
        static _v = 1;
        static get v() {
          return A._v;
        }
        static set v(x) {
          A._v = x;
        }
      }
      A.v = 9;
      show(A.v);
    `,
  },
  {
    name: "class expression and name closures",
    source: String.raw`
      const mk = (k: number) =>
        class {
          v() {
            return k;
          }
        };
      const A = mk(1),
        B = mk(2);
      show([new A().v(), new B().v()]);
    `,
  },
  {
    name: "class getter on static, computed method, symbol-less iteration",
    source: String.raw`
      class A {
        static ["x" + 1]() {
          return 2;
        }
        ["y"]() {
          return 3;
        }
      }
      show((A as any).x1());
      show(new A().y());
    `,
  },
  {
    name: "static block",
    source: String.raw`
      class A {
        static m: Record<string, number> = {};
        static {
          for (const k of ["a", "b"]) A.m[k] = k.charCodeAt(0);
        }
      }
      show(A.m);
    `,
  },
  {
    name: "abstract and param props",
    source: String.raw`
      abstract class A {
        constructor(
          protected k: number,
          readonly z = "q",
        ) {}
        abstract m(): number;
      }
      class B extends A {
        m() {
          return this.k * 2;
        }
      }
      show([new B(4).m(), new B(1).z]);
    `,
  },
  {
    name: "field init order",
    source: String.raw`
      const l: string[] = [];
      class A {
        a = l.push("a");
        constructor() {
          l.push("ctor");
        }
      }
      class B extends A {
        b = l.push("b");
        constructor() {
          l.push("pre");
          super();
          l.push("post");
        }
      }
      new B();
      show(l);
    `,
  },
  {
    name: "class accessor only setter",
    source: String.raw`
      class A {
        l: number[] = [];
        set add(x: number) {
          this.l.push(x);
        }
      }
      const a = new A();
      a.add = 1;
      a.add = 2;
      show(a.l);
    `,
  },
  {
    name: "members that are called as methods of lists are",
    source: String.raw`
      class Aborted extends Error { constructor(readonly at: number, private sort = "up") { super("aborted"); } way() { return this.sort; } }
      const e = new Aborted(3);
      const f = ({ at }: Aborted) => at;
      show([e.at, f(e), e.way()]);
      class Stats {
        private readonly list = [1, 2, 3];
        static values() { return [4, 5]; }
        values() { return this.list; }
        entries() { return this.list.map((v, i) => ({ i, v })); }
        keys() { return ["a"]; }
      }
      const s = new Stats();
      show([s.values().map((x) => x * 2), s.entries().filter((each) => each.v > 1).length, s.keys().join()]);
      show(Stats.values().map((x) => x + 1));
    `,
  },
  {
    name: "an assignment does not read an accessor",
    source: `
      let reads = 0;
      const o = { get a() { reads++; return 1; }, set a(v: number) { show(["set", v]); } };
      o.a = 2;
      show(reads);
      o.a += 5;
      o["a"] = 4;
      show(reads);
      show([(o.a = 9), reads]);
      o.a++;
      ++o.a;
      show(reads);
    `,
  },
  {
    name: "an assignment to an accessor whose getter throws",
    source: `
      class A {
        #v?: number;
        get value(): number { if (this.#v === undefined) throw new Error("unset"); return this.#v; }
        set value(v: number) { if (v >= 0) this.#v = v; }
        constructor(v = -1) { this.value = v; }
      }
      class B extends A { n = 1; }
      class S { static n = 0; static get c() { S.n++; return 1; } static set c(v: number) { S.n += v * 100; } }
      class T extends S {}
      const b = new B();
      try { show(b.value); } catch (error) { show(String(error)); }
      b.value = 3;
      b.value += 1;
      show([b.value, b.n, new B(7).value]);
      S.c = 2;
      T.c = 1;
      show(S.n);
    `,
  },
  {
    name: "a write to an accessor of any that has no setter throws",
    source: `
      // A class is strict, as modules are.
      class Strict { static put(o: any) { o.a = 2; o.b = 3; return o.a + o.b; } }
      class A { get a() { return 1; } }
      const tried = (o: any) => { try { return Strict.put(o); } catch (error) { return [error instanceof TypeError, o.b]; } };
      show([{ get a() { return 1; }, b: 0 }, new A(), { a: 0 }, { b: 1 }].map(tried));
    `,
  },
  {
    name: "a getter is called where nobody takes what it gives",
    source: String.raw`
      let n = 0;
      const key = ["z"][0]!;
      const unused = { k: 1, [key]: 1, get g() { n++; return 1; } }.g;
      let { g: a = 1 }: any = { [key]: 2, get g() { n += 10; return 1; } };
      show(n);
      class A {
        static n = 0;
        get x() { A.n++; return 1; }
        static get y() { A.n += 10; return 2; }
      }
      const o = new A();
      const u1 = o.x, u2 = A.y;
      o.x; A.y;
      show(A.n);
      for (let i = 0; i < 3; ) { const c = { k: 1, ["z" + i]: 1, get g() { return (i += 2); } }.g; }
      show("end");
    `,
  },
  {
    name: "members named by numbers that are an object's own",
    source: String.raw`
      abstract class Base {
        abstract 4(): number;
      }
      class S extends Base {
        static 5() {
          return 1;
        }
        static get 6() {
          return 2;
        }
        static 8 = 9;
        4 = () => 3;
        7 = () => this[4]() + 1;
        0.5() {
          return 12;
        }
      }
      class T extends S {
        static 5() {
          return super[5]() + 1;
        }
        0.5() {
          return super[0.5]() + 1;
        }
      }
      const t = new T();
      show(T[5](), T[6], T[8], t[4](), t[7](), t[0.5]());
      const o = { 1: () => 2, "5": () => 6, 7: 8 };
      show(o[1](), o[5](), o[7], Object.keys(o));
    `,
  },
];
