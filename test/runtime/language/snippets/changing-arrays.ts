// Callbacks that change the array they are called for.
import type { Snippet } from "../snippet.ts";

export const changingArrays: readonly Snippet[] = [
  {
    name: "callback that removes elements",
    source: String.raw`
      const on = [1, 2, 3, 4];
      const seen: number[] = [];
      on.forEach((x) => { seen.push(x); if (x === 1) on.splice(0, 1); });
      show([seen, on]);
      const popped = [1, 2, 3];
      show(popped.map((x) => { popped.pop(); return x; }).length);
      const cut = [5, 6, 7];
      show(cut.filter((x, i, all) => { if (i === 0) all.length = 2; return true; }));
      const sum = [1, 2, 3];
      show(sum.reduce((a, x) => { sum.pop(); return a + x; }));
      const right = [1, 2, 3];
      show(right.reduceRight((a: number, x) => { right.length = 0; return a + x; }, 0));
      const deleted = [1, 2, 3];
      const left: number[] = [];
      deleted.forEach((x, i) => { left.push(x); delete deleted[i + 1]; });
      show(left);
    `,
  },
  {
    name: "callback that adds elements",
    source: String.raw`
      const a = [1, 2];
      const seen: number[] = [];
      a.forEach((x) => { seen.push(x); if (x === 1) a.push(9); });
      show(seen);
      const b = [1, 2];
      show(b.map((x, i) => { if (!i) b.push(7); return x; }));
      const c = [1, 2];
      show(c.filter((_, i) => { if (!i) c.push(8); return true; }));
      const d = [1, 2];
      show(d.reduce((s, x, i) => { if (!i) d.push(100); return s + x; }, 0));
      const e = [1, 2];
      show(e.some((x, i) => { if (!i) e.push(9); return x === 9; }));
      show(e.every((x, i) => { if (!i) e.push(0); return x > 0; }));
      const f = [1, 2];
      show(f.find((x, i) => { if (!i) f.push(9); return x === 9; }));
      show(f.findIndex((x, i) => { if (!i) f.unshift(3); return x === 2; }));
      show(f.flatMap((x, i) => { if (!i) f.push(5); return [x]; }));
      const [g, h]: number[][] = [[1, 2], [1, 2]];
      show(Array.from(g!, (x, i) => { if (!i) g!.push(7); return x; }));
      const named = (x: number) => { h!.push(x); };
      h!.forEach(named);
      show(h);
    `,
  },
  {
    name: "listeners that add and remove listeners",
    source: String.raw`
      type Listener = (x: number) => void;
      const log: string[] = [];
      class Bus {
        private handlers: Record<string, Listener[]> = {};
        on(topic: string, f: Listener) {
          (this.handlers[topic] ??= []).push(f);
          return () => this.off(topic, f);
        }
        off(topic: string, f: Listener) {
          const list = this.handlers[topic]!;
          list.splice(list.indexOf(f), 1);
        }
        emit(topic: string, x: number) {
          const all = this.handlers[topic];
          if (all) all.forEach((f) => f(x));
        }
      }
      const bus = new Bus();
      const off = bus.on("a", (x) => { log.push("one" + x); off(); });
      bus.on("a", (x) => { log.push("two" + x); bus.on("a", () => log.push("late")); });
      bus.on("a", (x) => log.push("three" + x));
      bus.emit("a", 1);
      bus.emit("a", 2);
      show(log);
      const lists = new Map<string, (() => void)[]>();
      const seen: number[] = [];
      function add(k: string, f: () => void) { const l = lists.get(k); if (l) l.push(f); else lists.set(k, [f]); }
      function fire(k: string) { lists.get(k)?.forEach((f) => f()); }
      add("x", () => { seen.push(1); lists.get("x")!.shift(); });
      add("x", () => { seen.push(2); add("x", () => seen.push(9)); });
      add("x", () => { seen.push(3); });
      fire("x");
      fire("x");
      show(seen);
    `,
  },
  {
    name: "jobs that add jobs",
    source: String.raw`
      class Jobs {
        list: (() => void)[] = [];
        done = 0;
        run() { this.list.forEach((job) => { job(); }); return this.done; }
        add(n: number) { this.list.push(() => { this.done += n; if (n < 3) this.add(n + 1); }); }
      }
      const jobs = new Jobs();
      jobs.add(1);
      show([jobs.run(), jobs.list.length, jobs.run()]);
    `,
  },
  {
    name: "callback that changes a list without a name",
    source: String.raw`
      show([1, 2].map((x, i, a) => { if (a.length < 4) a.push(x); return x; }));
      const seen: string[] = [];
      "a b".split(" ").forEach((x, i, a) => { if (i === 0) a.push("c"); seen.push(x); });
      ["x"].concat("y").filter(() => true).forEach((x, _, todo) => { if (x === "x") todo.push("z"); seen.push(x); });
      const grow = (x: string, i: number, all: string[]) => { if (i < 4) all.push("n"); seen.push(x); };
      ["p", "q"].slice().forEach(grow);
      show(seen);
      show([1, 2, 3].reduce((sum, x, _, all) => { all.pop(); return sum + x; }));
      class Grower { grow(x: number, _: number, all: number[]) { if (all.length < 5) all.push(x); return true; } go() { return [1, 2].filter(this.grow.bind(this)); } }
      show(new Grower().go());
      const one = [1], two = [2];
      for (const list of [one, two]) show(list.map((x) => { if (list.length < 4) two.push(x); return x; }));
    `,
  },
  {
    name: "callback that changes what is found by a key",
    source: String.raw`
      type Listener = (v: number) => void;
      const log: string[] = [];
      class Bus {
        private subs: { [t: string]: Listener[] } = { temp: [], hum: [] };
        onTemp(f: Listener) { this.subs.temp!.push(f); }
        emit(t: string, v: number) { this.subs[t]!.forEach((f) => f(v)); }
      }
      const b = new Bus();
      b.onTemp((v) => { log.push("a" + v); b.onTemp((w) => log.push("late" + w)); });
      b.onTemp((v) => log.push("b" + v));
      b.emit("temp", 1);
      show(log);
      const t: Record<string, number[]> = { a: [1, 2] }, k = "a";
      const seen: number[] = [];
      t[k]!.forEach((x) => { if (x === 1) t.a!.push(3); seen.push(x); });
      t.a!.forEach((x) => { if (x === 1) t[k]!.push(4); seen.push(x); });
      const grow = () => { if (t.a!.length < 9) t.a!.push(0); return true; };
      show([seen, t[k]!.filter(grow), t[k]!.reduce((s) => { grow(); return s + 1; }, 0)]);
      const rows = { x: [1, 2], y: [3] }, named = rows.y;
      Object.values(rows).forEach((row) => row.forEach((x) => { if (rows.y.length < 4) rows.y.push(x); log.push("" + x); }));
      Object.entries(rows).forEach(([, row]) => row.forEach((x) => { if (rows.x.length < 4) rows.x.push(x); log.push("" + x); }));
      for (const [, row] of Object.entries(rows)) row.forEach((x) => { if (rows.x.length < 5) rows.x.push(x); log.push("" + x); });
      Object.keys(rows).map((key) => rows[key as "x"]).filter((row) => row.length > 0).forEach((row) => row.forEach((x) => { if (rows.x.length < 7) rows.x.push(x); log.push("" + x); }));
      for (const key of Object.keys(rows)) rows[key as "x"].forEach((x) => { if (named.length < 6) named.push(x); log.push("" + x); });
      show(log);
    `,
  },
  {
    name: "callback that changes a member found by a key of this",
    source: String.raw`
      class Sensor {
        temp: (() => void)[] = [];
        hum: (() => void)[] = [];
        seen: string[] = [];
        fire(kind: "temp" | "hum") { this[kind].forEach((f) => f()); }
        add() { this.temp.push(() => { this.seen.push("late"); }); }
      }
      const s = new Sensor();
      s.temp.push(() => { s.seen.push("a"); s.add(); }, () => s.seen.push("b"));
      s.fire("temp");
      const kinds = ["temp", "hum"] as const;
      for (const kind of kinds) s[kind].forEach((f) => { f(); });
      show([s.seen, s.temp.length]);
    `,
  },
];
