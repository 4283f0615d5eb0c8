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
];
