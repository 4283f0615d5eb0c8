// Loops that await, and functions that see their variables.
import type { Snippet } from "../snippet.ts";

export const asyncLoops: readonly Snippet[] = [
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
    name: "closures over the variable of a loop that awaits, in a program with iterators",
    source: `
      const seen = new Map([["a", 1]]);
      async function keep() {
        const made: (() => string)[] = [];
        for (const word of ["x", "y"]) {
          await null;
          made.push(() => word + [...seen.keys()]);
        }
        for (let i = 0; i < 2; i++) {
          try {
            if (i === 1) throw new Error("one");
            made.push(() => String(await_(i)));
          } catch (error) {
            await null;
            made.push(() => (error as Error).message + i);
          }
        }
        return made.map((make) => make());
      }
      const await_ = (i: number) => i * 2;
      function* numbers() {
        const made: (() => number)[] = [];
        for (let i = 0; i < 3; i++) {
          yield i;
          made.push(() => i);
        }
        yield* made.map((make) => make() * 10);
      }
      show([...numbers()]);
      keep().then(show, (error) => show(String(error)));
    `,
  },
  {
    name: "a loop with closures goes on at once where it awaits nothing",
    source: String.raw`
      const fs: (() => number)[] = [];
      async function f(list: number[]) {
        for (const x of list) { fs.push(() => x); if (x > 9) await null; show(x); }
        return 'done';
      }
      f([1, 2]).then((x) => show(x)); show('after');
      f([1, 10, 2]).then((x) => show(x)); show('after');
    `,
  },
  {
    name: "nested loops with closures that await, return and throw",
    source: String.raw`
      const fs: (() => number)[] = [];
      async function g(n: number) {
        outer: for (let i = 0; i < 3; i++) {
          fs.push(() => i);
          for (let j = 0; j < 3; j++) {
            fs.push(() => i * 10 + j);
            if (j === 1 && i === 0) continue outer;
            if (i === 1) await j;
            if (i === 2 && j === n) return 'r' + fs.length;
            if (i === 2 && n === 7) throw new Error('x' + fs.length);
            show([i, j]);
          }
        }
        return 'end';
      }
      g(1).then((x) => show(x)); show('a');
      g(7).catch((e) => show(e.message)); show('b');
      g(5).then((x) => show(x)); show('c');
      Promise.resolve().then(() => show('m1')).then(() => show('m2')).then(() => show('m3')).then(() => show('m4'));
      setTimeout(() => show(fs.map((f) => f())), 50);
    `,
  },
  {
    name: "a loop with closures tries and awaits",
    source: String.raw`
      const fs: (() => any)[] = [];
      async function h() {
        for (const k of ['a', 'b', 'c']) {
          fs.push(() => k);
          try { if (k === 'b') throw new Error(k); if (k === 'c') await Promise.reject(new Error('rc')); show(k); }
          catch (e: any) { show('caught ' + e.message); fs.push(() => e.message + k); }
          finally { show('fin ' + k); }
        }
        return fs.map((f) => f());
      }
      h().then((x) => show(x)); show('sync');
    `,
  },
];
