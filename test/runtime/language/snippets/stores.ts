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
