import type { Snippet } from "../snippet.ts";

export const loops: readonly Snippet[] = [
  {
    name: "loop closures",
    source: String.raw`
      const fs: (() => number)[] = [];
      for (let i = 0; i < 3; i++) fs.push(() => i);
      show(fs.map((f) => f()));
      const gs: (() => number)[] = [];
      for (const x of [4, 5]) gs.push(() => x);
      show(gs.map((f) => f()));
    `,
  },
  {
    name: "loop closure break continue return",
    source: String.raw`
      function f() {
        const fs: any[] = [];
        for (let i = 0; i < 9; i++) {
          if (i === 1) continue;
          if (i === 4) break;
          fs.push(() => i);
          if (i > 7) return "no";
        }
        return fs.map((f) => f());
      }
      show(f());
    `,
  },
  {
    name: "loop closure modifies",
    source: String.raw`
      const fs: any[] = [];
      for (let i = 0; i < 3; i++) {
        fs.push(() => i++);
      }
      show([fs[0](), fs[0](), fs[1]()]);
    `,
  },
  {
    name: "loop return in closure loop",
    source: String.raw`
      function f() {
        for (let i = 0; i < 9; i++) {
          const g = () => i;
          if (g() === 3) return g();
        }
        return -1;
      }
      show(f());
    `,
  },
  {
    name: "while closure",
    source: String.raw`
      let i = 0;
      const fs: any[] = [];
      while (i < 3) {
        const j = i++;
        fs.push(() => j);
      }
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "closure over a key",
    source: String.raw`
      const fs: any[] = [];
      for (const k of Object.keys({ a: 1, b: 2 })) fs.push(() => k);
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "for variants",
    source: String.raw`
      let s = 0;
      for (;;) {
        if (s > 3) break;
        s++;
      }
      let i = 0;
      for (; i < 2; ) i++;
      do {
        s++;
      } while (s < 8);
      while (true) {
        if (s++ > 10) break;
      }
      show([s, i]);
    `,
  },
  {
    name: "string index and iteration",
    source: String.raw`
      let r = "";
      for (const c of "hey") r += c + ".";
      show(r);
      show("abc"[1]);
    `,
  },
  {
    name: "for..of over an array that grows",
    source: String.raw`
      const a = [1, 2];
      for (const x of a) {
        if (a.length < 4) a.push(x * 10);
      }
      show(a);
    `,
  },
  {
    name: "do while, nested break",
    source: String.raw`
      let i = 0;
      do {
        i++;
        if (i === 2) continue;
        if (i > 5) break;
      } while (i < 10);
      show(i);
    `,
  },
  {
    name: "in operator for",
    source: String.raw`
      for (let i = 0, n = ("a" in { a: 1 }) ? 2 : 3; i < n; i++) show(i);
    `,
  },
  {
    name: "for empty",
    source: String.raw`
      let c = 0;
      for (; c < 3; c++);
      show(c);
      while (c-- > 0);
      show(c);
    `,
  },
  {
    name: "closures in loops with try",
    source: String.raw`
      const fs: any[] = [];
      for (let i = 0; i < 3; i++) {
        try {
          if (i === 1) throw i;
          fs.push(() => i);
        } catch (e) {
          fs.push(() => "e" + e);
        } finally {
          fs.push(() => -i);
        }
      }
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "labelled-free nested loops",
    source: String.raw`
      function find(m: number[][], x: number) {
        for (const r of m) for (const v of r) if (v === x) return true;
        return false;
      }
      show([find([[1, 2], [3]], 3), find([[1]], 3)]);
    `,
  },
  {
    name: "do nothing bodies",
    source: String.raw`
      if (1);
      for (let i = 0; i < 1; i++);
      while (0);
      show("ok");
    `,
  },
  {
    name: "a function that is called before a loop begins",
    source: String.raw`
      async function outer(p: any): Promise<any> {
        if (p) {
          async function inner(q: any): Promise<any> { return 1; }
          inner(p).then((x) => show("inner", x));
          for (let i = 1, f = () => i + 1; i < 2; i += 1) {
            async function nested(q: any): Promise<any> { show(-q | 0); return i; }
            nested(1 - i).then((x) => show("nested", x));
          }
        }
        return 0;
      }
      outer(1).then((x) => show("outer", x));
    `,
  },
];
