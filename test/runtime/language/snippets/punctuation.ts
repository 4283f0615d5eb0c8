import type { Snippet } from "../snippet.ts";

export const punctuation: readonly Snippet[] = [
  {
    name: "comma and sequence",
    source: String.raw`
      let a = 0;
      const f = (x: number) => ((a += x), a * 2);
      show(f(3));
      for (let i = 0, j = 9; i < j; i++, j--) a += i;
      show(a);
    `,
  },
  {
    name: "conditional chains",
    source: String.raw`
      const f = (x: number) => (x < 0 ? "neg" : x === 0 ? "zero" : x < 10 ? "small" : "big");
      show([-1, 0, 5, 50].map(f));
    `,
  },
  {
    name: "comma return",
    source: String.raw`
      function f() {
        let a;
        return ((a = 1), a + 1);
      }
      show(f());
    `,
  },
  {
    name: "return newline",
    source: String.raw`
      function f() {
        return 5;
      }
      show(f());
      function g() {
        if (true) return;
        show("no");
      }
      show(g() === undefined);
    `,
  },
  {
    name: "statements without semicolons",
    source: String.raw`
      let a = 1;
      let b = a;
      [a, b] = [b, 2];
      show([a, b]);
    `,
  },
  {
    name: "ternary nest with assign",
    source: String.raw`
      let a;
      const x = 5;
      a = x > 3 ? (x > 4 ? "gt4" : "4") : "le3";
      show(a);
      let z = 0;
      x > 3 ? (z = 1) : (z = 2);
      show(z);
    `,
  },
  {
    name: "long || && mix",
    source: String.raw`
      const f = (a: any, b: any, c: any) => (a && b) || c;
      show([f(1, 0, 2), f(1, 2, 3), f(0, 1, 4)]);
      show((null as any)?.x ?? (0 || "d"));
    `,
  },
  {
    name: "comma in conditions",
    source: String.raw`
      let a = 0,
        b = 0;
      if (((a = 1), (b = 2))) show([a, b]);
      for (let i = 0, j = 3; i < j; i += 1, j -= 1) a += i + j;
      show(a);
    `,
  },
  {
    name: "inc dec forms",
    source: String.raw`
      let i = 1;
      const a = [0, 0, 0];
      a[i++] = 5;
      a[--i] += 2;
      show([a, i]);
      const o = { n: 1 };
      show([o.n++, ++o.n, o.n--, -o.n]);
      let s = i++ + 1;
      show(s);
    `,
  },
  {
    name: "string compare chained ternaries with calls",
    source: String.raw`
      const f = (n: number) => (n > 2 ? (() => "x")() : n > 1 ? [1, 2].map((x) => x + n) : { a: n });
      show([f(3), f(2), f(1)]);
    `,
  },
];
