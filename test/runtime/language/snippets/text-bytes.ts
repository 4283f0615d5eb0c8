// Texts are bytes: what is more than one, and places beyond the end of a text.
import type { Snippet } from "../snippet.ts";

export const textBytes: readonly Snippet[] = [
  {
    name: "characters by their codes, up to a byte",
    source: String.raw`
      const codes = [72, 105, 0xe9, 65601];
      show([String.fromCharCode(...codes) === "Hi\xe9A", String.fromCharCode.apply(null, codes).length, codes.map((c) => String.fromCharCode(c).charCodeAt(0))]);
      show(["\u00b0C".charCodeAt(0), "\xb0C".length, "\u{b0}" === "\u00B0"]);
      const bad = (run: () => string) => {
        try {
          return run();
        } catch (error) {
          return (error as Error).name;
        }
      };
      show([-1, 1.5, NaN].map((code) => bad(() => String.fromCodePoint(code))));
      show([String.fromCodePoint(65, 66), JSON.parse('"\\u00e9\\u0041"') === "\xe9A"]);
    `,
  },
  {
    name: "URI components above ASCII, and malformed ones",
    source: String.raw`
      show([encodeURIComponent("a b&\xe9"), encodeURIComponent("\x80\xff"), encodeURIComponent("-_.!~*'()")]);
      show(decodeURIComponent("a%20b%C3%A9%c2%80") === "a b\xe9\x80");
      const name = (bad: string) => {
        try {
          return decodeURIComponent(bad);
        } catch (error) {
          return (error as Error).name + (error instanceof URIError);
        }
      };
      show(["%zz", "%", "100%", "%4", "%C3", "%C3%", "%C3x", "%80", "%FF", "%C3%28", "%E0%80%80", "%C0%80", "%F5%80%80%80"].map(name));
      show([name("%41%2f"), name("")]);
    `,
  },
  {
    name: "places and counts beyond 32 bits",
    source: String.raw`
      show(["abc".slice(1, Infinity), "abc".substring(0, Infinity), "abc".substr(1, Number.MAX_VALUE)]);
      show(["abc".slice(0, Number.MAX_SAFE_INTEGER), "abc".slice(-1e10), "abc".substring(2 ** 40, 1)]);
      const take = (text: string, most = Infinity) => text.slice(0, most);
      show([take("abc"), take("abc", 2), take("abc", NaN), take("abc", 2 ** 31), take("abc", -(2 ** 33))]);
      show([[1, 2, 3].slice(0, Infinity), [1, 2, 3].slice(-Infinity, 2), [1, 2, 3].slice(0, Number.MAX_SAFE_INTEGER)]);
    `,
  },
  {
    name: "places outside of a text or list",
    source: String.raw`
      const text = "abcab", list = [1, 2, 3, 1];
      const places = [Infinity, -Infinity, 2 ** 32 + 1, -(2 ** 33), Number.MAX_SAFE_INTEGER, 9, -9];
      for (const at of places) {
        show([text.charAt(at), text.at(at) === undefined, list.at(at) === undefined]);
        show([text.indexOf("b", at), text.lastIndexOf("b", at), text.includes("b", at)]);
        show([text.startsWith("ab", at), text.endsWith("ab", at), text.startsWith("", at)]);
        show([list.indexOf(1, at), list.lastIndexOf(1, at), list.includes(1, at)]);
        show([[1, 2, 3].splice(0, at), [1, 2, 3].fill(0, at), [1, 2, 3].fill(0, 1, at)]);
      }
      show(["abc".endsWith("c", Infinity), "abc".indexOf("c", Infinity), "abc".charAt(Infinity)]);
    `,
  },
  {
    name: "letters and blanks above ASCII",
    source: String.raw`
      const all = "aZ[\xe9\xc9\xf7\xd7\xdf\xfe\xde\xc0\xe0 {@" + String.fromCharCode(191, 192, 222, 223, 224, 254);
      const codes = (text: string) => [...text].map((c) => c.charCodeAt(0));
      show([codes(all.toUpperCase()), codes(all.toLowerCase()), all.toUpperCase().length]);
      const blank = "\xa0 \tx y\xa0\n\v\f";
      show([blank.trim(), codes(blank.trimStart()), codes(blank.trimEnd()), "\xa0".trim(), "".trim(), " \x85 ".trim().length]);
      class Own { trim() { return "own"; } toUpperCase() { return "OWN"; } }
      show([new Own().trim(), new Own().toUpperCase()]);
    `,
  },
  {
    name: "numbers of texts with blanks above ASCII",
    source: String.raw`
      show([Number("\xa05"), parseFloat("\u00a05"), parseInt(" \xa0-7x"), +"\xa07 \xa0", Number("\xa0"), parseInt("\xa00x1f")]);
      const twice = (x: any) => x * 2;
      show([twice("\xa08"), twice(" 8"), twice("8\xa08"), Number.isNaN(Number("\xe95"))]);
    `,
  },
  {
    name: "a text at a fraction that is written out",
    source: String.raw`
      const s = "hello", bytes = new Uint8Array(3), kept: any = { 1.5: 2 };
      show([s[1.5] === undefined, s[1.0], bytes[1.5] === undefined, kept[1.5]]);
      const at = (x: any) => x[1.5];
      show([at("abc"), at([1, 2]), at(bytes)].map((x) => x === undefined));
      bytes[1.5] = 3;
      kept[1.5]++;
      show([at(kept), [...bytes]]);
    `,
  },
  {
    name: "what concat adds to a text",
    source: String.raw`
      const all: any[] = [undefined, 1e21, 0.1 * 3, 1 / 3, [1, null], null, true, "x"];
      show([all.map((x) => "a".concat(x)), "a".concat(...all), "a".concat(), "a".concat("b", "c")]);
      const more = (s: string, ...rest: any[]) => s.concat(...rest), any = (s: any, x: any) => s.concat(x);
      show([more("x", 1 / 3, undefined), any("x", undefined), any([1], 2)]);
    `,
  },
];
