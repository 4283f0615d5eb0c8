// `-x` and `~x` of a text that may be no number; and what gives -0, in a program that tells it from 0.
// Espruino has no -0 among its whole numbers: what is divided is none of these.
import ts from "typescript";
import { isPath } from "../known/paths.ts";
import type { Library } from "../visiting.ts";
import { asNumber, mayBeText } from "./conversions.ts";

const { SyntaxKind } = ts;

/** `-x`, `~x` */
export function rewriteSign(
  node: ts.PrefixUnaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { operator, operand } = node;
  if (operator === SyntaxKind.MinusToken && (tellsZero(node) || isKeptZero(node, lowering))) {
    return negated(operand, lowering);
  }
  const isSign = operator === SyntaxKind.MinusToken || operator === SyntaxKind.TildeToken;
  return isSign && mayBeText(operand, lowering)
    ? lowering.factory.updatePrefixUnaryExpression(node, asNumber(operand, lowering))
    : undefined;
}

/** `x * y`, `x % y`, `x *= y` */
export function rewriteProduct(
  { left, operatorToken, right }: ts.BinaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { kind } = operatorToken;
  const operator = PRODUCTS.get(kind);
  if (!lowering.traits.zeros || operator === undefined) return undefined;
  if (operator === SyntaxKind.AsteriskToken && [left, right].some(isPositive)) return undefined;
  if (kind !== operator && !isPath(left)) return undefined;
  const { factory } = lowering;
  // Both, as the minifier takes back what is done to a constant.
  const divided = (side: ts.Expression): ts.Expression => {
    const number = factory.createParenthesizedExpression(asNumber(side, lowering));
    if (isLiteral(side)) return number;
    const quotient = factory.createDivide(number, factory.createNumericLiteral(1));
    return factory.createParenthesizedExpression(quotient);
  };
  const product = factory.createBinaryExpression(divided(left), operator, divided(right));
  if (kind === operator) return factory.createParenthesizedExpression(product);
  return factory.createAssignment(lowering.expression(left), product);
}

const PRODUCTS: ReadonlyMap<ts.SyntaxKind, ts.BinaryOperator> = new Map([
  [SyntaxKind.AsteriskToken, SyntaxKind.AsteriskToken],
  [SyntaxKind.AsteriskEqualsToken, SyntaxKind.AsteriskToken],
  [SyntaxKind.PercentToken, SyntaxKind.PercentToken],
  [SyntaxKind.PercentEqualsToken, SyntaxKind.PercentToken],
] as const);

/** `5`, `-5` */
function isLiteral(node: ts.Expression): boolean {
  const isSigned = ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand);
  return isSigned || ts.isNumericLiteral(node);
}

/** `2 * Math.PI * x` has the sign of x. */
function isPositive(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isPositive(node.expression);
  if (ts.isPropertyAccessExpression(node)) return /^Math\.[A-Z]/.test(node.getText());
  if (!ts.isBinaryExpression(node)) return ts.isNumericLiteral(node) && Number(node.text) > 0;
  const { left, operatorToken, right } = node;
  return /^[*/]$/.test(operatorToken.getText()) && isPositive(left) && isPositive(right);
}

/** A place is none: the interpreter names another member by what was divided. */
function isKeptZero(node: ts.Expression, { traits }: Library): boolean {
  return traits.zeros && !ts.isElementAccessExpression(node.parent);
}

/** Whether 0 and -0 are told apart at once: `1 / -x`, `Object.is(-x, -0)`, `Math.atan2(-y, x)`. */
function tellsZero(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return tellsZero(parent);
  if (ts.isCallExpression(parent)) {
    return /^(Object\.is|Math\.atan2)$/.test(parent.expression.getText());
  }
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    parent.operatorToken.kind === SyntaxKind.SlashToken
  );
}

/** Espruino's minus makes 0 of 0: it takes it from 0. Its division does not. */
function negated(operand: ts.Expression, lowering: Library): ts.Expression | undefined {
  const { factory } = lowering;
  const minus = (digits: string) => factory.createPrefixMinus(factory.createNumericLiteral(digits));
  if (!ts.isNumericLiteral(operand)) {
    const quotient = factory.createDivide(asNumber(operand, lowering), minus("1"));
    return factory.createParenthesizedExpression(quotient);
  }
  // The guard of the minified script writes it so that it is read as one.
  return undefined;
}
