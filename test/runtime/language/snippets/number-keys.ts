// Numbers as keys of members: whole ones below 0, made of fractions or texts; fractions; and those with
// more digits than a number has.
import type { Snippet } from "../snippet.ts";

export const numberKeys: readonly Snippet[] = [
  {
    name: "bins of temperatures below 0",
    source: String.raw`
      const bins: Record<number, number> = {};
      for (const t of [-2.5, -0.5, 3.2, -2.1, 0]) {
        const bin = Math.floor(t);
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      show([Object.keys(bins), bins[-3], bins["-3"], bins[-1], bins[0], bins[3]]);
      const byFive: { [bin: number]: number } = {};
      const add = (t: number) => {
        const bin = Math.floor(t / 5) * 5;
        byFive[bin] = (byFive[bin] || 0) + 1;
      };
      [-7, -3, 4, 11].forEach(add);
      show([Object.keys(byFive), byFive[-10], byFive[-5], Object.entries(byFive)]);
    `,
  },
  {
    name: "an array that is used like bins",
    source: String.raw`
      const bins: number[] = [];
      for (const t of [-7, -3, 4, 11]) {
        const bin = Math.floor(t / 5);
        bins[bin] = (bins[bin] || 0) + 1;
      }
      const seen: number[][] = [];
      bins.forEach((count, bin) => seen.push([bin, count]));
      show([Object.keys(bins), bins[-2], bins[-1], bins.length, seen, { ...bins }]);
    `,
  },
  {
    name: "a number that a function is given, as a key",
    source: String.raw`
      const names: Record<number, string> = { [-1]: "off", 0: "idle", 1: "on" };
      const label = (code: number) => names[code] ?? "none";
      show([label(-1), label(0), label(2), label(Math.round(-0.9)), label(Number("-1"))]);
      show((JSON.parse("[-1, 1, 5]") as number[]).map(label));
      class Histogram {
        counts: Record<number, number> = {};
        add(value: number) {
          this.counts[value] = (this.counts[value] ?? 0) + 1;
          return this;
        }
      }
      const { counts } = new Histogram().add(Math.round(-2.2)).add(-2).add(JSON.parse("-2"));
      show([counts, counts[-2], Object.keys(counts)]);
    `,
  },
  {
    name: "an element as a key, in a loop, a function and an accumulator",
    source: String.raw`
      const counts: Record<string, number> = {};
      for (const bin of [-1.5, 2.5, -1.2].map(Math.floor)) {
        if (bin in counts) counts[bin]!++;
        else counts[bin] = 1;
      }
      show([Object.entries(counts), counts[-2], counts["-2"]]);
      const bins = [-1.5, 2.5, -1.2].map((t) => Math.floor(t));
      show(bins.reduce((all: Record<number, number>, bin) => {
        all[bin] = (all[bin] ?? 0) + 1;
        return all;
      }, {})[-2]);
      const grid: Record<number, Record<number, string>> = {};
      const put = (x: number, y: number, text: string) => {
        (grid[x] ??= {})[y] = text;
      };
      put(-1, Math.floor(-1.5), "a");
      put(Math.floor(-0.5), -2, "b");
      show([grid[-1]![-2], Object.keys(grid), grid]);
    `,
  },
  {
    name: "whole numbers below 0, wherever a key stands",
    source: String.raw`
      const k = Math.ceil(-2.5);
      const o: Record<number, any> = { [-2]: 1, [k - 1]: 2 };
      show([k in o, o.hasOwnProperty(k), Object.hasOwn(o, k), Object.hasOwn(o, -3)]);
      o[k]++;
      o[k] += 2;
      show([o[-2], o[k]--, --o[k], (o[k] = 7), o["-2"]]);
      const { [k]: taken, ...rest } = o;
      show([taken, rest, Object.getOwnPropertyDescriptor(o, k)?.value]);
      let given: any;
      ({ [k]: given = "none" } = o);
      [o[k], o[k - 1]] = [o[k - 1], o[k]];
      show([given, o[-2], o[-3], delete o[k], Object.keys(o), o[k] ?? "none"]);
      class A { [k] = 5; [k - 5]() { return 6; } }
      const made: any = new A();
      show([made[-2], made["-7"](), Object.create({ [-2]: "base" })[k]]);
      show([Object.fromEntries([-2.5, 3].map((t) => [Math.ceil(t), t]))[-2],
        Object.fromEntries(new Map([[k, "x"]]))]);
    `,
  },
  {
    name: "whole numbers below 0 that arrive later",
    source: String.raw`
      (async () => {
        const o: Record<number, number> = {};
        const k = async () => Math.floor(-1.5);
        o[await k()] = 5;
        function* bins() { yield Math.floor(-2.5); }
        for (const bin of bins()) o[bin] = 1;
        show([o[-2], o[-3], Object.keys(o)]);
      })();
    `,
  },
  {
    name: "a text, an array or an object, by a number below 0",
    source: String.raw`
      const get = (from: Record<number, string> | string | number[], k: number) => from[k] ?? "none";
      const k = Math.floor(-1.5);
      show([get({ [-2]: "a" }, k), get("abc", k), get("abc", 1), get({ [-2]: "a" }, -2), get([1, 2], k)]);
      const pick = <T>(from: T, i: number) => (from as any)[i - 1] ?? "none";
      show([pick({ [-2]: "a" }, -1), pick({ [-2]: "a" }, Math.floor(-0.5)), pick("abc", Math.floor(-0.5)),
        pick(new Uint8Array([5]), 0.5), pick([1, 2], 2), pick({ 0.5: "half" }, 1.5)]);
      enum Level { Low = -1, High = 1 }
      show([Level[Math.floor(-0.5)], Level[Level.High], Level[Math.round(-1.2)]]);
    `,
  },
  {
    name: "fractions as keys",
    source: String.raw`
      const seen: Record<number, number> = {};
      const third = 1 / 3;
      seen[third] = 1;
      show([Object.keys(seen), seen[third], third in seen, seen["0.3333333333333333"], { [third]: 2 }]);
      const sum = 0.1 + 0.2;
      seen[sum] = 2;
      show([seen[0.3] ?? "none", seen[0.30000000000000004], Object.keys(seen)]);
      seen[JSON.parse("0.1")] = 3;
      seen[Number("0.7")]! ??= 4;
      seen[JSON.parse("1e-7")] = 5;
      show([Object.keys(seen), seen[0.1], seen[0.7], seen[1e-7]]);
    `,
  },
  {
    name: "numbers of many digits, and none, as keys",
    source: String.raw`
      const o: Record<number, number> = {};
      const keys = [1e20 * 10, 2 ** 60, JSON.parse("-2147483648"), -3e9, NaN, -Infinity, -0, 2 ** 31, 2 ** 53];
      keys.forEach((key, i) => { o[key] = i; });
      show(Object.keys(o));
      show([o[1e21], o[2 ** 60], o[-2147483648], o[-3e9], o[NaN], o[-1 / 0], o[0], o[2147483648]]);
      show(["1e+21", "1152921504606847000", "-2147483648", "NaN"].map((text) => (o as any)[text]));
      const literal: any = { [-2147483648]: 1, 0.30000000000000004: 2, 1e21: 3 };
      const { 0.30000000000000004: taken } = literal;
      show([Object.keys(literal), literal["-2147483648"], taken]);
    `,
  },
  {
    name: "what is no number, as a key",
    source: String.raw`
      const o: any = {};
      for (const key of [true, null, undefined, "", "-1", "01", "1.0", " 1", [5], [-2, 1]] as any[]) o[key] = String(key);
      show([Object.entries(o), o[5], o["5"], o["-2,1"]]);
    `,
  },
  {
    name: "members of what may be a text, number or boolean",
    source: String.raw`
      const read = (value: any, key: string) => value?.[key] ?? "none";
      show([read("text", "a"), read(5, "a"), read(true, "b"), read(null, "x"), read({ a: 1 }, "a"),
        read("text", "length"), read(new Uint8Array(2), "a"), read([1], "a"), read(() => 1, "z")]);
      const deep = (value: unknown, path: string): unknown => {
        let at: any = value;
        for (const part of path.split(".")) at = at?.[part];
        return at ?? "none";
      };
      show([deep({ a: { b: 5 } }, "a.b.c"), deep({ a: "text" }, "a.b.c"), deep({ a: "xyz" }, "a.1"), deep(7, "on.x")]);
      const tell = (run: () => unknown) => {
        try { return run(); } catch (e) { return e instanceof RangeError ? e.message : "thrown"; }
      };
      const get = (value: any, key: any) => value[key];
      show([get("abc", 1), get("abc", -1) ?? "none", get(true, -1) ?? "none", tell(() => get(null, "a")), tell(() => get(undefined, "a"))]);
      show(tell(() => get({ get a() { throw new RangeError("its own"); } }, "a")));
    `,
  },
  {
    name: "an array with named members, spread into an object",
    source: String.raw`
      const list: any = [1, 2];
      list.name = "x";
      list[-1] = 5;
      const holes = new Array(3);
      holes[1] = 5;
      show([{ ...list }, Object.assign({}, list), { ...[1, 2, 3] }, { ..."ab" }, { ...holes }]);
    `,
  },
];
