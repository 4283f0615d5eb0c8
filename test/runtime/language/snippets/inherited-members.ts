// Members that every object of Espruino has, and the language has not: a word that is a key.
import type { Snippet } from "../snippet.ts";

export const inheritedMembers: readonly Snippet[] = [
  {
    name: "words counted with ??",
    source: String.raw`
      const counts: Record<string, number> = {};
      for (const word of "on off on emit clone emit on".split(" ")) {
        counts[word] = (counts[word] ?? 0) + 1;
      }
      show(counts);
    `,
  },
  {
    name: "words counted with ||",
    source: String.raw`
      const counts: any = {};
      for (const word of ["on", "emit"]) {
        counts[word] = counts[word] || 0;
        counts[word]++;
      }
      show(counts);
    `,
  },
  {
    name: "groups with ??= and if",
    source: String.raw`
      const groups: any = {};
      const others: any = {};
      for (const word of ["on", "emit", "on"]) {
        (groups[word] ??= []).push(word);
        if (!others[word]) others[word] = [];
        others[word].push(word);
      }
      show([groups, others]);
    `,
  },
  {
    name: "in",
    source: String.raw`
      const o: any = { a: 1 };
      show(["a", "b", "on", "toString"].map((key) => key in o));
      show("on" in o);
      o.on = 1;
      show("on" in o);
    `,
  },
  {
    name: "table of functions",
    source: String.raw`
      const handlers: Record<string, (x: number) => number> = {
        go: (x) => x + 1,
        on: (x) => x * 2,
      };
      const run = (command: string) => {
        const handler = handlers[command];
        return handler === undefined ? "none" : handler(2);
      };
      show(["go", "on", "emit", "stop"].map(run));
      show(["go", "on", "emit", "stop"].map((command) => handlers[command]?.(4)));
    `,
  },
  {
    name: "options that are called on and clone",
    source: String.raw`
      function f(options: { on?: boolean; clone?: number } = {}) {
        return [options.on ?? "no", options.clone === undefined, { on: options.on }];
      }
      show([f(), f({ on: true, clone: 1 })]);
    `,
  },
  {
    name: "a class with on and emit",
    source: String.raw`
      class Bus {
        private readonly listeners: any = {};
        on(event: string, listener: any) {
          (this.listeners[event] ||= []).push(listener);
          return this;
        }
        emit(event: string, ...values: any[]) {
          for (const listener of this.listeners[event] ?? []) listener(...values);
        }
      }
      const got: any[] = [];
      const bus = new Bus().on("on", (x: any) => got.push(x)).on("emit", (x: any) => got.push(-x));
      bus.emit("on", 1);
      bus.emit("emit", 2);
      bus.emit("clone", 3);
      const method = "on";
      show([got, typeof bus.on, (bus as any)[method] ? 1 : 2]);
    `,
  },
  {
    name: "a word seen before",
    source: String.raw`
      const seen: any = {};
      const isNew = (word: string) => (seen[word] ? false : (seen[word] = true));
      show(["on", "a", "a", "on"].map(isNew));
    `,
  },
  {
    name: "taken",
    source: String.raw`
      interface Opts {
        on?: boolean;
        emit?: number;
        x?: number;
      }
      const o: Opts = JSON.parse('{"x":1}');
      const { on, emit: e = 4, x } = o;
      show([on === undefined, e, x]);
      function f({ on = false, ...rest }: Opts) {
        return [on, rest];
      }
      show(f({ x: 2 }));
      show(f({ on: true }));
      let clone: any;
      ({ clone } = o as any);
      show(clone === undefined);
      show((({ on }: Opts) => (on ? "on" : "off"))({}));
      for (const { on } of [{ on: true }, {}] as Opts[]) show(!!on);
    `,
  },
  {
    name: "read and handed",
    source: String.raw`
      const d: Record<string, number> = { a: 1 };
      const get = (k: string) => d[k];
      function get2(k: string) {
        return d[k];
      }
      const or = (v: number | undefined) => v ?? 0;
      show(["a", "on", "emit"].map((k) => [get(k) ?? 0, get2(k) === undefined, or(d[k])]));
      class R {
        buf = [1, 2, 3];
        at(i: number) {
          return this.buf[i];
        }
      }
      show(new R().at(1));
    `,
  },
  {
    name: "handed by name, and compared",
    source: String.raw`
      const lamps: { id: string; on?: boolean }[] = [{ id: "a" }, { id: "b", on: true }];
      for (const lamp of lamps) {
        show(lamp.on);
        show([Boolean(lamp.on), String(lamp.on)]);
      }
      const count = <T, K extends keyof T>(all: T[], key: K, value: T[K]) =>
        all.filter((one) => one[key] === value).length;
      show([undefined, true].map((value) => count(lamps, "on", value)));
    `,
  },
  {
    name: "patterns with and without a default",
    source: String.raw`
      const lamps: { id: string; on?: boolean }[] = [{ id: "a" }, { id: "b", on: true }];
      const isOn = ({ on = false }: { on?: boolean } = {}) => on;
      show([...lamps.map(isOn), isOn()]);
      show(lamps.filter(({ on }) => on).map(({ id }) => id));
      for (const { id, on } of lamps) show([id, on]);
      const filled = lamps.map(({ on, ...rest }) => ({ on: on ?? false, ...rest }));
      show(filled);
    `,
  },
  {
    name: "words that are assigned where there is none",
    source: String.raw`
      const s: { on?: boolean; emit?: number; clone?: any } = JSON.parse("{}");
      s.on ??= false;
      s.emit ||= 4;
      show([s.on, s.emit]);
      s.on ??= true;
      show(s.on);
      show((s.clone ??= 3) + 1);
    `,
  },
  {
    name: "members of every object, asked for by in",
    source: `
      show(["isPrototypeOf" in {}, "hasOwnProperty" in {}, "toString" in {}, "constructor" in {}]);
      show(["propertyIsEnumerable" in {}, "toLocaleString" in {}, "valueOf" in {}, "emit" in {}]);
      const names = ["isPrototypeOf", "toString", "propertyIsEnumerable", "toLocaleString", "valueOf", "on", "a", "b"];
      show([{}, { a: 1, on: 2 }, [], /a/].map((o) => names.map((name) => name in o)));
    `,
  },
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
];
