import type { Snippet } from "../snippet.ts";

export const spread: readonly Snippet[] = [
  {
    name: "spread array",
    source: String.raw`
      show([0, ...[1, 2], ...[3]]);
      show([..."abc"]);
      show(Math.max(...[1, 5, 2]));
    `,
  },
  {
    name: "spread call method",
    source: String.raw`
      const o = {
        k: 2,
        f(a: number, b: number) {
          return a + b + this.k;
        },
      };
      show(o.f(...([1, 2] as [number, number])));
    `,
  },
  {
    name: "spread new",
    source: String.raw`
      class P {
        a: number;
        constructor(a: number, b: number) {
          this.a = a + b;
        }
      }
      show(new P(...([1, 2] as [number, number])).a);
    `,
  },
  {
    name: "object spread",
    source: String.raw`
      const a = { x: 1, y: 2 };
      show({ ...a, y: 3, ...undefined, ...null, z: 4 });
    `,
  },
  {
    name: "spread undefined elements and holes",
    source: String.raw`
      show([...[1, undefined, 3]].length);
    `,
  },
  {
    name: "rest param",
    source: String.raw`
      function f(a: number, ...r: number[]) {
        return [a, r.length, r];
      }
      show(f(1, 2, 3));
      show(f(1));
    `,
  },
  {
    name: "rest destructuring",
    source: String.raw`
      const { a, ...r } = { a: 1, b: 2, c: 3 };
      show([a, r]);
      const [x, ...y] = [1, 2, 3];
      show([x, y]);
    `,
  },
  {
    name: "arguments",
    source: String.raw`
      function f() {
        return [arguments.length, arguments[1]];
      }
      show((f as any)(1, 2, 3));
    `,
  },
  {
    name: "object spread getter",
    source: String.raw`
      const o = {
        get a() {
          return 1;
        },
      };
      show({ ...o }.a);
      show(Object.keys(o));
      show(Object.assign({}, o).a);
    `,
  },
  {
    name: "arguments and rest together",
    source: String.raw`
      function f(this: any, ...a: number[]) {
        return a.length + arguments.length;
      }
      show(f(1, 2));
    `,
  },
  {
    name: "callee default uses earlier and closure",
    source: String.raw`
      const f = (a: number, b = () => a) => b();
      show(f(3));
    `,
  },
  {
    name: "spread args deep",
    source: String.raw`
      const f = (...a: any[]) => a.length;
      show(f(...[1, 2], ..."ab", 3));
      show(Math.min(...[3, 1, 2].map((x) => x * 2)));
    `,
  },
  {
    name: "spread falsy",
    source: String.raw`
      const n: any = 0;
      show({ ...(n && { a: 1 }), ...(true && { b: 2 }), ...null });
      show({ ..."ab", ...["x"] });
      show({
        ...{ a: 1 },
        ...new (class {
          x = 1;
        })(),
      });
    `,
  },
];
