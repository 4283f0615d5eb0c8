import type { Snippet } from "../snippet.ts";

export const asyncFunctions: readonly Snippet[] = [
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
    name: "a chain of middleware, more often than its garbage would find room",
    source: `
      type Layer = (log: string[], next: () => Promise<void>) => Promise<void>;
      const compose = (layers: readonly Layer[]) => (log: string[]) => {
        const dispatch = (i: number): Promise<void> => {
          const layer = layers[i];
          return layer ? layer(log, () => dispatch(i + 1)) : Promise.resolve();
        };
        return dispatch(0);
      };
      let turn = 0;
      const run = compose([
        async (log, next) => { try { await next(); } catch (e) { log.push((e as Error).message); } },
        async (log, next) => { log.push("in"); await next(); log.push("out"); },
        async (log, next) => { try { await next(); } finally { log.push("finally"); } },
        async () => { await null; if (turn % 2) throw new Error("thrown"); },
      ]);
      (async () => {
        const seen: Record<string, number> = {};
        for (; turn < 30; turn++) {
          const log: string[] = [];
          await run(log);
          seen[log.join()] = (seen[log.join()] ?? 0) + 1;
        }
        show(seen);
      })();
    `,
  },
  {
    name: "patterns among parameters whose defaults wait",
    source: String.raw`
      class A {
        k = 3;
        async m({ f = async (x: number) => x * this.k, n = 2 } = {}, [g = async () => 1] = [] as any[]) { return (await f(n)) + (await g()) + this.k; }
        *gen({ each = function* (x: number) { yield x; yield x + 1; } } = {}, n = 4) { const got: number = yield* each(n); show(got); yield this.k; return n; }
      }
      new A().m().then(show); new A().m({ n: 5 }).then(show); new A().m({ f: async (x) => x }, [async () => 9]).then(show);
      show([...new A().gen()], [...new A().gen({ each: function* (x) { yield -x; } }, 1)]);
      const arrow = async ({ retry = async (n: number): Promise<number> => n + 1, n = 0 }: any = {}) => retry(n);
      arrow().then(show); arrow({ n: 4 }).then(show);
      async function bad({ f = async () => 1 }: any) { return f(); }
      bad(undefined).then(show, (e) => show(e instanceof TypeError));
      bad({}).then(show);
      const o = { async run([a, { b = async () => 'b' } = {} as any]: any[] = [1]) { let f = a; return [f, await b()]; } };
    `,
  },
  {
    name: "patterns among parameters of a generator, taken apart when it is called",
    source: String.raw`
      let calls = 0;
      function* g({ f = function* () { yield ++calls; } }: any = (calls += 10, {})) { yield* f(); }
      const it = g(); show(calls); show([...it], calls); show([...g({ f: () => [7] })]);
      try { g(null); } catch (e) { show(e instanceof TypeError); }
    `,
  },
];
