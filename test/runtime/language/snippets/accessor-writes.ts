// Writes to members that have a getter and no setter, in classes, which are strict as modules are.
import type { Snippet } from "../snippet.ts";

const TRIED = `const tried = (f: () => unknown) => { try { return f(); } catch (error) { return error instanceof TypeError; } };`;

export const accessorWrites: readonly Snippet[] = [
  {
    name: "a write to a getter without a setter throws, whatever its object is taken for",
    source: `
      ${TRIED}
      class G { get ro() { return 1; } t() { (this as any).ro = 2; return "silent"; } }
      class P {
        static poke(o: { ro: number }) { o.ro = 5; return "silent"; }
        static add(o: { ro: number }) { o.ro += 5; return "silent"; }
        static step(o: { ro: number }) { o.ro++; return "silent"; }
        static steps(o: { ro: number }) { return [--o.ro, o.ro--]; }
        static first(o: { ro?: number }) { o.ro ??= 5; return "kept"; }
      }
      const g = new G(), literal = { get ro() { return 3; } };
      show([tried(() => g.t()), tried(() => P.poke(g)), tried(() => P.poke(literal)), tried(() => P.add(g))]);
      show([tried(() => P.step(g)), tried(() => P.steps(g)), tried(() => P.first(g)), g.ro, literal.ro]);
      const plain: any = {};
      P.poke(plain);
      show([P.steps(plain), P.step(plain), plain]);
    `,
  },
  {
    name: "a write to a getter of a class whose name is a field elsewhere",
    source: `
      ${TRIED}
      class G { get size() { return 1; } t() { (this as any).size = 2; return "silent"; } }
      class F { size = 0; put(n: number) { this.size = n; return this.size; } }
      class S { n = 1; get size() { return this.n; } set size(n: number) { this.n = n; } }
      class T extends S { override get size() { return 7; } t() { (this as any).size = 2; return "silent"; } }
      show([tried(() => new G().t()), tried(() => new F().put(3)), tried(() => new T().t())]);
    `,
  },
  {
    name: "a write to a getter of a base, and to one that is defined",
    source: `
      ${TRIED}
      class B { get q() { return 1; } get size() { return 2; } }
      class C extends B {}
      class D extends C { q1() { (this as any).q = 3; return "silent"; } size1() { (this as any).size = 3; return "silent"; } }
      const other = { size: 4 }, o: any = {};
      Object.defineProperty(o, "z", { get() { return 4; }, enumerable: true, configurable: true });
      class P { static z(x: { z: number }) { x.z = 6; return x.z; } }
      show([tried(() => new D().q1()), tried(() => new D().size1()), tried(() => P.z(o)), P.z({} as any), o.z, other]);
    `,
  },
  {
    name: "a step of an accessor that tells when it is read",
    source: `
      const log: string[] = [];
      class A { n = 1; get x() { log.push("r"); return this.n; } set x(n: number) { log.push("w" + n); this.n = n; } }
      const a = new A();
      a.x++;
      ++a.x;
      show([a.x--, --a.x, log]);
    `,
  },
];
