// Texts in texts: what only begins at the end of one is not there, and what overlaps is found once.
import type { Snippet } from "../snippet.ts";

const TEXTS = `
      const texts = ["", "a", "b", "aa", "ba", "aaa", "xa", "aba", "bab", "abab", "aabaa", "hello wor"];`;

export const textSearching: readonly Snippet[] = [
  {
    name: "a text of which only the beginning stands at the end",
    source: String.raw`
      show(["xa".indexOf("aa"), "hello wor".indexOf("world"), "aaa".indexOf("aa", 2), "aaa".indexOf("aa", 9)]);
      show(["xa".includes("aa"), "xa".replace("aa", "y"), "aaa".replaceAll("aa", "x"), "aaa".split("aa")]);
      show(["a---b".split("--"), "xa".match("aa"), "xa".search("aa"), "xaa".match("aa")?.index]);
      const line: string = ["AT", "O"].join("+");
      show([line.includes("OK") ? 1 : 2, !line.includes("OK"), line.indexOf("OK") < 0, line.split("OK")]);
    `,
  },
  {
    name: "every place that a text is looked for from",
    source: String.raw`${TEXTS}
      const find = (t: string, n: string, at: number) => [t.indexOf(n, at), t.includes(n, at) ? 1 : 0, t.lastIndexOf(n, at)].join();
      const found = (t: any, n: any, at: any) => [t.indexOf(n, at), t.includes(n, at) ? 1 : 0, t.lastIndexOf(n, at)].join();
      for (const n of ["", "a", "aa", "ab", "aba"]) {
        for (const at of [-2, 0, 1, 2, 3, 8, NaN]) {
          const all = texts.map((t) => find(t, n, at)).join(" ");
          show(all);
          show(all === texts.map((t) => found(t, n, at)).join(" "));
        }
      }
    `,
  },
  {
    name: "a text that is given, split and replaced",
    source: String.raw`${TEXTS}
      const cut = (t: string, n: string) => [t.split(n).join("|"), t.split(n, 2).join("|"), t.replace(n, "<>"), t.replaceAll(n, "<$&>")].join();
      const both = (t: any, n: any) => [t.startsWith(n, 1), t.endsWith(n, 2), t.match(n) ? t.match(n).index : "no", t.match(n)?.input].join();
      for (const n of ["", "a", "aa", "ab", "aba"]) {
        show(texts.map((t) => cut(t, n)));
        show(texts.map((t) => both(t, n)));
      }
    `,
  },
  {
    name: "a text that is written out, split and replaced",
    source: String.raw`${TEXTS}
      for (const t of texts) {
        show([t.split("aa"), t.replace("aa", "<>"), t.replaceAll("aa", "<>"), t.replace("ab", (x) => x + "!")]);
        show([t.match("ab")?.index, t.match("ab")?.input, t.match("a")?.input, t.search("ab"), t.search("a")]);
      }
    `,
  },
  {
    name: "looking in lists, and in objects of one's own",
    source: String.raw`
      const words = ["aa", "ba", "a"], given: any = JSON.parse('["a", "aa"]');
      show([words.indexOf("aa", 1), words.indexOf("ba"), words.includes("aa"), words.includes("aa", 1), words.lastIndexOf("aa")]);
      show([given.indexOf("aa"), given.indexOf("aa", -1), given.includes("aa", 2), given.includes("bb")]);
      class Own {
        indexOf(...all: unknown[]) { return all; }
        includes(what: string) { return what + "?"; }
        split(by: string) { return by; }
        replace(what: string, by: string) { return what + by; }
        replaceAll(what: string, by: string) { return what + by; }
        match(what: string) { return what; }
        search(what: string) { return what; }
      }
      const own = new Own();
      show([own.indexOf("ab")[0], own.includes("ab"), own.split("ab"), own.replace("ab", "c"), own.replaceAll("ab", "c"), own.match("ab"), own.search("ab")]);
    `,
  },
  {
    name: "methods of texts for another object, and bound to one",
    source: String.raw`
      show([String.prototype.indexOf.call("xa", "aa"), String.prototype.split.call("aaa", "aa"), "".includes.apply("xa", ["aa"])]);
      const t: string = ["x", "a"].join(""), list = ["aa", "b"], given: any = JSON.parse('"ab"');
      const has = t.includes.bind(t), at = list.indexOf.bind(list), pad = given.padStart.bind(given, 4);
      show([has("aa"), has("a"), at("b"), pad(""), pad("-"), t.replace.apply(t, ["aa", "b"])]);
      show([t.concat.apply(t, [undefined] as any), t.split.apply(t, ["aa"] as any)]);
      class Own { n = 3; includes(n: number) { return this.n === n; } }
      const own = new Own(), is = own.includes.bind(own);
      show([is(3), own.includes.call({ n: 4 } as any, 4), Own.prototype.includes.call(own, 3)]);
    `,
  },
];
