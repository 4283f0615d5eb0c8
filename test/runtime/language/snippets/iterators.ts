// Iterators of a program's own, as the library and loops take from them.
import type { Snippet } from "../snippet.ts";

const OWN = `
      const log: string[] = [];
      /** Gives \`count\` values; throws, or gives what is no entry, where told to. */
      function own(count: number, throws = -1, bad = -1): Iterable<any> {
        return {
          [Symbol.iterator]() {
            let n = -1;
            return {
              next(): IteratorResult<any> {
                n++;
                log.push("next" + n);
                if (n === throws) throw new Error("thrown");
                return { value: n === bad ? n : ["k" + n, n], done: n >= count };
              },
              return() { log.push("return"); return { value: 0, done: true as const }; },
            };
          },
        };
      }
      const told = (run: () => unknown) => {
        try { show(run()); } catch (e) { log.push((e as Error).message); }
        show(log.splice(0));
      };`;

export const iterators: readonly Snippet[] = [
  {
    name: "an iterator of which no more is taken",
    source: `${OWN}
      told(() => Array.from(own(3), ([, n]) => { if (n === 1) throw new Error("mapped"); return n; }));
      told(() => [...new Map<string, number>(own(2))]);
      told(() => new Map(own(3, -1, 1)));
      told(() => Object.fromEntries(own(2)));
      told(() => Object.fromEntries(own(3, -1, 1)));
      function* closes() { try { yield 1; yield 2; } finally { log.push("closed"); } }
      told(() => Array.from(closes(), (x) => { if (x === 2) throw new Error("two"); return x; }));
    `,
  },
  {
    name: "an iterator whose next throws",
    source: `${OWN}
      for (const at of [0, 1, 9]) told(() => { for (const [k] of own(2, at)) log.push(k); return "over"; });
      told(() => {
        for (const at of [9, 0]) for (const [, n] of own(3, at)) if (n === 1) break;
        return "over";
      });
      function* through() { for (const [k] of own(2, 1)) yield k; }
      told(() => { for (const k of through()) log.push(k); return "over"; });
      (async () => {
        try { for (const [k] of own(2, 1)) { await 0; log.push(k); } } catch (e) { log.push("caught"); }
        try { for (const [k] of own(2)) { await 0; throw new Error(k); } } catch (e) { log.push("caught"); }
        show(log.splice(0));
      })();
      let last: any;
      const it = own(2, 1)[Symbol.iterator]();
      setTimeout(() => { try { last = it.next(); last = it.next(); } catch (e) { show(last); } }, 1);
    `,
  },
  {
    name: "Array.from maps each value as it comes",
    source: String.raw`
      const log: string[] = [];
      function* g() { for (const x of [1, 2]) { log.push("yield" + x); yield x; } }
      Array.from(g(), (x) => { log.push("map" + x); return x; });
      show(log);
      const left = new Set([1, 2, 3]);
      show(Array.from(left, (x, i) => { left.delete(x + 1); return x * 10 + i; }));
    `,
  },
  {
    name: "what Array.from gives its callback",
    source: String.raw`
      const count = (...a: any[]) => a.length;
      const scale = (x: any, i: number, by = 10) => x + i * by;
      show([Array.from("ab", count), Array.from([1, 2], count), Array.from({ length: 1 }, count)]);
      show([Array.from(new Set([1]), count), Array.from([1, 2], scale), Array.from(new Map([[1, 2]]))]);
      show(Array.from([1], function (this: any, x: number) { return this.k + x; }, { k: 3 }));
      show([Array.from({ length: 2 }).length, Array.from([undefined, 1]), Array.from(new Uint8Array(2))]);
    `,
  },
];
