// What is any, where it is gone over, taken apart, or asked for a member by `in`.
import type { Snippet } from "../snippet.ts";

const TRIED = `const tried = (f: () => unknown) => { try { return f(); } catch (error) { return error instanceof TypeError; } };
      const [number, object, flag, nothing, like] = JSON.parse('[5,{},true,null,{"length":2}]');
      const all: any[] = [number, object, flag, nothing, like];`;

export const openValues: readonly Snippet[] = [
  {
    name: "what is any, and no list, is not gone over",
    source: `
      ${TRIED}
      const given = (...values: unknown[]) => values.length;
      class Given { n: number; constructor(...values: unknown[]) { this.n = values.length; } }
      for (const v of all) {
        const list: any[] = [];
        show([tried(() => { for (const x of v) return x; return "silent"; }), tried(() => [...v]), tried(() => given(...v)), tried(() => new Given(...v).n)]);
        show([tried(() => Math.max(...v)), tried(() => list.push(...v)), tried(() => [1].concat(...v)), tried(() => String.fromCharCode(...v))]);
        show([tried(() => { const [a] = v; return a; }), tried(() => { const [a, ...more] = v; return more; }), tried(() => { let a; [a] = v; return a; }), tried(() => Object.fromEntries(v))]);
      }
      const texts = JSON.parse('["ab",[1,2],[["k",3]]]'), bytes: any = new Uint8Array([4, 5]);
      show([[...texts[0]], Math.max(...texts[1]), Object.fromEntries(texts[2]), [...bytes], given(...texts[0])]);
      let [a, ...more] = texts[1], b;
      [b, a = 7] = texts[0];
      show([a, b, more]);
    `,
  },
  {
    name: "what is any, and no object, is not asked for members",
    source: `
      ${TRIED}
      const key = ["a", "on"][0]!, text = JSON.parse('"ab"'), made = JSON.parse('{"a":1}');
      show(all.map((v) => tried(() => "a" in v)));
      show([tried(() => "length" in text), tried(() => key in text), tried(() => key in number), tried(() => "toLocaleString" in nothing)]);
      show(["a" in made, key in made, "on" in made, "toString" in made, 0 in (JSON.parse("[1]") as any), "a" in (tried as any)]);
    `,
  },
  {
    name: "what is any, and was tested, is gone over and asked as it is",
    source: `
      const v: unknown = JSON.parse('{"a":[1,2]}');
      const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === "object" && x !== null && "a" in x;
      function has(x: unknown) { if (typeof x !== "object" || !x) return false; return "a" in x; }
      function over(x: unknown) { if (!Array.isArray(x)) return 0; let n = 0; for (const y of x) n += y; return n + [...x].length; }
      const sum = (x: unknown) => { let n = 0; for (const y of Array.isArray(x) ? x : []) n += y; return n; };
      show([isRecord(v), isRecord(null), has(v), has(5), over([1, 2]), over(7), sum([1, 2]), sum(3), sum(v)]);
      const code = (e: unknown) => (e instanceof Error && "code" in e ? e.code : 0);
      show([code(new Error("a")), code(Object.assign(new Error("b"), { code: 5 })), code(5)]);
      class Jobs {
        private jobs: any[] = [];
        private seen: unknown[] = [];
        add(...more: any[]) {
          this.jobs.push(...more);
          for (const job of this.jobs) this.seen.push(job);
          const [first] = this.seen;
          return [first, ...this.seen];
        }
      }
      show(new Jobs().add(1, 2));
    `,
  },
];
