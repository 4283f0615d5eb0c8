import type { Snippet } from "../snippet.ts";

export const argumentLists: readonly Snippet[] = [
  {
    name: "rest parameters of functions in functions",
    source: String.raw`
      const f = (...a: number[]) => (x: number, ...b: number[]) => (...c: number[]) => [a, x, b, c];
      show(f(1, 2)(3)(4, 5));
      show(f(1)(3, 8, 9)());
    `,
  },
  {
    name: "arguments of functions in functions",
    source: String.raw`
      function outer(this: any, ..._: number[]) {
        const before = arguments.length;
        return function (this: any) {
          return [before, arguments.length, arguments[0]];
        };
      }
      show((outer as any)(1, 2)(3));
      function later(..._: number[]) {
        const inner: any = function () {
          return arguments[0];
        };
        return [inner(7), arguments[0], inner(8)];
      }
      show((later as any)(1));
    `,
  },
  {
    name: "arguments beside an object spread",
    source: String.raw`
      function f(..._: number[]) {
        return { a: arguments[1], ...{ b: arguments[0] } };
      }
      show((f as any)(5, 6));
    `,
  },
  {
    name: "arguments in a loop body that makes closures",
    source: String.raw`
      function counted(..._: number[]) {
        const made: (() => number)[] = [];
        for (let i = 0; i < arguments.length; i++) {
          const value = arguments[i];
          made.push(() => value + i);
        }
        return made.map((make) => make());
      }
      show((counted as any)(5, 6));
      function nested(..._: number[]) {
        const made: (() => number)[] = [];
        for (const i of [0, 1]) {
          const first = arguments[i];
          for (let j = 0; j < 2; j++) {
            const second = arguments[j];
            made.push(() => first * 10 + second);
          }
          if (arguments.length > 2) break;
        }
        return made.map((make) => make());
      }
      show((nested as any)(5, 6));
      show((nested as any)(5, 6, 7));
    `,
  },
  {
    name: "arguments in a loop body, and in the closures it makes",
    source: String.raw`
      function f(..._: number[]) {
        const made: any[] = [];
        let n = 0;
        while (n < arguments.length) {
          const i = n++;
          made.push(function () {
            return arguments.length * 10 + i;
          });
        }
        return made.map((make) => make(1, 2, 3, 4, 5));
      }
      show((f as any)(1, 2, 3));
    `,
  },
];
