// Whether a test around an index has shown that it is no less than 0: `i >= 0 && text[i]`.
import ts from "typescript";
import { writesOf } from "./scopes.ts";

const { SyntaxKind } = ts;

/** `least`: what it can be at the least, apart from that. */
export function isChecked(index: ts.Expression, least: number): boolean {
  const isStep = ts.isPostfixUnaryExpression(index);
  const name = isStep ? index.operand : index;
  if (!ts.isIdentifier(name)) return false;
  let isInLoop = false;
  for (let at: ts.Node = index; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    const test = testBefore(at);
    if (test && shows(test.condition, test.holds, { text: name.text, least })) {
      const writes = writesOf(at, name.text);
      return isStep ? writes.length === 1 && !isInLoop : writes.length === 0;
    }
    if (ts.isIterationStatement(at, false)) isInLoop = true;
  }
  return false;
}

/** What was found true, or false, before `node` is run. */
function testBefore(node: ts.Node): { condition: ts.Expression; holds: boolean } | undefined {
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

interface Name {
  readonly text: string;
  readonly least: number;
}

/** Whether `condition`, being true or false, tells that the name is no less than 0. */
function shows(condition: ts.Expression, holds: boolean, name: Name): boolean {
  if (ts.isParenthesizedExpression(condition)) return shows(condition.expression, holds, name);
  if (!ts.isBinaryExpression(condition)) return false;
  const { left, operatorToken, right } = condition;
  const { kind } = operatorToken;
  const both = holds ? SyntaxKind.AmpersandAmpersandToken : SyntaxKind.BarBarToken;
  if (kind === both) return [left, right].some((each) => shows(each, holds, name));
  const isStep = ts.isPostfixUnaryExpression(left);
  const subject = isStep ? left.operand : left;
  const least = numberOf(right);
  if (subject.getText() !== name.text || least === undefined) return false;
  if (UNEQUAL.get(kind) === holds) return !isStep && least === -1 && name.least >= -1;
  if (!holds) return kind === SyntaxKind.LessThanToken && !isStep && least >= 0;
  // `i-- > 0` leaves one less.
  const from = isStep ? 1 : 0;
  return (
    (kind === SyntaxKind.GreaterThanToken && least >= from - 1) ||
    (kind === SyntaxKind.GreaterThanEqualsToken && least >= from)
  );
}

const UNEQUAL: ReadonlyMap<ts.SyntaxKind, boolean> = new Map([
  [SyntaxKind.EqualsEqualsEqualsToken, false],
  [SyntaxKind.ExclamationEqualsEqualsToken, true],
] as const);

function numberOf(node: ts.Expression): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  const isMinus = ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.MinusToken;
  return isMinus && ts.isNumericLiteral(node.operand) ? -Number(node.operand.text) : undefined;
}
