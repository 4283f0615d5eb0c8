import type { Snippet } from "../snippet.ts";

export const labels: readonly Snippet[] = [
  {
    name: "labels: continue and break of an outer loop",
    source: String.raw`
      outer: for (let i = 0; i < 4; i++) {
        for (let j = 0; j < 4; j++) {
          if (j === 2) continue outer;
          if (i === 2) break outer;
          show([i, j]);
        }
        show("never");
      }
    `,
  },
  {
    name: "labels: a search",
    source: String.raw`
      function find(grid: number[][], x: number) {
        let at = "";
        search: for (const [r, row] of grid.entries())
          for (const [c, v] of row.entries())
            if (v === x) {
              at = r + "," + c;
              break search;
            }
        return at;
      }
      show(
        find(
          [
            [1, 2],
            [3, 4],
          ],
          3,
        ),
      );
      show(find([[1]], 9));
    `,
  },
  {
    name: "labels: switch and do between",
    source: String.raw`
      a: while (true) {
        let n = 0;
        b: do {
          n++;
          switch (n) {
            case 1:
              continue b;
            case 2:
              continue;
            case 5:
              break a;
            case 4:
              break;
            default: {
              for (;;) {
                if (n === 3) continue b;
                break;
              }
            }
          }
          show(n);
        } while (n < 9);
      }
    `,
  },
  {
    name: "labels: closures and for..of",
    source: String.raw`
      const fs: (() => number)[] = [];
      o: for (let i = 0; i < 3; i++) {
        for (const k of [1, 2]) {
          fs.push(() => i * k);
          if (k === 1 && i === 1) continue o;
        }
      }
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "labels: two loops left at once",
    source: String.raw`
      x: for (let i = 0; i < 3; i++) {
        for (;;) {
          if (i === 0) continue x;
          break x;
        }
      }
      show("left");
    `,
  },
  {
    name: "labels: primes",
    source: String.raw`
      function primes(n: number) {
        const out: number[] = [];
        next: for (let i = 2; i < n; i++) {
          for (let j = 2; j * j <= i; j++) if (i % j === 0) continue next;
          out.push(i);
        }
        return out;
      }
      show(primes(20));
    `,
  },
  {
    name: "labels: in a generator, with finally",
    source: String.raw`
      function* g() {
        o: for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            if (j > i) continue o;
            try {
              if (i === 2 && j === 1) break o;
              yield [i, j];
            } finally {
              show("f");
            }
          }
      }
      show([...g()]);
    `,
  },
  {
    name: "labels: of the only loop",
    source: String.raw`
      lone: for (const z of [1, 2, 3]) {
        if (z === 2) continue lone;
        if (z === 3) break lone;
        show(z);
      }
    `,
  },
  {
    name: "labels: in an async function",
    source: String.raw`
      (async () => {
        q: for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) {
            await null;
            if (j === 1) continue q;
            if (i === 2) break q;
            show(i * 10 + j);
          }
        }
      })();
    `,
  },
  {
    name: "labels of blocks",
    source: `
      const f = (n: number) => {
        check: {
          if (n > 5) break check;
          return "small";
        }
        return "big";
      };
      const log: any[] = [f(1), f(9)];
      outer: for (let i = 0; i < 4; i++) {
        inner: {
          for (let j = 0; j < 4; j++) {
            if (j === 2 && i === 0) break inner;
            if (i === 1) continue outer;
            if (i === 2 && j === 1) break outer;
            if (j === 3) break;
            log.push([i, j]);
          }
          switch (i) {
            case 0:
              log.push("zero");
              break;
            default:
              log.push("other");
              break inner;
          }
          log.push("end");
        }
        log.push("after " + i);
      }
      found: if (log.length > 2) {
        for (const each of log) if (each === "big") break found;
        log.push("not found");
      }
      a: {
        b: {
          if (log.length) break a;
          break b;
        }
        log.push("b left");
      }
      block: try {
        if (log.length) break block;
        log.push(1);
      } finally {
        log.push("finally");
      }
      show(log);
      const made: (() => number)[] = [];
      x: {
        for (let i = 0; i < 3; i++) {
          made.push(() => i);
          if (i === 1) break x;
        }
        made.push(() => 9);
      }
      show(made.map((each) => each()));
      const g = async (n: number) => {
        done: {
          await null;
          if (n) break done;
          return "none";
        }
        return "done";
      };
      g(1).then(show);
      function* h(n: number) {
        done: {
          yield 1;
          if (n) break done;
          yield 2;
        }
        yield 3;
      }
      show([[...h(0)], [...h(1)]]);
    `,
  },
];
