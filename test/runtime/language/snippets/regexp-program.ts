// RegExp that our own matcher runs.
import type { Snippet } from "../snippet.ts";

export const regexpProgram: readonly Snippet[] = [
  {
    name: "alternation in group",
    source: String.raw`
      for (const t of ["abc", "xc", "ac", "bc", "cab"]) {
        show(/(a|b)c/.exec(t));
        show(/^(?:get|set)-(\w+)$/.test(t));
      }
      const m = /^(GET|POST|PUT) (\/\S*) HTTP\/(\d)\.(\d)$/.exec("POST /a/b HTTP/1.1");
      show(m!.slice(1));
      show(m!.index);
      show(m!.length);
    `,
  },
  {
    name: "quantifiers",
    source: String.raw`
      for (const t of ["", "a", "aa", "aaa", "aaaa", "ab", "aab", "xaaay"]) {
        show(/^a?$/.test(t));
        show(/^a{2}$/.test(t));
        show(/a{2,3}/.exec(t));
        show(/^a{1,}b?$/.test(t));
        show(/a+?/.exec(t));
        show(/(ab)+/.exec(t));
        show(/^(a|ab)*$/.exec(t));
      }
      show(/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec("192.168.1.20")!.slice(1));
      show(/<(.+?)>/.exec("<a><b>")![1]);
      show(/"(.*?)"/.exec('say "x" and "y"')![1]);
      show("a1b22c333".match(/\d+/g));
      show("abc".match(/\d+/g));
      show("a1b2".match(/[a-z]\d/)!.index);
      show(/-?\d+(\.\d+)?([eE][+-]?\d+)?/.exec("t=-12.5e-3;"));
      show(/(\d+)(?:px|em)?/.exec("12px"));
      show(/((a)b)+/.exec("xababy"));
      show(/(z)((a+)?(b+)?(c))*/.exec("zaacbbbcac"));
    `,
  },
  {
    name: "lookahead boundary backreference flags",
    source: String.raw`
      for (const t of ["foobar", "foobaz", "foo bar", "a foo", "xfoo", "Foo\nbar"]) {
        show(/foo(?=bar)/.test(t));
        show(/foo(?!bar)/.test(t));
        show(/\bfoo\b/i.exec(t));
        show(/^bar$/m.test(t));
        show(/foo.bar/is.test(t));
        show(/\Boo\B/.test(t));
      }
      show(/(['"])(.*?)\1/.exec('x \'a"b\' "c"'));
      show(/(?<y>\d{4})-(?<m>\d\d)/.exec("on 2024-05")!.groups!.y);
      show("2024-05".replace(/(?<y>\d{4})-(?<m>\d\d)/, "$<m>/$<y>"));
      const s = /a/y;
      show(s.test("ba"));
      s.lastIndex = 1;
      show(s.test("ba"));
      show(s.lastIndex);
      const g = /(\w)=(\d)|x/g;
      let m: any;
      while ((m = g.exec("a=1,b=2,x"))) show([m[0], m[1], m.index, g.lastIndex]);
    `,
  },
  {
    name: "replace split match",
    source: String.raw`
      const num = "x";
      const f = (m: string) => "[" + m + "]";
      show("axbx".replace(num, f));
      show("axbx".replaceAll(num, f));
      show("a.b".replace(".", () => "-"));
      show("abc".replace("", "_"));
      show("abc".replaceAll("", "_"));
      show("aXbX".replace(/x/gi, "<$&>"));
      show("cost".replace("o", "$$"));
      show("camelCaseText".replace(/([A-Z])/g, "_$1"));
      show("snake_case_it".replace(/_(\w)/g, (_, c) => c.toUpperCase()));
      show("a1b2c".split(/(\d)/));
      show("a1b2c".split(/\d/));
      show("ab".split(/(?:)/));
      show("a, b ;c".split(/\s*[,;]\s*/));
      show("".split(/(,)/));
      show("a-b_c".split(/(?:-|_)/, 2));
      const re = [/(\d|x)+/g, /b/].map((r) => r);
      show(re.map((r) => "a1x2b".replace(r, "#")));
      show(re.map((r) => r instanceof RegExp));
      show(re.map((r) => "zb".search(r)));
      show(re[0]!.source);
      for (const m of "k=1;l=2".matchAll(/(k|l)=(\d)/g)) show(m[1]! + m[2]);
      show("  a b  ".replace(/^\s+|\s+$/g, ""));
      show("key = value".match(/^(\w+)\s*=\s*(.*)$/)!.slice(1));
      show("x".match(/(y)?x/));
      show("1,234,567".replace(/,/g, ""));
      show("1234567".replace(/\B(?=(\d{3})+(?!\d))/g, ","));
      show("a.b.c".replaceAll(".", ""));
      show(["$1", "$&"].map((x) => "abc".replace("b", x)));
    `,
  },
];
