// Functions that call themselves each time they run, whatever they are given, by themselves or one by
// the other: their recursion has no end. One that ends on some path is no business of this.
import ts from "typescript";
import { type Called, calledBy, partsOf, runOf } from "./called-functions.ts";
import { type Place, type Rule, rule } from "./rule.ts";
import { sureCall } from "./sure-calls.ts";

const { SyntaxKind } = ts;

export const endlessCallRules: readonly Rule[] = [
  rule<ts.Node>(
    [SyntaxKind.CallExpression, SyntaxKind.NewExpression, SyntaxKind.PropertyAccessExpression],
    (node, place) => {
      const around = runOf(node);
      const called = around && calledBy(node, place);
      if (!called || sureCalls(around, place).get(called) !== node) return undefined;
      if (called !== around && !comesBack(called, around, place)) return undefined;
      const whom = called === around ? "itself" : `${nameOf(called)}, which calls it again`;
      const advice =
        ts.isAccessor(around) && called === around
          ? `keep the value in a field of another name (this._${around.name.getText()})`
          : "return before the call when nothing is left to do, write a loop, or go on later with setTimeout";
      return `${nameOf(around)} calls ${whom}, each time it runs: a recursion without an end, which stops the program; ${advice}`;
    },
  ),
];

type SureCalls = ReadonlyMap<Called, ts.Node>;

const known = new WeakMap<Place, Map<Called, SureCalls>>();

/** The functions that each run of one calls, with the first such call of each. */
function sureCalls(from: Called, place: Place): SureCalls {
  const here = known.get(place) ?? new Map<Called, SureCalls>();
  known.set(place, here);
  const calls = here.get(from) ?? findSureCalls(from, place);
  here.set(from, calls);
  return calls;
}

function findSureCalls(from: Called, place: Place): SureCalls {
  const calls = new Map<Called, ts.Node>();
  const parts = partsOf(from);
  for (const to of calledIn(parts, place)) {
    const call = sureCall(parts, (node) => calledBy(node, place) === to, place);
    if (call) calls.set(to, call);
  }
  return calls;
}

/** @returns whether each run of `from` leads to one of `to` */
function comesBack(from: Called, to: Called, place: Place): boolean {
  const seen = new Set([from]);
  // Grows while it is gone through.
  for (const one of seen) {
    const next = sureCalls(one, place);
    if (next.has(to)) return true;
    for (const called of next.keys()) seen.add(called);
  }
  return false;
}

function calledIn(parts: readonly ts.Node[], place: Place): Set<Called> {
  const found = new Set<Called>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    const called = calledBy(node, place);
    if (called) found.add(called);
    ts.forEachChild(node, visit);
  };
  for (const part of parts) visit(part);
  return found;
}

function nameOf(called: Called): string {
  if (ts.isClassDeclaration(called)) return `new ${called.name?.text}()`;
  const name = called.name ?? (called.parent as ts.VariableDeclaration).name;
  return ts.isAccessor(called) ? `the accessor ${name?.getText()}` : `${name?.getText()}()`;
}
