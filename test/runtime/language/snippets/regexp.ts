import type { Snippet } from "../snippet.ts";

export const regexp: readonly Snippet[] = [
  {
    name: "regexp basics",
    source: String.raw`
      show("a1b22".replace(/\d+/g, "#"));
      show(/^(\w+)-(\d+)$/.exec("ab-12")!.slice(1));
      show("AbC".match(/b/i)![0]);
      show("a,b;c".split(/[,;]/));
      show(/[^a-z]/.test("A"));
    `,
  },
  {
    name: "regexp with special",
    source: String.raw`
      show("a.b".split("."));
      show("x=1&y=2".split("&").map((p) => p.split("=")));
      show("aaa".replace("a", "b"));
      show("abc".replace(/b/, (m) => m.toUpperCase()));
      show("a-b-c".replace(/-/g, ""));
      show(/\./.test("a.b"));
      show("2024-01-02".match(/(\d+)-(\d+)/)!.length);
      show(/a|b/.test("b"));
      show(/^$/.test(""));
      show("foo bar".replace(/(\w+) (\w+)/, "$2 $1"));
    `,
  },
  {
    name: "regexp lastindex",
    source: String.raw`
      const r = /a/g;
      show(r.test("aa"));
      show(r.lastIndex);
    `,
  },
  {
    name: "regex greedy alternation star plus question",
    source: String.raw`
      show(/^a+b*c*$/.test("aab"));
      show(/[a-c]+/.exec("xxabcd")![0]);
      show(/\s\S\w\W\d\D/.test(" aa 1a "));
    `,
  },
  {
    name: "regexp star class",
    source: String.raw`
      show(/[0-9a-f]*x/.exec("zz12fx")![0]);
      show("k = v".match(/(\w+)\s*=\s*(\w+)/)!.slice(1));
      show(/^\d+\.\d+$/.test("12.5"));
      show(/^\s*$/.test("  "));
      show(/(\d+)/.exec("a12b3")![1]);
      show(/(\d+)/.exec("a12b3")!.index);
    `,
  },
];
