// The tests that code comes behind: `if (test) ...`, `test && ...`, and `if (!test) return;` above it.
import ts from "typescript";
import { scopeOf, writesOf } from "./scopes.ts";

const { SyntaxKind } = ts;

/**
 * Whether a test that is behind `node`, with the outcome it had, says something of it. What is written
 * to it in between is looked for where it is a name.
 */
export function isShown(
  node: ts.Expression,
  says: (condition: ts.Expression, holds: boolean) => boolean,
): boolean {
  const scope = ts.isIdentifier(node) ? scopeOf(node) : undefined;
  const writes = scope ? writesOf(scope, node.getText()) : [];
  const isIt = (condition: ts.Expression, holds: boolean): boolean => {
    if (writes.some(({ pos }) => pos >= condition.end && pos < node.pos)) return false;
    return parts(condition, holds).some(([each, is]) => says(each, is));
  };
  for (let at: ts.Node = node; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    const test = testBefore(at);
    if (test && isIt(test.condition, test.holds)) return true;
    if (exitsAbove(at).some(({ expression }) => isIt(expression, false))) return true;
  }
  return false;
}

/** What holds, or does not, where all of a condition does. */
function parts(condition: ts.Expression, holds: boolean): [ts.Expression, boolean][] {
  if (ts.isParenthesizedExpression(condition)) return parts(condition.expression, holds);
  if (ts.isPrefixUnaryExpression(condition) && condition.operator === SyntaxKind.ExclamationToken) {
    return parts(condition.operand, !holds);
  }
  const both = holds ? SyntaxKind.AmpersandAmpersandToken : SyntaxKind.BarBarToken;
  return ts.isBinaryExpression(condition) && condition.operatorToken.kind === both
    ? [...parts(condition.left, holds), ...parts(condition.right, holds)]
    : [[condition, holds]];
}

/** `if (i < 0) return;` of the same block. */
export function exitsAbove(node: ts.Node): ts.IfStatement[] {
  const { parent } = node;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) return [];
  const above = parent.statements.slice(0, parent.statements.indexOf(node as ts.Statement));
  return above.filter(
    (each): each is ts.IfStatement =>
      ts.isIfStatement(each) && !each.elseStatement && isLeft(each.thenStatement),
  );
}

function isLeft(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && isLeft(last);
  }
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isBreakOrContinueStatement(statement)
  );
}

/** What was found true, or false, before `node` is run. */
export function testBefore(
  node: ts.Node,
): { condition: ts.Expression; holds: boolean } | undefined {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.right === node) {
    const { kind } = parent.operatorToken;
    if (kind === SyntaxKind.AmpersandAmpersandToken) return { condition: parent.left, holds: true };
    if (kind === SyntaxKind.BarBarToken) return { condition: parent.left, holds: false };
  }
  if (ts.isConditionalExpression(parent) && parent.condition !== node) {
    return { condition: parent.condition, holds: parent.whenTrue === node };
  }
  if (ts.isIfStatement(parent) && parent.expression !== node) {
    return { condition: parent.expression, holds: parent.thenStatement === node };
  }
  if (ts.isWhileStatement(parent) && parent.statement === node) {
    return { condition: parent.expression, holds: true };
  }
  return ts.isForStatement(parent) && parent.statement === node && parent.condition
    ? { condition: parent.condition, holds: true }
    : undefined;
}
