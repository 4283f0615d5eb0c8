// Keys that are computed and may be words which every object of Espruino has: wherever the read stands.
import type { Snippet } from "../snippet.ts";

export const wordKeys: readonly Snippet[] = [
  {
    name: "words as keys behind an optional chain",
    source: String.raw`
      const table: Record<string, Record<string, string>> = { off: { GO: "on" } };
      const next = (state: string, event: string) => table[state]?.[event] ?? "stay";
      const get = (o: any, path: string) => path.split(".").reduce((x, k) => x?.[k], o) ?? "none";
      const walk = (o: any, path: string[]) => {
        let at = o;
        for (const k of path) at = at?.[k];
        return at === undefined ? "none" : at;
      };
      const run = (all: any, name: string) => all?.[name]?.(2) ?? "no handler";
      show([next("off", "GO"), next("off", "on"), next("on", "on"), next("emit", "length")]);
      show([get({ a: { b: 1 } }, "a.b"), get({ a: {} }, "a.on"), get({}, "emit.clone")]);
      show([walk({ a: {} }, ["a", "on"]), walk({ on: { emit: 3 } }, ["on", "emit"]), walk(null, ["a"])]);
      show([run({}, "emit"), run({ emit: (x: number) => x + 1 }, "emit"), run(undefined, "on")]);
    `,
  },
  {
    name: "words as keys, wherever the read stands",
    source: `
      const o: any = { b: 1 };
      const words = ["on", "clone", "b"];
      const kind = (v: unknown) => (v === undefined ? "none" : typeof v);
      for (const k of words) {
        const copy = o[k], other = copy;
        show([kind(other), [o[k]].map(kind), kind({ v: o[k] }.v), kind(o ? o[k] : 0), kind(o && o[k])]);
        show([o[k] + 1, "v" + o[k], \`\${o[k]}\`, String((0, o[k])), o[k] > 5, 5 < o[k], o[k] instanceof Object]);
        show([o[k] * 2, o[k] - 1, o[k] | 0, -o[k], +o[k], Math.max(o[k], 1)].map((x) => (isNaN(x) ? "NaN" : x)));
        let n = 0;
        for (; o[k]; ) if (++n > 3) break;
        do n++;
        while (o[k] && n < 9);
        switch (o[k]) {
          case undefined:
            show([n, "undefined"]);
            break;
          default:
            show([n, "another"]);
        }
        try {
          show(kind(o[k].x));
        } catch {
          show("thrown");
        }
      }
      const f = (k: string, v = o[k]) => v ?? "default";
      function* g(k: string) { yield o[k]; }
      (async (k: string) => show(kind(await o[k])))("emit");
      show([f("on"), f("b"), [...g("on")].map(kind), [...g("b")]]);
    `,
  },
  {
    name: "words as computed keys of patterns",
    source: String.raw`
      const pick = (o: any, key: string) => {
        const { [key]: v = -1, ...rest } = o;
        return [v, rest];
      };
      const second = ({ a: { [pick.length ? "on" : "b"]: v = 5 } = {} as any }: any, k: string, { [k + ""]: w = 6 }: any) => [v, w];
      show([pick({ b: 1 }, "clone"), pick({ b: 1 }, "b"), pick({ on: 3 }, "on")]);
      show([second({}, "emit", {}), second({ a: { on: 1 } }, "b", { b: 2 })]);
      let x: any, y: any;
      for (const k of ["on", "b"]) {
        ({ [k]: x = 7 } = { b: 2 } as any);
        [{ [k]: y }] = [{ b: 3 }] as any;
        show([x, y ?? "none"]);
      }
    `,
  },
  {
    name: "words as keys that are assigned to, stepped, called and made new",
    source: String.raw`
      const o: any = {};
      const list = () => [o];
      for (const k of ["on", "emit"]) {
        o[k] &&= 1;
        show(Object.keys(o));
        list()[0][k] ??= [];
        list()[0][k].push(k);
        list()[0]["" + k] ||= 5;
      }
      show(o);
      const p: any = { twice(x: number) { return x * this.by; }, by: 3, Made: class { a = 1; } };
      const attempt = (f: () => unknown) => {
        try {
          return f();
        } catch (e) {
          return e instanceof TypeError ? "TypeError" : "thrown";
        }
      };
      for (const k of ["twice", "emit", "clone", "on"]) {
        show([attempt(() => p[k](2)), attempt(() => p["" + k](...[2, 3])), attempt(() => p[k].call({ by: 5 }, 2))]);
      }
      for (const k of ["Made", "clone"]) show(attempt(() => new p[k]()));
      p.clone++;
      p.emit -= 1;
      show([p.clone, p.emit, o.clone].map((x) => (x === undefined ? "none" : isNaN(x))));
    `,
  },
  {
    name: "keys that are no words, and what is asked for none",
    source: `
      const names = ["a", "b"];
      const lists: string[][] = [["on"], ["off"]];
      const o: any = { c0: 1, c1: 2, "on-x": 3, on1: 4 };
      const at = (i: number) => [names[i], lists[i]![0], o["c" + i], o[\`c\${i}\`]];
      show([at(0), at(1), names.map((name, i) => name + names[names.length - 1 - i])]);
      show(["on-", "on"].map((k) => [o[k + "x"], o[\`\${k}x\`] ?? "none", o[k + 1] ?? "none"]));
      show(["o", "em"].map((k) => [o[k + "n"] ?? "none", o[k + "it"] ?? "none", o[\`\${k}it\`] ?? "none"]));
      const list: any = [1], word = ["on"][0]!;
      show([list[word] ?? "none", list[names.length ? "on" : "b"] ?? "none", list.length]);
      const pick = (isOn: boolean) => o[isOn ? "on" : "c0"] ?? "none";
      show([pick(true), pick(false)]);
    `,
  },
  {
    name: "accessor that gives a function, by a computed key",
    source: String.raw`
      let reads = 0;
      class A { get f() { reads++; return (x: number) => x + 1; } }
      const o: any = { get f() { reads++; return (x: number) => x; } };
      const [key, on, clone, has]: string[] = JSON.parse('["f", "on", "clone", "hasOwnProperty"]');
      const f = o[key!];
      show(f(1), reads);
      show(o[key!](2), reads);
      const a: any = new A();
      show(a[key!](2), reads, key! in a, reads, o[on!], on! in o, a[clone!], clone! in a);
      try {
        o[on!](1);
      } catch (error) {
        show(error instanceof TypeError);
      }
      o[on!] = 4;
      show(o[on!], on! in o, o[has!]("f"), has! in o, typeof o[has!]);
      o[key!] ??= 4;
      const { [key!]: g = 3 } = a;
      show(g(5), reads);
    `,
  },
];
