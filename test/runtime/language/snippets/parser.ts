// Minified statements and expressions of which Espruino's parser would skip or run another part.
import type { Snippet } from "../snippet.ts";

export const parser: readonly Snippet[] = [
  {
    name: "loops in the cases after the one that runs",
    source: String.raw`
      function f(x: any) {
        let n = 0;
        for (let i = 0; i < 2; i++) {
          switch (x) {
            case 0:
              n++;
              break;
            case 1:
              continue;
            case 2:
              do {
                n += 10;
              } while (n < 25);
            case "arm":
              n += 100;
              break;
            case 3:
              for (;;) if (n++ > 5) break;
            default:
              do n += 1000;
              while (n < 1500);
          }
          n += 10000;
        }
        return n;
      }
      show([0, 1, 2, 3, "arm", "x"].map(f));
    `,
  },
  {
    name: "do with a break in its first turn",
    source: String.raw`
      function f(limit: number) {
        let tries = 0;
        const fs: any[] = [];
        do {
          const at = tries;
          fs.push(() => at);
          if (at >= limit) break;
          if (at === 1) continue;
          fs.push(() => -at);
        } while (tries++ < 5);
        let left = 3;
        do if (limit === 1) break;
        while (--left > 0);
        return [tries, left, fs.map((each) => each())];
      }
      show([f(0), f(1), f(3), f(9)]);
    `,
  },
  {
    name: "return at the end of a function",
    source: String.raw`
      let n = 0;
      function f() {
        for (;;) if (n++ > 3) return;
      }
      function g(a: number) {
        while (true) {
          n++;
          if (a) {
            if (n > 10) return;
          } else return;
        }
      }
      f();
      show(n);
      g(1);
      show(n);
      g(0);
      show(n);
    `,
  },
  {
    name: "in before a loop and in its head",
    source: String.raw`
      const o: any = { a: 1 };
      function f(key: string) {
        const has = key in o;
        let s = "";
        for (let i = 0; i < 2; i++) s += has ? "y" : "n";
        if (key === "b") for (let i = ("a" in o) ? 1 : 0, n = 4; i < n; i++) s += i;
        return s;
      }
      show([f("a"), f("b")]);
    `,
  },
  {
    name: "sequence in an index and in a case",
    source: String.raw`
      const list = [5, 6, 7];
      let i = 0;
      let n = 0;
      show([list[(i++, i)], list[((n += 2), n)]]);
      function f(x: number) {
        switch (x) {
          case (n++, 4):
            return "four";
        }
        return n;
      }
      show([f(4), f(5)]);
    `,
  },
  {
    name: "delete of a member of a result",
    source: String.raw`
      const o: any = { a: 1, b: { c: 2, d: 3 } };
      const f = () => o;
      delete f().a;
      delete f().b.c;
      delete o.b["d"];
      show(o);
    `,
  },
  {
    name: "exception in an object literal",
    source: String.raw`
      const fail = (x: any): any => {
        if (x) throw new Error("no " + x);
        return x;
      };
      function f(this: any, n: number) {
        try {
          const o = { a: fail(n === 1), b: { c: fail(n === 2) }, d: [{ e: fail(n === 3), f: 2 }] };
          show(o);
        } catch (e: any) {
          show(e.message);
        } finally {
          show("end");
        }
        return n;
      }
      show([0, 1, 2, 3].map(f));
      class A {
        k = 7;
        read(x: any): any {
          try {
            return { k: fail(x) || this.k, l: x.y.z, m: this.k };
          } catch {
            return "caught";
          }
        }
      }
      const a = new A();
      show([a.read(0), a.read(1)]);
    `,
  },
  {
    name: "exception in an argument before an object",
    source: String.raw`
      const fail = (x: any): any => {
        if (x) throw "no";
        return "k";
      };
      for (const x of [0, 1]) {
        try {
          show(Object.assign(fail(x) ? {} : {}, { a: 1 }));
          show(["x"].concat(fail(x), { a: 1 } as any));
        } catch (e) {
          show(e);
        }
        show("after");
      }
    `,
  },
];
