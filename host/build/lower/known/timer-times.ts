// Whether timers of a program may have different times, so that those that are overdue may have to run
// in another order than they were set.
import ts from "typescript";
import { scopeOf, writesOf } from "./scopes.ts";

const { SyntaxKind } = ts;

const TIMERS = new Set(["setTimeout", "setInterval"]);

/** `setTimeout(f, 30)` of the board's own. */
export function isTimerCall(
  node: ts.Node,
  declared: ReadonlySet<string>,
): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    TIMERS.has(node.expression.text) &&
    !declared.has(node.expression.text)
  );
}

/** Two times, or one that is not known and asked for more than once. */
export function haveDifferentTimes(calls: readonly ts.CallExpression[]): boolean {
  const [call, ...others] = calls;
  if (!call) return false;
  const times = new Set(calls.map(timeOf));
  if (times.size > 1) return true;
  return times.has(undefined) && (others.length > 0 || mayRunAgain(call));
}

/** Milliseconds; undefined where the script does not show them. */
function timeOf({ arguments: values }: ts.CallExpression): number | undefined {
  const [, ms] = values;
  if (values.some(ts.isSpreadElement)) return undefined;
  // The least there is.
  return ms ? atLeastOne(numberOf(ms)) : 1;
}

function atLeastOne(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.max(1, ms);
}

function numberOf(node: ts.Expression): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isParenthesizedExpression(node)) return numberOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.AsteriskToken) {
    const [left, right] = [numberOf(node.left), numberOf(node.right)];
    return left === undefined || right === undefined ? undefined : left * right;
  }
  const scope = ts.isIdentifier(node) ? scopeOf(node) : undefined;
  const [write, ...others] = scope ? writesOf(scope, node.getText()) : [];
  if (!write || others.length > 0 || !ts.isVariableDeclaration(write.parent)) return undefined;
  const { initializer } = write.parent;
  return initializer && initializer.pos !== node.pos ? numberOf(initializer) : undefined;
}

function mayRunAgain({ parent }: ts.Node): boolean {
  for (let at = parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isIterationStatement(at, false)) return true;
  }
  return false;
}
