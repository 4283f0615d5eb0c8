import type { Snippet } from "../snippet.ts";

export const arrays: readonly Snippet[] = [
  {
    name: "array length set",
    source: String.raw`
      const a = [1, 2, 3];
      a.length = 0;
      show(a);
      a.push(1);
      const b = [1, 2, 3, 4];
      b.length = 2;
      show(b);
      b.length--;
      show(b);
      const o = { length: 5 };
      o.length = 1;
      show(o);
    `,
  },
  {
    name: "array length set by its name",
    source: String.raw`
      const a = [1, 2, 3];
      a["length"] = 2;
      show(a);
      a["length"]--;
      show(a);
      const o = { list: [1, 2, 3] };
      o["list"]["length"] = 2;
      show(o);
      o.list["length"] -= 1;
      show(o);
      const key = "length";
      o.list[key] = 0;
      show(o);
      const none = undefined as { list: number[] } | undefined;
      show([a["length"], none?.list["length"], none?.["list"]["length"]]);
    `,
  },
  {
    name: "sort and chain",
    source: String.raw`
      show([3, 1, 2].sort((a, b) => a - b));
      show(
        [1, 2, 3, 4]
          .filter((x) => x % 2)
          .map((x) => x * x)
          .reduce((a, b) => a + b, 0),
      );
      show([1, 2, 3].find((x) => x > 1));
      show([1, 2, 3].some((x) => x > 2));
      show([1, 2, 3].every((x) => x > 0));
      show([1, [2]].concat([3]));
      show([1, 2, 3].indexOf(2));
      show(["a", "b"].join("-"));
      show([1, 2, 3, 4].slice(1, -1));
      show([1, 2, 3].reverse());
      show([1, 2, 3].splice(1, 1));
      show([1, 2].includes(2));
      show(Array.isArray([]));
    `,
  },
  {
    name: "delete array elt",
    source: String.raw`
      const a = [1, 2, 3];
      delete a[1];
      show([a.length, 1 in a]);
    `,
  },
  {
    name: "sort stability default sort",
    source: String.raw`
      show([10, 9, 1].sort());
      show(["b", "a"].sort());
      show([3, undefined, 1].sort() as any);
    `,
  },
  {
    name: "array methods 2",
    source: String.raw`
      show([1, 2, 3].fill(0));
      show([3, 2].concat(1, [4]));
      show([1, 2, 3].findIndex((x) => x === 2));
      const a = [1, 2];
      a.unshift(0);
      show(a);
      show(a.shift());
      show(a.pop());
      show(a.length);
      show([1, 2, 3].join());
      show([null, undefined, 1].join("-"));
      show([[1, 2], [3]].toString());
      show([1, 2, 3].slice(-2));
      show([5, 1, 10].sort());
      show([1, 2, 3].reduce((a, b) => a + b));
      show([1, 2, 3, 4, 5].splice(-2));
      const b = [1, 5];
      b.splice(1, 0, 2, 3);
      show(b);
      show([1, 2, 3].indexOf(9));
      show([NaN].includes(NaN));
      show([1, 2, 3].every(Boolean as any));
    `,
  },
  {
    name: "array callbacks args",
    source: String.raw`
      [7].forEach((v, i, a) => show([v, i, a.length]));
      show([1, 2].map((x, i) => i));
      show(["1", "2", "3"].map(Number));
      show(["10", "10", "10"].map(parseInt as any));
    `,
  },
  {
    name: "sort comparator",
    source: String.raw`
      show([{ n: 2 }, { n: 1 }].sort((a, b) => a.n - b.n));
      show(["b", "a", "C"].sort((a, b) => (a < b ? -1 : 1)));
    `,
  },
  {
    name: "new Array",
    source: String.raw`
      show(new Array(3).length);
      show(Array(2).length);
      show(new Array(1, 2));
      show(new Array(3).fill(0));
      show(Array(3).join("-"));
    `,
  },
  {
    name: "thisArg",
    source: String.raw`
      show(
        [1].map(
          function (this: any, x) {
            return this.k + x;
          },
          { k: 5 },
        ),
      );
      const r: any[] = [];
      [1].forEach(
        function (this: any) {
          r.push(this.z);
        },
        { z: 2 },
      );
      show(r);
      show(
        [1, 2].filter(
          function (this: any, x) {
            return x > this.m;
          },
          { m: 1 },
        ),
      );
    `,
  },
  {
    name: "from args",
    source: String.raw`
      show([1, 2, 1].indexOf(1, 1));
      show([1, 2].includes(1, 1));
      show([1, 2, 3].fill(9, 1, 2));
      show("abab".indexOf("a", 1));
      show("abab".lastIndexOf("a", 1));
      show("abc".startsWith("b", 1));
      show("abc".includes("a", 1));
      show("ab".endsWith("a", 1));
      show([1, 2, 3].join(undefined));
      show("a".padEnd(3, "-"));
    `,
  },
  {
    name: "reduce no init empty",
    source: String.raw`
      try {
        ([] as number[]).reduce((a, b) => a + b);
        show("no");
      } catch {
        show("threw");
      }
      show([].reduce((a, b) => a + b, 7));
    `,
  },
  {
    name: "reduce index",
    source: String.raw`
      show([1, 2, 3].reduce((a, x, i) => a + x * i, 0));
    `,
  },
];
