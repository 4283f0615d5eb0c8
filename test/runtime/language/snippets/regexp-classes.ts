import type { Snippet } from "../snippet.ts";

export const regexpClasses: readonly Snippet[] = [
  {
    name: "class brackets",
    source: String.raw`
      show(/[[]/.test("["));
      show(/[[]/.test("a"));
      show(/[[\]]x/.test("]x"));
      show(/[+-.]/.test("a"));
      show(/[+-.]/.test(","));
      show(/[.-9]/.test("/"));
      show(/[.-9]/.test("a"));
      show(/[*.]/.test("a"));
    `,
  },
  {
    name: "dot newline",
    source: String.raw`
      show(/a.b/.test("a\nb"));
      show(/a.b/.test("axb"));
    `,
  },
  {
    name: "class pipe and slash",
    source: String.raw`
      show(/a[|]b/.test("a|b"));
      show(/a[|]b/.test("b"));
      show(/[/]x/.test("/x"));
      show("a/b".split(/[/]/));
    `,
  },
  {
    name: "i ranges",
    source: String.raw`
      show(/^[a-f]+$/i.test("AbF"));
      show(/[A-F]/i.test("b"));
      show(/[0-9]/i.test("5"));
    `,
  },
  {
    name: "single range",
    source: String.raw`
      show(/[a-a]/.test("a"));
      show(/[\x41-\x43]/.test("B"));
      show(/[\b]/.test("\b"));
      show(/[a-]/.test("-"));
      show(/[-a]/.test("-"));
      show(/[+\-*]/.test("-"));
    `,
  },
  {
    name: "whitespace class",
    source: String.raw`
      show(/^[\s]+$/.test(" \t\n\r\v\f"));
      show(/\w/.test("_"));
      show(/[\w.]+/.exec("!a.b!")![0]);
      show(/[\d]+/.exec("a12")![0]);
      show(/[^\d]+/.exec("12ab")![0]);
      show(/[^\w\s]/.exec("a b!")![0]);
    `,
  },
];
