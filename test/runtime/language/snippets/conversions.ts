// Texts that are taken for numbers, and what else an operator makes of its operands by itself.
import type { Snippet } from "../snippet.ts";

export const conversions: readonly Snippet[] = [
  {
    name: "texts of any in arithmetic",
    source: String.raw`
      const texts: any[] = JSON.parse('[" 7 ", "12e", "", "1e2", "-0x1", "0x1f", null, true, 5]');
      show(texts.map((x) => [x * 1, x - 1, x / 2, 100 % x]));
      show(texts.map((x: any) => [x | 0, ~x, -x - 1, x >> 1, x ** 2]));
      const o = JSON.parse('{ "a": { "n": " 4 " }, "b": [" 2 "] }');
      const { a, none } = o;
      let left: any = " 9 ";
      left -= o.b[0];
      let total = 10;
      total *= a.n;
      const rows: { v: any[] }[] = [{ v: [" 6 "] }];
      show(rows.map((row) => row.v.map((cell) => cell * 2)));
      show([a.n * 2, o.b[0] * 3, (none ?? a.n) * 2, o.missing?.n * 2, o.a?.n * 2, left, total]);
    `,
  },
  {
    name: "texts of any that are compared",
    source: String.raw`
      const all: any[] = [" 7 ", "12e", "", 7, null, true, undefined];
      show(all.map((x) => [x < 8, x > 6, x <= 7, x >= 7]));
      show(all.map((x: any) => all.map((y: any) => [x < y, x >= y])));
      show(["b" < (all[0] as any), "a" > all[1], all[0] < "b"]);
    `,
  },
  {
    name: "equality of what differs in kind",
    source: String.raw`
      const all: any[] = [" 7 ", "12e", "", 7, 0, 1, null, true, false, "1", undefined, [7], [], "7", [1, 2], "1,2"];
      show(all.map((x) => all.map((y) => (x == y ? 1 : 0)).join("")));
      show(all.map((x: any) => [x == 7, x != "1", x == true, x == null]));
      const same = (a: string | number, b: string | number) => a == b && !(a != b);
      show([same(" 5 ", 5), same("5x", 5), same(5, 5), same("a", "a"), same("", 0)]);
      const text = { toString: () => "named" } as any;
      show([text == "named", text == text, text == {}]);
    `,
  },
  {
    name: "isNaN and isFinite",
    source: String.raw`
      const all: any[] = [" 7 ", "12e", "", "x", 5, NaN, null, undefined, true, [], {}, new Date(0), Infinity, "-Infinity"];
      show(all.map((x) => [isNaN(x), isFinite(x)]));
      show(all.filter(isNaN).length);
      const n: number = JSON.parse("null") ?? NaN;
      show([isNaN(n), isFinite(n), isNaN(parseInt("z", 10)), isFinite(Number("3"))]);
    `,
  },
  {
    name: "reduce from what may be undefined",
    source: String.raw`
      const start = JSON.parse("{}").none;
      const count = (seen: any, n: number) => (seen ?? 10) + n;
      show([[1, 2].reduce(count, start), [1, 2].reduceRight(count, start), [3].reduce(count, undefined)]);
      show(typeof ([] as number[]).reduce(count, start));
      const totals = (from?: number) => [4, 5].reduce((sum: number | undefined, n) => (sum === undefined ? n * 2 : sum + n), from);
      show([totals(), totals(1), new Uint8Array([1, 2]).reduce((a, b) => (a ?? 5) + b, start)]);
      class Bag { reduce(f: (a: number) => number, from?: number) { return f(from ?? 7); } }
      show(new Bag().reduce((a) => a + 1, start));
    `,
  },
  {
    name: "a date that is tested",
    source: String.raw`
      const kinds = (d: Date | undefined) => {
        const first = d ? "date" : "none";
        const second = d || 3 ? (d && 1 ? 1 : 2) : 0;
        if (d) show(d.getTime()); else show("none");
        return [first, second, !d, d?.getTime() ? "later" : "1970"];
      };
      show([new Date(0), new Date(NaN), new Date(5), undefined].map(kinds));
      const last: { at?: Date } = { at: new Date(0) };
      show([last.at ? 1 : 2, (last.at = new Date(0)) ? 1 : 2]);
    `,
  },
  {
    name: "a date as text",
    source: String.raw`
      const day = (text: any) => text.replace(/ \(.*\)/, "");
      const d = new Date("2024-12-01T10:20:30Z");
      const e = new Date("2024-12-21T10:20:30Z");
      show([String(d), d.toString(), "" + d, "at " + e, [1].map((x) => x + (d as any))[0]].map(day));
    `,
  },
  {
    name: "sums of nothing, and of a text whose place is computed",
    source: String.raw`
      const o: any = { a: "", n: 1, list: ["x"] };
      let calls = 0;
      const key = (name: string) => { calls++; return name; };
      const self = () => { calls++; return o; };
      o[key("a")] += 1 / 3;
      self().a += 2 / 3;
      o[key("n")] += 1.5;
      self().list[key("0")] += 0.1 + 0.2;
      show([o, calls, (o[key("a")] += 1), (self().n += 1)]);
      show([o.x + o.y, o.x + 1, o.x + "a", null + o.z].map(String));
      function* steps() { o[key("a")] += yield 1; }
      const run = steps();
      run.next();
      run.next(1 / 3);
      show([o.a, calls]);
    `,
  },
  {
    name: "texts that are any where an operator takes them",
    source: `
      const all = (s: string) => [(s as any) * 1, (s as any) < 8, -(s as any), (s as any) | 0, ~(s as any), (s as any) == 7, (s as any) ** 2, 1 - (s as any)];
      show([" 7 ", "12e", "", "5"].map(all));
      const two = (a: string, b: string) => [(a as any) < (b as any), (a as any) < 9.5, (a as any) >= 10];
      show([two("10", "9"), two(" 10", "10"), two("x", "1")]);
      const o = JSON.parse('{"text":" 9 "}') as { text: string };
      show([(o.text as any) * 2, <any>o.text - 1, (o.text as unknown as number) * 2]);
      const pairs = Object.fromEntries("v=12;w= 7 ".split(";").map((pair) => pair.split("=")));
      show([(pairs as any).w * 2, (pairs as any)["w"] < 8]);
      const spaced = (s: string) => \` \${s} \`;
      let left = spaced("4");
      (left as any) -= 1;
      show([(spaced("5") as any) * 2, left, (" 6 " as any) * 1]);
    `,
  },
  {
    name: "texts of any in Math",
    source: `
      const round = (s: any) => [Math.max(s, 3), Math.floor(s), Math.abs(s), Math.round(s), Math.trunc(s), Math.sign(s)];
      show([" 7.5 ", "12e", "", "5.5", 4, null, undefined, true, new Date(3)].map(round));
      const seven = { toString: () => " 7 " } as any;
      show([seven * 2, -seven, +seven, seven < 8, Number(seven), Math.max(seven, 1)]);
      const cast = (s: string) => [Math.min(1, s as any), Math.max(...([2, s] as any[]))];
      show(["7.5", ""].map(cast));
    `,
  },
  {
    name: "++ and -- of texts that are any",
    source: `
      const query = (s: string): Record<string, any> => Object.fromEntries(s.split("&").map((p) => p.split("=")));
      let page: any = query("page=2")["page"];
      page++;
      show(page);
      const steps = (x: any) => {
        const old = x++;
        return [old, x, ++x, x--, x, --x];
      };
      show(steps(" 5 "));
      let { count } = JSON.parse('{"count":"5"}') as any;
      ++count;
      show(count);
      const o: any = JSON.parse('{"v":"7","w":["1"," 2 "],"x":"1"}');
      let calls = 0;
      const key = (k: string) => (calls++, k);
      o.v++;
      ++o.w[0];
      show([o.v, o.w, o[key("x")]++, ++o[key("x")], o.x, calls, o.w[1]--, o.w[1]]);
      class Page { at: any = "1"; #held: any = "3"; next() { this.at++; return [this.at, ++this.#held]; } }
      show(new Page().next());
      const all = (list: any[]) => { for (let i = 0; i < list.length; i++) list[i]++; return list; };
      show(all(["1", " 2 ", 3, true, null]));
      for (let i: any = "3"; i < 5; i++) show(i);
    `,
  },
  {
    name: "Math of texts that stand there, or in a list that is any",
    source: `
      const all: any = JSON.parse('[" 7 ","3",5]');
      const spread = (list: any) => Math.max(1, ...list);
      show([Math.sqrt(" 4 " as any), Math.sign("-3 " as any), Math.max(...all), Math.min(...all, " 2 " as any), spread([" 9 "])]);
      const numbers = [3, 8];
      show([Math.max(...numbers), Math.max(0, ...numbers.map((x) => x * 2))]);
      show([Number.MIN_VALUE > 0, Number.MIN_VALUE / 2]);
    `,
  },
  {
    name: "arrays beside texts and numbers",
    source: `
      const isLess = (a: any, b: any) => a < b;
      show([isLess([2], 10), isLess(["2"], "10"), isLess("10", [9]), isLess([9], [10]), isLess([1, 2], 3)]);
      const isSame = (a: any, b: any) => a == b;
      show([isSame([1], 1), isSame([1, 2], "1,2"), isSame([], 0), isSame([], ""), isSame({}, "[object Object]"), isSame([null], 0)]);
    `,
  },
  {
    name: "objects that stand beside a text that is compared",
    source: String.raw`
      show([({} as any) == "[object Object]", ({ toString: () => "x" } as any) == "x", ([1.5, 2] as any) == "1.5,2", ([] as any) != "", ({} as any) == null]);
    `,
  },
];
