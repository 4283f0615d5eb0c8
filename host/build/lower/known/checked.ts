// What the tests around a name, and above it, show that it is at the least: `i >= 0 && text[i]`,
// `if (i < 0) return;`. That it is whole they do not show.
import ts from "typescript";
import { constantOf } from "./constant-numbers.ts";
import { writesOf } from "./scopes.ts";
import { exitsAbove, testBefore } from "./tests-around.ts";

const { SyntaxKind } = ts;

/** `least`: what it is at the least, apart from them. */
export function leastAfterTests(index: ts.Expression, least: number): number {
  const isStep = ts.isPostfixUnaryExpression(index);
  const name = isStep ? index.operand : index;
  if (!ts.isIdentifier(name)) return least;
  let shown = least;
  let isInLoop = false;
  for (let at: ts.Node = index; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isIterationStatement(at, false)) isInLoop = true;
    const isKept = (scope: ts.Node, from: number): boolean => {
      const writes = writesOf(scope, name.text).filter(({ pos }) => pos >= from);
      return isStep ? writes.length === 1 && !isInLoop : writes.length === 0;
    };
    const test = testBefore(at);
    if (test && isKept(at, at.pos)) {
      shown = Math.max(shown, shownBy(test.condition, test.holds, { text: name.text, least }));
    }
    for (const { expression, end } of exitsAbove(at)) {
      if (!isKept(at.parent, end)) continue;
      shown = Math.max(shown, shownBy(expression, false, { text: name.text, least }));
    }
  }
  return shown;
}

interface Name {
  readonly text: string;
  readonly least: number;
}

/** What `condition`, being true or false, tells that the name is at the least. */
function shownBy(condition: ts.Expression, holds: boolean, name: Name): number {
  const nothing = Number.NEGATIVE_INFINITY;
  if (ts.isParenthesizedExpression(condition)) return shownBy(condition.expression, holds, name);
  if (!ts.isBinaryExpression(condition)) return nothing;
  const { left, operatorToken, right } = condition;
  const { kind } = operatorToken;
  const both = holds ? SyntaxKind.AmpersandAmpersandToken : SyntaxKind.BarBarToken;
  if (kind === both) return Math.max(...[left, right].map((each) => shownBy(each, holds, name)));
  const isStep = ts.isPostfixUnaryExpression(left);
  const subject = isStep ? left.operand : left;
  if (subject.getText() !== name.text) return nothing;
  const bound = constantOf(right);
  if (bound === undefined) return nothing;
  if (UNEQUAL.get(kind) === holds) return !isStep && bound === name.least ? bound + 1 : nothing;
  // `i-- > 0` leaves one less.
  const from = isStep ? bound - 1 : bound;
  if (!holds) return kind === SyntaxKind.LessThanToken && !isStep ? from : nothing;
  if (kind === SyntaxKind.GreaterThanToken) return Math.floor(from) + 1;
  return kind === SyntaxKind.GreaterThanEqualsToken ? from : nothing;
}

const UNEQUAL: ReadonlyMap<ts.SyntaxKind, boolean> = new Map([
  [SyntaxKind.EqualsEqualsEqualsToken, false],
  [SyntaxKind.ExclamationEqualsEqualsToken, true],
] as const);
