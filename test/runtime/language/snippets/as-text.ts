// Objects that are taken as text.
import type { Snippet } from "../snippet.ts";

const WAYS = `const ways = (x: any) => ["" + x, String(x), \`\${x}\`, x.toString(), [x, x].join(), ["a" + [x]]];`;

export const asText: readonly Snippet[] = [
  {
    name: "a Map, a Set and a Promise as text",
    source: `
      ${WAYS}
      class Named extends Map<string, number> {}
      const all = [new Map(), new Set([1]), Promise.resolve(1), (async () => 1)(), new Named()];
      show(all.map(ways));
      show(all.map((each) => Object.prototype.toString.call(each)));
      const counts: any = {};
      counts[all[0] as any] = 1;
      show(counts);
    `,
  },
  {
    name: "a RegExp as text",
    source: `
      ${WAYS}
      const rules = { word: /^\\w+$/, path: /a\\/b/gi, count: /^\\d{1,3}$/, lazy: /(a|b)+?c/y };
      show(Object.values(rules).map(ways));
      show([rules.path.source, rules.count.source, rules.lazy.source, rules.path.flags]);
      const ask = (pattern: RegExp, text: string) => {
        if (!pattern.test(text)) throw new Error(\`\${text} does not match \${pattern}\`);
        return text.replace(pattern, "-");
      };
      show(ask(/ab/i, "xAB"));
      try { ask(/^ab$/i, "b"); } catch (e) { show((e as Error).message); }
    `,
  },
  {
    name: "the source of a pattern that the interpreter is given in other words",
    source: `
      const re = /ab$/i;
      show([re.source, re.test("xAB"), re.source.length]);
      class Rule { source = "own"; ask() { return this.source; } }
      const rule = new Rule();
      rule.source += "!";
      show([rule.ask(), rule.source, { source: 1 }.source]);
    `,
  },
  {
    name: "the flags of a RegExp",
    source: `
      const asked = (p: RegExp) => [p.flags, p.global, p.ignoreCase, p.multiline, p.sticky, p.unicode, p.source];
      show([/a/gi, /b/, /(a|b)+?/my].map(asked));
      const plain = /c/;
      show([plain.global, plain.flags, plain.test("c")]);
      const packet = { flags: 3, global: "own" };
      packet.flags |= 4;
      show([packet.flags, packet.global]);
    `,
  },
  {
    name: "fractions in arrays as text",
    source: `
      ${WAYS}
      const rows = [[1 / 3, 2], [0.1 + 0.2, null, undefined, "x", [3.7]]];
      show(rows.map(ways));
      show([rows.join(";"), \`\${rows}\`, [rows].toString(), [[], [[]], {}, null].join()]);
      show([new Float64Array([1 / 3, 2]).join("-"), \`\${new Float32Array([0.5, 1 / 3])}\`]);
    `,
  },
  {
    name: "a class with a buffer of its own",
    source: `
      class Ring {
        buffer = new Uint8Array(4);
        length = 4;
        slice(from: number, to: number) { return [from, to]; }
        filter(keep: (x: number) => boolean) { return keep(1) ? "kept" : "none"; }
        set(list: number[], at: number) { return list.length + at; }
        reduce(f: (a: number, b: number) => number, start: number) { return f(start, 1) + 100; }
        join(by: string) { return "joined" + by; }
        toString() { return "Ring"; }
        *[Symbol.iterator]() { yield 7; yield 8; }
      }
      const ring = new Ring();
      const start: number = JSON.parse("2");
      show([ring.slice(0, 2), ring.filter((x) => x > 0), ring.set([1, 2, 3, 4, 5], 3), ring.reduce((a, b) => a + b, start)]);
      show([\`\${ring}\`, ring.join("-"), [ring].join(), [...ring], Array.from(ring), [...new Uint8Array(ring)]]);
      show(Object.prototype.toString.call(ring));
    `,
  },
  {
    name: "the kinds of buffers and views",
    source: `
      const all = [new ArrayBuffer(2), new DataView(new ArrayBuffer(2)), new Uint8Array(2)];
      show(all.map((each) => Object.prototype.toString.call(each)));
    `,
  },
  {
    name: "a fraction as text to the base ten",
    source: `
      const n: any = 1 / 3;
      show([n.toString(10), (5).toString(10), (255).toString(16), [0.1 + 0.2].toString()]);
    `,
  },
  {
    name: "fractions added to arrays and objects of type any",
    source: `
      const add = (a: any, b: any) => a + b;
      show([add(1, [1 / 3]), add([1 / 3], 2), add(1 / 3, {}), add([], 1 / 3), add(new Float64Array([1 / 3]), 1)]);
      class Named { toString() { return "C"; } }
      show([add(new Named(), 1 / 3), add("a", 1 / 3)]);
      show([add(1 / 3, null), add(true, 1 / 3), add(0.1, 0.2)].map(String));
      let sum: any = 0.1;
      sum += [0.1 + 0.2];
      show(sum);
    `,
  },
];
