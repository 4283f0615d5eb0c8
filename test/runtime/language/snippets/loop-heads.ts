// Functions that stand in the head of a loop, and see its variables.
import type { Snippet } from "../snippet.ts";

export const loopHeads: readonly Snippet[] = [
  {
    name: "a loop starts with what a function finds",
    source: `
      const data = [5, 1, 8];
      for (let i = 0, big = data.filter((d) => d > i + 2); i < 2; i++) show(big);
    `,
  },
  {
    name: "a list is walked by a search",
    source: `
      const nodes = [{ id: 1, up: 0 }, { id: 2, up: 1 }, { id: 3, up: 2 }];
      for (let n = nodes.find((x) => x.id === 3); n; n = nodes.find((x) => x.id === n!.up)) show(n.id);
    `,
  },
  {
    name: "a loop steps by what is awaited beside a function",
    source: `
      (async () => {
        for (let at = 0; at < 3; at = await Promise.resolve([1].map((x) => x + at)[0]!)) show(at);
      })();
    `,
  },
  {
    name: "a loop steps by what a function finds",
    source: `
      const marks = [1, 0, 0, 1, 0, 1];
      for (let i = 0; i >= 0; i = marks.findIndex((m, k) => m === 1 && k > i)) show(i);
      const data = [5, 1, 8];
      for (let i = 0; i < 2; data.forEach((x, k) => { data[k] = x + i; }), i++) show(i);
    `,
  },
  {
    name: "closures of the step are its turn's",
    source: `
      const fs: (() => number)[] = [];
      for (let i = 0; i < 4; fs.push(() => i), i++) { if (i === 1) continue; show(i); }
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "closures of start, test, step and body",
    source: `
      const all: string[] = [];
      const fs: (() => string)[] = [];
      for (let i = 0, a = (() => { const f = () => 'a' + i; fs.push(f); return f; })(); [i].some((x) => x === i) && i < 3; fs.push(() => 'c' + i), i++) {
        fs.push(() => 'b' + i + a());
        i += 0;
      }
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "the start's closures see the first",
    source: `
      let seen: any;
      for (let i = 0, f = () => i; i < 3; i++) { seen = f; show(f()); }
      show(seen());
    `,
  },
  {
    name: "a head of constants that functions see",
    source: `
      for (const limit = 3, over = (n: number) => n > limit; ; ) { show(over(4)); break; }
    `,
  },
  {
    name: "labels of loops with functions in their heads",
    source: `
      const rows = [[1, 2], [3, 4], [5, 6]];
      outer: for (let i = 0; i < 3; i = rows.findIndex((r, k) => k > i && r.length > 0) < 0 ? 9 : i + 1) {
        for (let j = 0; j < 2; j = [j].map((x) => x + 1 + (j - x))[0]!) {
          if (i === 1) continue outer;
          if (i === 2 && j === 1) break outer;
          show([i, j]);
        }
      }
    `,
  },
  {
    name: "a body returns and declares the name anew",
    source: `
      function f(list: number[]) {
        for (let n = list[0]!; n !== 0; n = list.find((x) => x < n) ?? 0) {
          { const n = 5; show(n); }
          if (n === 2) return 'two';
        }
        return 'none';
      }
      show([f([4, 3, 2]), f([7])]);
    `,
  },
  {
    name: "a head of patterns that functions see",
    source: `
      for (let [a, b] = [0, 1], next = (x: number) => x + a; b < 20; [a, b] = [b, ((y: number) => y + a)(b)]) show([a, b, next(1)]);
    `,
  },
  {
    name: "a step awaits beside a function, the body keeps functions",
    source: `
      const log: any[] = [];
      async function run() {
        const jobs: (() => number)[] = [];
        for (let i = 0; i < 3; i = await Promise.resolve([1].map((x) => x + i)[0]!)) {
          await null;
          jobs.push(() => i);
        }
        log.push(jobs.map((j) => j()));
      }
      run().then(() => show(log));
    `,
  },
  {
    name: "a step yields beside a function",
    source: `
      function* walk(list: number[]) {
        for (let at = 0; at < list.length; at = yield list.map((x) => x * at), at++) if (at < 0) return;
      }
      const it = walk([1, 2, 3]);
      show(it.next()); show(it.next(0)); show(it.next(1)); show(it.next(2));
    `,
  },
  {
    name: "a head with functions in a method and a switch",
    source: `
      class C { k = 1; run(n: number) { const out: number[] = []; switch (n) { case 1: for (let i = 0; i < 5; i += [i].map((x) => this.k + x - i)[0]!) out.push(i); break; default: out.push(-1); } return out; } }
      show([new C().run(1), new C().run(2)]);
    `,
  },
  {
    name: "a head with functions in a loop with functions",
    source: `
      const fs: any[] = [];
      for (const base of [10, 20]) {
        for (let i = 0; i < 2; i = [i].map((x) => x + 1 + 0 * (base + i))[0]!) fs.push(() => base + i);
      }
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "a step with a function and no test",
    source: `
      const q = [3, 1, 2]; let n = 0;
      for (let i = 0; ; i = q.findIndex((x) => x > q[i]!)) { if (i < 0 || n++ > 5) break; }
      show(n);
    `,
  },
  {
    name: "the body assigns what the step sees",
    source: `
      const fs: any[] = [];
      for (let i = 0; i < 6; i = ((x) => x + 1)(i)) { fs.push(() => i); i++; }
      show(fs.map((f) => f()));
      const gs: any[] = [];
      for (let i = 0; i < 6; i = [i].map(() => i + 1)[0]!) { gs.push(() => i); i++; }
      show(gs.map((f) => f()));
    `,
  },
  {
    name: "for of with a pattern whose default is a function",
    source: `
      const fs: any[] = [];
      for (const { a, f = () => a } of [{ a: 1 }, { a: 2, f: () => 9 }, { a: 3 }] as any[]) fs.push(f);
      show(fs.map((f) => f()));
      for (const [k, v = [k].map((x: number) => x + k)[0]] of [[1], [2, 5]] as any[]) show([k, v]);
    `,
  },
  {
    name: "while and do with closures in the test",
    source: `
      let i = 0; const hs: any[] = [];
      while ([0, 1, 2].some((x) => x === i)) { const j = i; hs.push(() => j); i++; }
      do { const j = i; hs.push(() => j * 10); i--; } while ([1, 2, 3].some((x) => x === i));
      show(hs.map((f) => f()));
    `,
  },
  {
    name: "var head with closures",
    source: `
      const fs: any[] = [];
      for (var v = 0; v < 3; v = [v].map((x) => x + 1)[0]!) fs.push(() => v);
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "try finally and await in the body with closures in the step",
    source: `
      async function g() {
        const out: any[] = [];
        for (let i = 0; i < 4; i = [i].map((x) => x + 1)[0]! + 0 * i) {
          try { if (i === 1) continue; if (i === 3) break; await null; out.push(i); } finally { out.push('f' + i); }
        }
        return out;
      }
      g().then((x) => show(x));
    `,
  },
  {
    name: "for of patterns with labels, continue, closures in the body",
    source: `
      const out: any[] = []; const fs: any[] = [];
      outer: for (let { id, next = () => id + 1, tags: [first = [id].map((x) => x * 2)[0]] = [] } of [{ id: 1, tags: [7] }, { id: 2 }, { id: 3, next: () => 0 }, { id: 4 }] as any[]) {
        for (const k of [0, 1]) { if (id === 2) continue outer; if (id === 4) break outer; out.push([id, k, first]); }
        id += 10;
        fs.push(next, () => id);
      }
      show(out); show(fs.map((f) => f()));
    `,
  },
  {
    name: "for of over a Map with a pattern seen by a function",
    source: `
      const m = new Map([['a', 1], ['b', 2]]); const fs: any[] = [];
      for (const [k, v, f = () => k + v] of m as any) fs.push(f);
      show(fs.map((f) => f()));
    `,
  },
];
