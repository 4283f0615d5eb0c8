// A program by chance: it ends, throws nothing but its own errors, and shows what it does on its way.
import { Chance } from "./chance.ts";
import { Scope } from "./scope.ts";
import { statements } from "./statements.ts";

/** TypeScript that reports by `show`; the same for the same seed. */
export function randomProgram(seed: number): string {
  const chance = new Chance(seed);
  const scope = new Scope(chance, { made: 0 });
  return `let fuel = 60;
const kept: any[] = [];
function tick() { if (--fuel < 0) throw new Error("fuel"); return true; }
function keep(f: any) { if (kept.length < 12) kept.push(f); return kept.length; }
function tell(...values: any[]) { show(values); return values.length; }
function all() {
  fuel = 60;
  for (const f of kept) { try { show(f()); } catch (error: any) { show(error.message); } }
}
try {
${statements(scope, 3 + chance.below(4))}} catch (error: any) { show(error.message); }
all();
setTimeout(all, 60);
`;
}
