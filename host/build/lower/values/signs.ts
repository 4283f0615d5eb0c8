// `-x` and `~x`: of a text that may be no number, and of a zero that is told from -0.
import ts from "typescript";
import type { Library } from "../visiting.ts";
import { asNumber, mayBeText } from "./conversions.ts";

const { SyntaxKind } = ts;

/** `-x`, `~x` */
export function rewriteSign(
  node: ts.PrefixUnaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { operator, operand } = node;
  if (operator === SyntaxKind.MinusToken && tellsZero(node)) return negated(operand, lowering);
  const isSign = operator === SyntaxKind.MinusToken || operator === SyntaxKind.TildeToken;
  return isSign && mayBeText(operand, lowering)
    ? lowering.factory.updatePrefixUnaryExpression(node, asNumber(operand, lowering))
    : undefined;
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
  if (Number(operand.text) !== 0) return undefined;
  // The minifier would write -0 again.
  const ceil = factory.createPropertyAccessExpression(factory.createIdentifier("Math"), "ceil");
  return factory.createCallExpression(ceil, undefined, [minus("0.5")]);
}
