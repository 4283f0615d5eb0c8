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
  {
    name: "spread of more than 256 into Math.max",
    source: String.raw`
      const samples = Array.from({ length: 259 }, (_, i) => (i * 37) % 261);
      show([Math.max(...samples), Math.min(...samples, -1), Math.max(...samples.map((x) => x / 8)), Math.max(7, ...samples)]);
      show([Math.max.apply(null, samples), Math.min.apply(Math, samples), Math.max(...[])]);
      show(Math.max.apply(null, new Float32Array([1.5, 2.5]) as any));
    `,
  },
  {
    name: "spread of texts, sets and typed arrays into Math.max",
    source: String.raw`
      const words: any = ["3", "11", "7"];
      show([Math.max(...words), Math.max.apply(null, words), Math.max(...(["a"] as any)), Math.max(...("319" as any))]);
      show([Math.min(...new Set([4, 2, 8])), Math.max(...new Uint8Array([4, 2, 8])), Math.max(...[1, undefined as any])]);
    `,
  },
  {
    name: "spread of more than 256 into push",
    source: String.raw`
      const samples = Array.from({ length: 259 }, (_, i) => i);
      const log: number[] = [1];
      show([log.push(...samples), log.length, log.at(-1)]);
      log.splice(0);
      show([log.push.apply(log, samples), log.at(-1), log.push(...[]), log.push(7, ...[8, 9]), log.at(-2)]);
    `,
  },
  {
    name: "spread into push, of what is no array and of itself",
    source: String.raw`
      class Queue {
        list: number[] = [];
        push(...more: number[]) {
          this.list.push(...more);
          return more.length;
        }
      }
      const queue = new Queue();
      show([queue.push(...[1, 2, 3]), queue.push(4, ...[5]), queue.list]);
      const twice = [1, 2];
      show([twice.push(...twice), twice, twice.push(...new Set([5]), ..."ab" as any), twice]);
      const empty: any[] = [];
      empty.push(...[undefined, null, undefined, 4]);
      show([empty.length, empty[3]]);
    `,
  },
  {
    name: "spread of more than 256 into String.fromCharCode",
    source: String.raw`
      const bytes = Array.from({ length: 259 }, (_, i) => 65 + (i % 26));
      show([String.fromCharCode(...bytes).length, String.fromCharCode(...bytes).slice(250), String.fromCharCode(33, ...bytes).slice(0, 5)]);
      show([String.fromCharCode.apply(null, bytes).slice(-5), String.fromCodePoint(...bytes).length]);
      show([String.fromCharCode(...new Uint8Array([72, 105])), String.fromCharCode.apply(null, new Uint8Array([72, 105]) as any), String.fromCharCode(...[])]);
    `,
  },
];
