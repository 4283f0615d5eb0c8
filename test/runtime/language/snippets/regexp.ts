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
    name: "flags, one by one",
    source: String.raw`
      const first = /a/g, second = /a+/, third = /(?:a)/gimsuy, fourth = /b/ig;
      show([first.global, second.flags, second.source, first.ignoreCase, first.flags, fourth.flags]);
      const { global, sticky, source } = third;
      show([global, sticky, source, third.dotAll, third.unicode, third.multiline, third.flags]);
    `,
  },
  {
    name: "a RegExp beyond the end of the next text",
    source: String.raw`
      const word = /\w+/g;
      const found: any[] = [];
      for (const text of ["one two three", "four", "five"]) {
        word.test(text);
        word.test(text);
        const match = word.exec(text);
        found.push(match === null ? "null" : match[0], word.lastIndex);
      }
      show(found);
      word.lastIndex = 9;
      show([word.test("abc"), word.lastIndex, word.test("abc"), word.lastIndex]);
    `,
  },
  {
    name: "sticky and global in methods of texts",
    source: String.raw`
      const digit = /\d/y;
      digit.lastIndex = 1;
      show(["1a".replace(digit, "-"), digit.lastIndex]);
      digit.lastIndex = 1;
      show(["12".replace(digit, "-"), digit.lastIndex, "12".search(digit), "a1".search(digit)]);
      digit.lastIndex = 0;
      show(["12".match(digit)![0], digit.lastIndex, "a1b2c".split(digit), digit.lastIndex]);
      const all = /\d/gy;
      show(["12a3".replace(all, "-"), "12a3".match(all), [..."12a3".matchAll(all)].length]);
      const from = /\d/g;
      from.lastIndex = 2;
      show([[..."123".matchAll(from)].length, from.lastIndex, "123".split(from).length, from.lastIndex]);
    `,
  },
  {
    name: "split by what may be nothing",
    source: String.raw`
      show(["abc".split(/b*/), "a1b".split(/\d*/), "".split(/x*/), "".split(/x/), "ab".split(/(?:)/)]);
      show(["a,b,c".split(",", -1), "a,b,c".split(/,/, 2), "abc".split("", 2), "a,b".split(",", 0)]);
    `,
  },
  {
    name: "replacement with a dollar",
    source: String.raw`
      show(["a".replace(/a/, "5$"), "a".replace(/a/, "$$"), "a".replace(/(a)/, "$01$10$2$0")]);
      show("abcdefghij".replace(/(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)/, "$10$1$11"));
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
