// Members of one's own of what has places, and methods that are given no place.
import type { Snippet } from "../snippet.ts";

export const libraryOwn: readonly Snippet[] = [
  {
    name: "members of one's own of arrays, texts and bytes",
    source: String.raw`
      const bytes = new Uint8Array(3), list: any[] = [1, 2], text = ["a", "bc"].join(""), any: any = JSON.parse('["abc"]');
      const plain: any = { length: 1, 1.5: 2 };
      for (const key of ["length", "0", "2", "3", "-1", "01", "1.5", "x", ""]) {
        show([bytes, list, text, any, any[0], plain].map((o) => Object.hasOwn(o, key)));
        show([text.hasOwnProperty(key), list.hasOwnProperty(key), bytes.hasOwnProperty(key), plain.hasOwnProperty(key)]);
        show([Object.prototype.hasOwnProperty.call(text, key), Object.prototype.hasOwnProperty.call(list, key)]);
      }
      for (const key of [0, 2, 3, -1, 1.5, 2 ** 32]) show([bytes, list, text].map((o) => Object.hasOwn(o, key)));
      show([any.hasOwnProperty("length"), any[0].hasOwnProperty("length"), plain.hasOwnProperty("length"), any.hasOwnProperty(0)]);
    `,
  },
  {
    name: "splice that is given nothing",
    source: String.raw`
      const list: any = [1, 2, 3], none: [] = [];
      show([list.splice(), list.splice(...none), list, list.toSpliced(), [1, 2, 3].splice(1), [1, 2, 3].splice(0)]);
      const cut = (...args: [number, number?]) => { const l = [1, 2, 3]; return [(l as any).splice(...args), l]; };
      show([cut(1), cut(1, 1), cut(-1), (cut as any)()]);
    `,
  },
];
