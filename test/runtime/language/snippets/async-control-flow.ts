import type { Snippet } from "../snippet.ts";

export const asyncControlFlow: readonly Snippet[] = [
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
    name: "async iife return value promise adoption",
    source: String.raw`
      (async () => new Promise((r) => setTimeout(() => r("p"), 1)))().then(show as any);
    `,
  },
  {
    // Each would take some 36 variables, were they kept until the turn ends.
    name: "hundreds of awaits in a turn",
    source: String.raw`
      const f = async (n: number) => n * 2;
      (async () => {
        let sum = 0;
        for (let i = 0; i < 300; i++) sum += await f(i);
        show(sum);
      })();
    `,
  },
  {
    // Each would take some 900 variables.
    name: "dozens of caught rejections in a turn",
    source: String.raw`
      const bad = async (n: number) => {
        throw new Error("bad " + n);
      };
      (async () => {
        const seen: string[] = [];
        for (let i = 0; i < 30; i++) {
          try {
            await bad(i);
          } catch (e) {
            seen.push((e as Error).message);
          }
        }
        show(seen.length + seen[29]!);
      })();
    `,
  },
  {
    name: "rejections that are taken late, and jobs that make jobs",
    source: String.raw`
      const late = Promise.reject(1);
      Promise.resolve().then(() => late.catch((e) => show("late " + e)));
      queueMicrotask(() => {
        Promise.reject(2).catch((e) => show("at once " + e));
        queueMicrotask(() => show("behind"));
      });
      const both = Promise.reject(3);
      both.catch(() => show("first"));
      both.then(show, () => show("second"));
      setTimeout(() => Promise.resolve("timer").then(show), 2);
    `,
  },
  {
    name: "new of what is awaited",
    source: `
      class A { v: number; constructor(v: number) { this.v = v; } get twice() { return this.v * 2; } }
      class B extends A { constructor(v: number, readonly w: string) { super(v); } }
      const T = { A };
      const wait = <X>(x: X) => Promise.resolve(x);
      async function f() {
        const a = new A(await wait(3));
        const b = new B(1 + (await wait(4)), \`w\${await wait(5)}\`);
        const c = new T.A((await wait([6]))[0]!);
        show([a.v, a.twice, a instanceof A, b.v, b.w, b instanceof B, c.v, typeof (globalThis as any).v]);
        const m = new Map(await wait([["a", 1]] as [string, number][])); const s = new Set(await wait([1, 2]));
        show([[...m], [...s]]);
        const d = new Date(await wait(5)); const u = new Uint8Array(await wait([1, 2]));
        show([d.getTime(), [...u]]);
      }
      f().then(() => show("end"), (e) => show(String(e)));
    `,
  },
  {
    name: "errors made of what is awaited",
    source: `
      class Mine extends Error { constructor(message: string, readonly code: number) { super(message); this.name = "Mine"; } }
      const wait = <X>(x: X) => Promise.resolve(x);
      async function f(n: number) {
        if (n === 0) throw new Error(\`status \${await wait(500)}\`);
        if (n === 1) throw new Mine("bad", await wait(7));
        throw new TypeError(await wait("type"));
      }
      for (const n of [0, 1, 2]) f(n).catch((e) => show([e.message, e.name, e instanceof Error, e instanceof Mine, e instanceof TypeError, e.code]));
    `,
  },
  {
    name: "new of what is yielded, and of this",
    source: `
      class A { constructor(readonly v: number) {} }
      function* g(): Generator<number, A, number> { return new A((yield 1) + (yield 2)); }
      const i = g(); i.next(); i.next(10); const r = i.next(20); show([(r.value as A).v, r.done]);
      class P { constructor(readonly v: number) {} static async of(x: Promise<number>) { return new this(await x); } }
      P.of(Promise.resolve(4)).then((p) => show([p.v, p instanceof P]));
      (async () => { const p = await new Promise<number>(await Promise.resolve((r: any) => r(3))); show(p); })();
    `,
  },
];
