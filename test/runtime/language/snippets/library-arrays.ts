// Methods of arrays that Espruino lacks or gets wrong.
import type { Snippet } from "../snippet.ts";

export const libraryArrays: readonly Snippet[] = [
  {
    name: "list at",
    source: String.raw`
      show([[1, 2, 3].at(-1), [1, 2, 3].at(0), [1].at(5)]);
      show(['abc'.at(-1), 'abc'.at(-9)]);
    `,
  },
  {
    name: "list flat",
    source: String.raw`
      show([1, [2, [3, [4]]]].flat());
      show([1, [2, [3, [4]]]].flat(Infinity));
      show([[1], [2]].flat(0));
    `,
  },
  {
    name: "list flatMap",
    source: String.raw`
      show([1, 2].flatMap((x) => [x, x * 2]));
      show([1, 2].flatMap((x, i) => i));
    `,
  },
  {
    name: "list findLast",
    source: String.raw`
      show([1, 2, 3].findLast((x) => x < 3));
      show([1, 2, 3].findLastIndex((x) => x > 5));
    `,
  },
  {
    name: "list lastIndexOf",
    source: String.raw`
      show([1, 2, 1, 3].lastIndexOf(1));
      show([1, 2, 1].lastIndexOf(1, 1));
      show([1, 2, 1].lastIndexOf(1, -2));
      show([1].lastIndexOf(7));
      const b: any = 'b';
      show('abcb'.lastIndexOf(b));
    `,
  },
  {
    name: "list reduceRight",
    source: String.raw`
      show([[1, 2], [3]].reduceRight((a, b) => a.concat(b)));
      show([1, 2, 3].reduceRight((a, b) => a + b, 'x'));
      try { [].reduceRight((a, b) => a); } catch (e) { show(e instanceof TypeError); }
    `,
  },
  {
    name: "list toSorted, toReversed, with, toSpliced",
    source: String.raw`
      const list = [3, 1, 2];
      show(list.toSorted());
      show(list.toSorted((a, b) => b - a));
      show(list.toReversed());
      show(list.with(1, 9));
      show(list.with(-1, 9));
      show(list.toSpliced(0, 2, 7));
      show(list);
    `,
  },
  {
    name: "sort is stable",
    source: String.raw`
      const rows = [{ k: 1, n: 'a' }, { k: 0, n: 'b' }, { k: 1, n: 'c' }, { k: 0, n: 'd' }, { k: 1, n: 'e' }];
      show(rows.sort((a, b) => a.k - b.k).map((row) => row.n));
    `,
  },
  {
    name: "sort as text",
    source: String.raw`
      show([10, 9, 1, undefined, 5].sort());
      show(['b', 'a', 'C'].sort());
      show([true, false].sort());
      show([].sort());
    `,
  },
  {
    name: "sort with true and false",
    source: String.raw`
      show([1, 2, 3].sort((a, b) => (b > a) as any));
    `,
  },
  {
    name: "sort of a typed array",
    source: String.raw`
      show(new Uint8Array([3, 1, 2]).sort().join());
      show(new Float32Array([10, 9, -1]).sort().join());
    `,
  },
  {
    name: "sort of NaN and -0 in a typed array",
    source: `
      const all = new Float64Array([NaN, 3, 0, -0, -2, NaN, 1, -Infinity, Infinity]).sort();
      show([String(all), [...all].map((x) => Object.is(x, -0))]);
      show([new Float32Array([3, NaN, 1]).toSorted().join(), new Float32Array([1, NaN, 3]).sort((a, b) => b - a).length]);
    `,
  },
  {
    name: "Array.from and Array.of",
    source: String.raw`
      show(Array.from({ length: 3 }, (_, i) => i * 2));
      show(Array.from('abc'));
      show(Array.from([1, 2], (x) => x + 1));
      show(Array.from(new Uint8Array([1, 2])));
      show(Array.of(1, 2));
    `,
  },
  {
    name: "concat with undefined",
    source: String.raw`
      show([1].concat(undefined as any, [2, [3]] as any).length);
      show([undefined, 1, undefined].reduce((a: any[], x) => a.concat(x), []).length);
      show('a'.concat('b', 1 as any));
    `,
  },
  {
    name: "splice with any count",
    source: String.raw`
      const list = [1, 2, 3];
      const count = -1;
      show(list.splice(0, count));
      show(list.splice(1, 1, 7, 8));
      show(list);
      show(list.splice(1));
      show([1, 2].splice(0, undefined as any));
    `,
  },
  {
    name: "fill a part",
    source: String.raw`
      show([0, 0, 0].fill(7, 1));
      show([0, 0, 0].fill(7, 0, -1));
      show([].fill(0 as never, -1));
      show(new Array(3).fill(0));
    `,
  },
  {
    name: "join of numbers",
    source: String.raw`
      show([1 / 3, 0.1 + 0.2, null, undefined, 'a'].join());
      show([1, 2].join('-'));
    `,
  },
  {
    name: "methods of a program's own",
    source: String.raw`
      const own: any = { at: (x: number) => 'at' + x, flat: () => 'flat', sort: () => 'sort', with: (a: any, b: any) => a + b, keys: () => 'keys' };
      show([own.at(2), own.flat(), own.sort(), own.with(1, 2), own.keys()]);
      class Grid { at(x: number, y: number) { return [x, y]; } fill(a: any, b: any) { return a + b; } }
      show(new Grid().at(1, 2));
      show(new Grid().fill(1, 2));
    `,
  },
  {
    name: "borrowed methods",
    source: String.raw`
      show(Array.prototype.map.call('abc', (c: any) => c + c));
      show(Object.prototype.hasOwnProperty.call({ a: 1 }, 'a'));
      show(Array.prototype.concat.apply([], [[1], [2]] as any));
      function tail() { return Array.prototype.slice.call(arguments, 1); }
      show((tail as any)(1, 2, 3));
    `,
  },
  {
    name: "rest of a text",
    source: String.raw`
      const [first, ...others] = 'hello';
      show([first, others]);
      const [, ...more] = [1, 2, 3];
      show(more);
    `,
  },
  {
    name: "optional call of a lowered method",
    source: String.raw`
      const list: number[] | undefined = [1, 2];
      const none = undefined as number[] | undefined;
      show(list?.at(-1));
      show(none?.at(-1));
      show(none?.flat().length);
    `,
  },
  {
    name: "ends at Infinity, and beyond 31 bits",
    source: `
      const list = [1, 2, 3];
      show([list.slice(0, Infinity), list.slice(1, Number.MAX_SAFE_INTEGER), list.slice(0, 2147483648), list.slice(-Infinity)]);
      show([list.slice(Infinity), list.slice(0, -Infinity), list.slice(0, Number.MAX_VALUE), list.slice(-2, 1e10)]);
      const top = (all: any, n = Infinity) => all.slice(0, n);
      show([top(list), top(list, 2), top("abc"), top("abc", 1), top(new Uint8Array(list)).length, top(list, -1), top(list, NaN)]);
      show([list.at(Infinity), list.at(-Infinity), list.at(-1), list.at(0.5), list.at(NaN), "abc".at(1e10)].map((x) => x ?? "none"));
      show([new Uint8Array(list).subarray(Infinity).length, new Uint8Array(list).subarray(1, Infinity).length]);
      const take = (n: number) => { const all = [1, 2, 3, 4]; return [all.splice(1, n), all]; };
      show([take(Infinity), take(2), take(1e10), take(-1), take(NaN), [5, 6].splice(0, 4294967295), [1, 2, 3].toSpliced(1, Infinity, 9)]);
    `,
  },
  {
    name: "fill and lastIndexOf by fractions and beyond the ends",
    source: `
      const fill = (...at: number[]) => [1, 2, 3].fill(0, at[0], at[1]);
      show([fill(0, 1.7), fill(-1.5), fill(1, Infinity), fill(Infinity), fill(-9, -1), fill(2, 1), fill(NaN, 2), fill()]);
      const at = [1, 2, 1];
      show([at.lastIndexOf(1), at.lastIndexOf(1, undefined), at.lastIndexOf(1, 1.7), at.lastIndexOf(1, -1), at.lastIndexOf(1, -2)]);
      show([at.lastIndexOf(1, 9), at.lastIndexOf(2, 0), at.lastIndexOf(1, -9), at.lastIndexOf(3), [].lastIndexOf(0 as never)]);
    `,
  },
  {
    name: "sorted holes come last, and stay holes",
    source: `
      const sparse: any[] = [3, 1];
      sparse[5] = 2;
      sparse[3] = undefined;
      sparse.sort();
      show([sparse.length, 2 in sparse, 3 in sparse, 4 in sparse, Object.keys(sparse), sparse.slice(0, 3)]);
      let count = 0;
      sparse.forEach(() => count++);
      show(count);
    `,
  },
  {
    name: "arrays that are applied",
    source: `
      show([Array.apply(null, { length: 3 } as any).length, Array.apply(null, { length: 2 } as any).map((_: any, i: number) => i)]);
      show(Array.apply(null, [1, 2] as any));
    `,
  },
  {
    name: "copyWithin",
    source: `
      show([[1, 2, 3, 4].copyWithin(0, 2), [1, 2, 3].copyWithin(-2, 0), [1, 2, 3, 4].copyWithin(1, -3, -1)]);
      show([[1, 2].copyWithin(0, 5), [1, 2, 3].copyWithin(-9, 1), [...new Uint8Array([1, 2, 3, 4]).copyWithin(1, 0, 2)]]);
    `,
  },
  {
    name: "concat that is called for another",
    source: String.raw`
      const list: any[] = [1];
      show(Array.prototype.concat.call(list, undefined));
      show([].concat.call(list as any, undefined as any, [undefined, 2] as any));
      show(list.concat.apply(list, [undefined, [3]]));
    `,
  },
];
