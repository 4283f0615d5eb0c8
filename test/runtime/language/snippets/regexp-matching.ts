import type { Snippet } from "../snippet.ts";

export const regexpMatching: readonly Snippet[] = [
  {
    name: "plus",
    source: String.raw`
      show(/^.+$/.test(""));
      show(/a.+/.test("a"));
      show(/a+a/.test("a"));
      show(/\d+\d/.exec("123")![0]);
      show(/^\S+$/.test(""));
      show(/[^,]+/.exec(",,ab,")![0]);
    `,
  },
  {
    name: "i flag plain end",
    source: String.raw`
      show(/abc$/i.test("xABC"));
      show(/abc$/.test("xabc"));
      show(/ABC$/i.test("abc"));
      show(/.abc$/i.test("xABC"));
    `,
  },
  {
    name: "i flag and a quantifier",
    source: String.raw`
      show([/a+/i.exec("aa")![0], /z*/i.exec("zz")![0], /e+rror/i.exec("eerror")![0]]);
      show([/a+/i.test("*"), "x*y".replace(/x+/gi, "-"), "xx=1".match(/x+=\d/i)![0]]);
      show([/^a+/i.exec("Aa")![0], /]$/i.test("a]"), /.$/i.exec("ab")![0]]);
    `,
  },
  {
    name: "nothing at the end of the text",
    source: String.raw`
      show([/\s*$/.test("abc"), "abc".search(/\d*$/), /(\d*)$/.exec("abc")![1]]);
      show(["path".replace(/\/*$/, "/"), "line".replace(/;*$/, ";"), "ab".replace(/a|$/g, "-")]);
      show(["a1".split(/\d*$/), [..."ab".matchAll(/1*$/g)].map((m) => m.index)]);
    `,
  },
  {
    name: "plain end with flag g moves on",
    source: String.raw`
      const end = /c$/g;
      show([end.exec("abc")!.index, end.lastIndex, end.test("abc"), end.lastIndex]);
      const empty = /$/g;
      show([empty.exec("ab")!.index, empty.lastIndex, "ab".replace(/$/g, "!")]);
    `,
  },
  {
    name: "characters above ASCII",
    source: String.raw`
      const text = "5\xa0\xb0C \xe9t\xc9";
      show([text.search(/\xb0/), text.search(/\u00b0C/), text.replace(/[\xb0-\xb2]/, "deg").length]);
      show([/\s/.test("\xa0"), text.split(/\s/).length, /\S/.test("\xa0"), /[\s,]/.test("\xa0")]);
      show([text.match(/\xe9/gi)!.length, text.match(/[^\xc9]/gi)!.length, /\w/.test("\xe9")]);
      show([/\cJ/.test("\n"), /[\cA-\cM]+/.exec("a\t\n")!.index]);
    `,
  },
  {
    name: "alternation plain",
    source: String.raw`
      show(/cat|dog/.exec("a dog")![0]);
      show("cat,dog;x".split(/,|;/));
      show(/a|b|c/g.test("zc"));
      show("abcd".replace(/b|d/g, "-"));
    `,
  },
  {
    name: "unicode escape",
    source: String.raw`
      show(/\u0041/.test("A"));
    `,
  },
  {
    name: "groups",
    source: String.raw`
      show(/^(\d+):(\d+)$/.exec("12:34")!.slice(1));
      show(/(a*)(b*)/.exec("aabb")!.slice(1));
      show(/k=([^;]*);/.exec("k=v;")![1]);
      show("2024-01-02".replace(/(\d+)-(\d+)-(\d+)/, "$3.$2.$1"));
    `,
  },
  {
    name: "global exec loop",
    source: String.raw`
      const r = /(\w)=(\d)/g;
      let m;
      const o = [];
      while ((m = r.exec("a=1,b=2"))) o.push([m[1], m[2], m.index, r.lastIndex]);
      show(o);
    `,
  },
  {
    name: "match global",
    source: String.raw`
      show("a1b2".match(/\d/));
      show("abc".match(/\d/));
    `,
  },
  {
    name: "replace fn args",
    source: String.raw`
      show("a1".replace(/([a-z])(\d)/, (m, a, b) => b + a + m));
      show("xyx".replace(/x/g, (m, i) => "" + i));
    `,
  },
  {
    name: "anchors",
    source: String.raw`
      show(/^a/.test("ba"));
      show(/a$/.test("ab"));
      show(/^$/.test(""));
      show(/^a*$/.test("aaa"));
      show("  x ".replace(/^\s+/, "") + "|");
      show(/^\s*$/.test(""));
      show("x  ".replace(/\s+$/, "") + "|");
      show(/^#/.test("#a"));
    `,
  },
  {
    name: "star backtrack",
    source: String.raw`
      show(/a*ab/.exec("aaab")![0]);
      show(/.*b/.exec("abab")![0]);
      show(/[a-z]*z/.exec("azbzc")![0]);
      show(/\w+@\w+\.\w+/.test("a_b@c.de"));
      show(/^-\d+\.\d*$/.test("-1."));
      show(/^[+-]\d+$/.test("+12"));
    `,
  },
  {
    name: "escapes",
    source: String.raw`
      show(/\//.test("/"));
      show(/\$\(\)\[\]\{\}\^\*\+\?\.\|\\/.test("$()[]{}^*+?.|\\"));
      show(/\t\n\r/.test("\t\n\r"));
      show(/\0/.test("\0"));
      show(/\-/.test("-"));
    `,
  },
  {
    name: "dollar in middle alternation",
    source: String.raw`
      show(/a$|b/.test("ab"));
      show(/a$|b/.test("ac"));
    `,
  },
  {
    name: "regex after tokens",
    source: String.raw`
      const f = (s: string) => /x/.test(s);
      show(f("x"));
      function g(s: string) {
        return /y/.test(s);
      }
      show(g("y"));
      show([/a/.test("a")]);
      show(!/a/.test("a"));
      show(1 && /a/.test("a"));
      show(true ? /a/.test("b") : 0);
      const o = { r: /q/ };
      show(o.r.test("q"));
      show(/a/.source);
      let z = 4;
      z /= 2;
      show(z);
      show(8 / 2 / 2);
    `,
  },
  {
    name: "lastIndex set",
    source: String.raw`
      const r = /a/g;
      r.lastIndex = 1;
      show(r.exec("aa")!.index);
      show(r.test("aa"));
    `,
  },
  {
    name: "split regexp groups",
    source: String.raw`
      show("a1b".split(/\d/));
      show("a, b,c".split(/,\s*/));
      show("".split(/,/));
    `,
  },
];
