import type { Snippet } from "../snippet.ts";

export const hoisting: readonly Snippet[] = [
  {
    name: "hoisting",
    source: String.raw`
      show(f());
      function f() {
        return g() + 1;
      }
      function g() {
        return 1;
      }
    `,
  },
  {
    name: "hoisting in function",
    source: String.raw`
      function o() {
        return i();
        function i() {
          return 8;
        }
      }
      show(o());
    `,
  },
  {
    name: "hoisting in block",
    source: String.raw`
      {
        show(b());
        function b() {
          return 3;
        }
      }
    `,
  },
  {
    name: "mutual recursion",
    source: String.raw`
      function ev(n: number): boolean {
        return n === 0 || od(n - 1);
      }
      function od(n: number): boolean {
        return n !== 0 && ev(n - 1);
      }
      show(ev(6));
    `,
  },
  {
    name: "function in if block, function used in nested closure above",
    source: String.raw`
      function f() {
        const r = () => later();
        return r();
        function later() {
          return "l";
        }
      }
      show(f());
      if (true) {
        show(inner());
        function inner() {
          return "i";
        }
      }
    `,
  },
  {
    name: "class used in function above its declaration",
    source: String.raw`
      function mk() {
        return new K();
      }
      class K {
        v = 1;
      }
      show(mk().v);
    `,
  },
  {
    name: "const used in function above",
    source: String.raw`
      function g() {
        return C1 + C2;
      }
      const C1 = 2;
      let C2 = 3;
      show(g());
      C2++;
      show(g());
    `,
  },
  {
    name: "recursion through const arrows",
    source: String.raw`
      const ev = (n: number): boolean => n === 0 || od(n - 1);
      const od = (n: number): boolean => n !== 0 && ev(n - 1);
      show(ev(10));
    `,
  },
  {
    name: "unused params & returns",
    source: String.raw`
      function f(_a: number, b: number) {
        return b;
      }
      show([1, 2].map(f as any));
      [1].forEach((x) => {
        return x;
      });
    `,
  },
  {
    name: "constants that are put in place, and what only looks like one",
    source: String.raw`
      const SIZE = 512;
      const HALF = SIZE / 2;
      let base = 1;
      const next = base + 1;
      base = 5;
      const TEXT = "ab";
      const hidden = (SIZE: number) => SIZE + HALF;
      const shadow = (text: { TEXT: string }) => text.TEXT + TEXT;
      let counted = 0;
      const count = () => ++counted;
      let swapped = 1;
      let other = 2;
      [swapped, other] = [other, swapped];
      ({ a: swapped } = { a: 7 });
      show([SIZE, HALF, next, base, hidden(1), shadow({ TEXT: "c" }), { SIZE, TEXT }]);
      show([count(), counted, swapped, other, -HALF, HALF ** 2, "x" + SIZE + 1]);
    `,
  },
  {
    name: "var read before its value, by a function called above it",
    source: String.raw`
      function init() {
        if (ready) return "again";
        return "first";
      }
      show(init());
      var ready = 1;
      show(init());
    `,
  },
  {
    name: "var read before its value, at the top",
    source: String.raw`
      show(typeof v);
      var v = 1;
      if (!w) show("unset");
      var w = true;
      show([v, w]);
    `,
  },
  {
    name: "const read by a function above it",
    source: String.raw`
      const twice = () => LIMIT * 2;
      const LIMIT = 21;
      show(twice());
    `,
  },
  {
    name: "var read before its value, by a callback",
    source: String.raw`
      function outer() {
        const read = () => typeof later;
        const before = [0].map(read);
        var later = [1];
        return [before, [0].map(read)];
      }
      show(outer());
    `,
  },
  {
    name: "functions called above what they may read, or read later",
    source: String.raw`
      let ready = false;
      function log(text: string) { if (ready) show(prefix + text); }
      function plan() { setTimeout(() => show(delay), 1); }
      function kind() { return typeof ready; }
      function local(limit: number) { const own = limit; return own; }
      function early() { if (!ready) return "early"; return prefix; }
      function deep() { return [1].map((n) => n + 1)[0]; }
      log("none");
      plan();
      show([kind(), local(3), early(), deep()]);
      const prefix = "> ";
      const delay = 5;
      const limit = 4;
      ready = true;
      log("seen");
      show([early(), limit]);
    `,
  },
  {
    name: "parameters of a pattern hide what is declared below",
    source: `
      const f = ({ n = 1, m = n * 2, l: [k] = [3] }: { n?: number; m?: number; l?: number[] } = {}) => n + m + k!;
      show([f(), f({ n: 5 })]);
      const m = new Map([["k", 1]]), k = 7, n = 8;
      show([m.size, k, n]);
    `,
  },
  {
    name: "names of a function's own, that are declared below it as well",
    source: String.raw`
      const sum = (n: number) => {
        let s = 0;
        for (let late = 0; late < n; late++) s += late;
        return s;
      };
      const fill = (n: number) => {
        const out: number[] = [];
        do {
          const late = n;
          out.push(late);
        } while (out.length < 2);
        return out;
      };
      const branch = (n: number) => {
        {
          if (n) return "early";
          show(late);
        }
        return "on";
      };
      function hoisted(n: number) {
        late = 7;
        if (n > 9) {
          var late = 6;
        }
        return late;
      }
      show(sum(5), fill(3), branch(1), hoisted(1));
      const late = 5;
      show(late);
    `,
  },
  {
    name: "a declaration of what is elsewhere, below its use",
    source: "show(f()); function f() { return typeof elsewhere; } declare const elsewhere: number;",
  },
];
