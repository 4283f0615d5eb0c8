import type { Snippet } from "../snippet.ts";

export const async: readonly Snippet[] = [
  {
    name: "async",
    source: String.raw`
      const d = (ms: number, v: any) => new Promise<any>((r) => setTimeout(() => r(v), ms));
      async function f() {
        const a = await d(2, 1);
        const b = await d(1, 2);
        return a + b;
      }
      f().then((v) => show(v));
      show("sync");
    `,
  },
  {
    name: "async throw",
    source: String.raw`
      async function f() {
        throw new Error("x");
      }
      async function g() {
        try {
          await f();
        } catch (e: any) {
          return "c" + e.message;
        } finally {
          show("fin");
        }
      }
      g().then((v) => show(v));
    `,
  },
  {
    name: "async loop",
    source: String.raw`
      const d = (v: number) => new Promise<number>((r) => setTimeout(() => r(v), 1));
      async function f() {
        let s = 0;
        for (let i = 0; i < 3; i++) {
          s += await d(i);
        }
        for (const x of [10, 20]) {
          s += await d(x);
        }
        return s;
      }
      f().then((v) => show(v));
    `,
  },
  {
    name: "async method arrow this",
    source: String.raw`
      class A {
        v = 4;
        async m() {
          await null;
          return this.v;
        }
        n = async () => {
          await 1;
          return this.v + 1;
        };
      }
      const a = new A();
      a.m().then(show);
      a.n().then(show);
    `,
  },
  {
    name: "await rejected",
    source: String.raw`
      async function f() {
        try {
          await Promise.reject(new Error("r"));
        } catch (e: any) {
          return e.message;
        }
      }
      f().then(show);
    `,
  },
  {
    name: "async class, error in then, nested async, try finally with await, return in try",
    source: String.raw`
      async function f(n: number): Promise<string> {
        try {
          if (n === 0) return "zero";
          if (n === 1) throw new Error("one");
          await null;
          return "two";
        } catch (e: any) {
          await null;
          return "caught " + e.message;
        } finally {
          await null;
          show("fin" + n);
        }
      }
      (async () => {
        for (const n of [0, 1, 2]) show(await f(n));
      })();
    `,
  },
  {
    name: "async break continue nested loops",
    source: String.raw`
      (async () => {
        const l: any[] = [];
        for (let i = 0; i < 4; i++) {
          if (i === 1) continue;
          for (const j of [0, 1, 2]) {
            if (j === 1) break;
            l.push([i, await j]);
          }
          if (i === 2) break;
        }
        show(l);
      })();
    `,
  },
  {
    name: "async while do switch",
    source: String.raw`
      (async () => {
        let i = 0;
        const l: any[] = [];
        while (true) {
          i++;
          switch (await i) {
            case 1:
              l.push("a");
              break;
            case 2:
              l.push("b");
              continue;
            default:
              l.push("d");
          }
          if (i > 3) break;
        }
        do {
          l.push(await i--);
        } while (i > 2);
        show(l);
      })();
    `,
  },
  {
    name: "async closures capture per iteration",
    source: String.raw`
      (async () => {
        const fs: any[] = [];
        for (let i = 0; i < 3; i++) {
          await null;
          fs.push(() => i);
        }
        show(fs.map((f) => f()));
      })();
    `,
  },
  {
    name: "async throw sync part, unhandled in nested, promise all",
    source: String.raw`
      const bad = async () => {
        throw "b";
      };
      bad().catch((e) => show(e));
      Promise.all([1, 2].map(async (x) => x * 2)).then(show);
      (async () => {
        try {
          await Promise.all([bad()]);
        } catch (e) {
          show("all " + e);
        }
      })();
    `,
  },
  {
    name: "async params default rest destr",
    source: String.raw`
      const f = async ({ a = 1 }: any = {}, ...r: number[]) => [a, r.length];
      f().then(show);
      f({ a: 5 }, 1, 2).then(show);
    `,
  },
  {
    name: "async arguments this",
    source: String.raw`
      const o = {
        k: 2,
        async m(this: any, ..._a: any[]) {
          await null;
          return this.k + arguments.length;
        },
      };
      o.m(1, 2, 3).then(show);
    `,
  },
  {
    name: "await in expressions",
    source: `
      const d = async (x: any) => x;
      (async () => {
        show([
          await d(1),
          (await d({ q: 2 })).q,
          \`\${await d(3)}\`,
          (await d(true)) ? await d("t") : 0,
          (await d(null)) ?? "n",
          (await d(4)) + (await d(5)),
        ]);
        const { a, ...r } = await d({ a: 1, b: 2 });
        show([a, r]);
      })();
    `,
  },
  {
    name: "await thenable and order",
    source: String.raw`
      const l: any[] = [];
      (async () => {
        l.push(1);
        await null;
        l.push(3);
        show(l);
      })();
      l.push(2);
    `,
  },
  {
    name: "async iife return value promise adoption",
    source: String.raw`
      (async () => new Promise((r) => setTimeout(() => r("p"), 1)))().then(show as any);
    `,
  },
];
