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
];
