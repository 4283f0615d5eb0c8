// Assignments whose value changes what they assign to.
import type { Snippet } from "../snippet.ts";

export const stores: readonly Snippet[] = [
  {
    name: "a member that its own value makes",
    source: String.raw`
      const o: any = {};
      const f = () => { o.x = 1; return 2; };
      o.x = f();
      show([o.x, o]);
    `,
  },
  {
    name: "a timer that its own start sets",
    source: String.raw`
      class Blinker {
        timer?: number;
        start() { this.timer = 1; return 2; }
        go() { this.timer = this.start(); return [this.timer, this]; }
      }
      show(new Blinker().go());
    `,
  },
  {
    name: "an element that its own value makes",
    source: String.raw`
      const memo: any = {};
      function build(key: string): string { memo[key] = "building"; return key + "!"; }
      for (const key of ["a", "b"]) memo[key] = build(key);
      show(memo);
    `,
  },
  {
    name: "a member that a function which is given makes",
    source: String.raw`
      function keep(o: any, f: () => number) { o.v = f(); return o; }
      const o: any = {};
      show(keep(o, () => (o.v = 3) + 1));
      const call = (f: () => number) => f();
      const p: any = {};
      const value = (p.x = call(() => { p.x = 5; return 6; }));
      show([p, value]);
    `,
  },
  {
    name: "an element that its own value adds or removes",
    source: String.raw`
      const a = [1, 2];
      a[a.length] = a.push(9);
      show(a);
      const b: number[] = [];
      b[b.length] = b.unshift(3) + 10;
      show(b);
      const c = [1, 2];
      c[c.length - 1] = c.pop()! * 10;
      show(c);
      const d = [1, 2];
      d[0] = d.shift()! * 10;
      show(d);
      const e = [1, 2, 3];
      e[0] = e.splice(0, 1)[0]! * 10;
      show(e);
      const f = ["a", "b", "c"];
      f[f.length - 1] = f.shift()!;
      show(f);
      const g = [1, 2, 3];
      g[1] = (g.length = 1, 7);
      show(g);
      const h = [3, 1, 2];
      h[0] = h.sort()[2]! * 10;
      h[1] = h.reverse()[0]! * 10;
      show(h);
      const take = () => g.splice(1, 1)[0]!;
      g[1] = take();
      show(g);
      const rows = [[1], [2]];
      rows[rows.length - 1]![0] = rows.pop()!.length;
      show(rows);
    `,
  },
  {
    name: "an element that what is added to it removes",
    source: String.raw`
      const c = [1, 2, 3];
      c[c.length - 1] += c.pop()! * 10;
      show(c);
      const d = [1, 2];
      d[0] -= d.shift()! * 10;
      show(d);
      let i = 0;
      const e = [1, 2, 3];
      e[i++] *= e.shift()!;
      show([e, i]);
    `,
  },
  {
    name: "a member that its own value deletes",
    source: String.raw`
      const h: any = { a: 1, b: 2 };
      h.a = (delete h.a, 3);
      show(h);
      h.a += (delete h.a, 3);
      show(h);
      class Queue {
        list = [1, 2, 3];
        last?: number = 1;
        next() { delete this.last; return this.list.shift()!; }
        go() { this.list[0] = this.next() * 10; this.last = this.next(); return this; }
      }
      show(new Queue().go());
      const s: any = { v: 1 };
      const clear = (o: any) => { delete o.v; return 5; };
      const worth = (s.v = clear(s));
      show([s, worth]);
    `,
  },
  {
    name: "a sum at a key that steps",
    source: String.raw`
      const list = [1, 2, 3];
      let i = 0;
      const f = () => { list[0] = 10; return 5; };
      list[i++] += f();
      show([list, i]);
    `,
  },
  {
    name: "a sum in a member of what a call gives",
    source: String.raw`
      let calls = 0;
      const o = { count: 1 };
      const at = () => { calls++; return o; };
      const f = () => { o.count = 7; return 1; };
      at().count += f();
      show([o, calls]);
    `,
  },
  {
    name: "a sum at a key that steps, with this",
    source: String.raw`
      class A {
        list = [1, 2];
        i = 0;
        f() { this.list[0] = 9; return this.i; }
        go() { this.list[this.i++] += this.f() * 10; return this.list; }
      }
      show(new A().go());
    `,
  },
  {
    name: "delete of what is not there",
    source: String.raw`
      const o: any = { a: 1 };
      show([delete o.a, delete o.b, o]);
    `,
  },
  {
    name: "accessor, and byte, assigned by a logical operator or a power",
    source: String.raw`
      const log: string[] = [];
      const o = {
        n: 2,
        get v() {
          log.push("g" + this.n);
          return this.n;
        },
        set v(x) {
          log.push("s" + x);
          this.n = x;
        },
      };
      o.v &&= 7;
      o.v ||= 8;
      o.v ??= 9;
      o.v **= 2;
      show(log.splice(0));
      o.v = 0;
      show((o.v ||= 3), (o.v &&= 4), (o.v ??= 5), (o.v **= 2), log.splice(0));
      const list = [o];
      let i = 0;
      list[i++]!.v ||= 3;
      i--;
      list[i++]!["v"] &&= 3;
      i--;
      list[i++]!.v **= 2;
      show(i, log.splice(0));
      const bytes = new Uint8Array(2);
      show((bytes[0] ||= 300), bytes[0], (bytes[0] &&= 301), bytes[0]);
    `,
  },
];
