import type { Snippet } from "../snippet.ts";

export const finals: readonly Snippet[] = [
  {
    name: "finally: set throw",
    source: String.raw`
      const f = (s: Set<string>) => { for (const p of s) { if (p === "x") throw new Error("bad " + p); if (p === "r") return "returned"; if (p === "b") break; if (p === "c") continue; show(p); } return "ok"; };
      for (const l of [["x"], ["a", "x"], ["r"], ["a", "b", "x"], ["c", "d"], []]) { try { show(f(new Set(l))); } catch (e) { show((e as Error).message); } }
    `,
  },
  {
    name: "finally: close throws",
    source: String.raw`
      const close = (n: number) => { if (n & 1) throw new Error("close failed"); show("closed"); };
      const f = (n: number) => { try { show("t"); if (n & 2) throw new Error("body"); return n; } finally { close(n); } };
      const g = (n: number) => { try { show("t"); if (n & 2) throw new Error("body"); return n; } catch (e) { show((e as Error).message); if (n & 4) return "caught"; if (n & 8) throw new Error("again"); } finally { close(n); } return "end"; };
      for (let n = 0; n < 16; n++) { for (const h of [f, g]) try { show(h(n)); } catch (e) { show((e as Error).message); } }
    `,
  },
  {
    name: "finally: leaves",
    source: String.raw`
      const h = (n: number) => { try { if (n) throw new Error("lost"); return "a"; } finally { return "kept"; } };
      show([0, 1].map(h));
      const k = () => { let i = 0; while (true) { i++; try { if (i > 3) return 1; if (i === 2) continue; show(i); } finally { if (i > 3) break; show("f" + i); } } return "broke"; };
      show(k());
    `,
  },
  {
    name: "finally: nested",
    source: String.raw`
      const ops: string[] = []; const log = (t: string) => { ops.push(t); if (t === "boom") throw new Error(t); };
      const run = (a: number) => { for (let i = 0; i < 4; i++) { try { try { if (i === a) continue; if (a === 5) break; if (a === 6 && i === 2) return "r" + i; if (a === 7) throw undefined; log("b" + i); } catch (e) { log("c" + e); if (a === 7) return "c"; } finally { log(a === 8 ? "boom" : "i" + i); } log("after"); } finally { log("o" + i); } } return "end"; };
      for (let a = 0; a < 9; a++) { try { show(run(a)); } catch (e) { show((e as Error).message); } show(ops.splice(0)); }
    `,
  },
  {
    name: "finally: switch and inner catch",
    source: String.raw`
      const s = (n: number) => { for (const x of new Set([1, 2, 3])) { switch (x + n) { case 2: continue; case 3: break; case 4: try { return "inner"; } catch { show("never"); } } show(x); } return "out"; };
      show([0, 1, 2].map(s));
    `,
  },
  {
    name: "finally: generator",
    source: String.raw`
      function* gen() { try { yield 1; yield 2; } finally { show("fin"); } }
      const t = () => { for (const v of gen()) { if (v === 2) throw new Error("t"); } };
      try { t(); } catch (e) { show((e as Error).message); }
      const u = () => { for (const v of gen()) { if (v === 1) return v; } return 0; };
      show(u());
      function* bad() { yield 1; throw new Error("gen"); }
      try { for (const v of bad()) show(v); show("no"); } catch (e) { show((e as Error).message); }
    `,
  },
  {
    name: "an object with a call, returned in a try",
    source: String.raw`
      const load = (n: number) => JSON.parse(n > 1 ? "[1]" : "{bad");
      const f = (n: number) => {
        try {
          return { value: load(n), n };
        } catch (e) {
          return { error: (e as Error).name };
        }
      };
      show([1, 2].map(f));
      const g = (n: number) => {
        try {
          throw { value: load(n), n };
        } catch (e) {
          return (e as { n: number }).n ?? "no value";
        }
      };
      show([1, 2].map(g));
    `,
  },
];
