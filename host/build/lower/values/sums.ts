// Numbers that become text beside text, and texts that become numbers.
import ts from "typescript";
import { isNumber } from "../known/number-kinds.ts";
import type { Library } from "../visiting.ts";
import { isSafe, isText } from "./number-text.ts";

const { SyntaxKind } = ts;

/** `text + number` and `text += number`. */
export function rewriteSum(
  node: ts.BinaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { left, operatorToken, right } = node;
  const { kind } = operatorToken;
  if (kind === SyntaxKind.PlusEqualsToken && isText(left, lowering.texts)) {
    return lowering.factory.updateBinaryExpression(
      node,
      left,
      operatorToken,
      asText(right, lowering),
    );
  }
  if (kind !== SyntaxKind.PlusToken || !isText(node, lowering.texts)) return undefined;
  return lowering.factory.updateBinaryExpression(
    node,
    asText(left, lowering),
    operatorToken,
    asText(right, lowering),
  );
}

export function asText(node: ts.Expression, lowering: Library): ts.Expression {
  const visited = lowering.expression(node);
  return isSafe(node, lowering.texts) || lowering.isNativeText(node.getStart())
    ? visited
    : lowering.helper("__text", [visited]);
}

/** What a function of texts is given: the text of a number, that TypeScript lets through as `any`. */
export function asWord(node: ts.Expression, lowering: Library): ts.Expression {
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
    return isNumber(node.body, lowering.numberKind)
      ? lowering.factory.updateArrowFunction(
          node,
          node.modifiers,
          undefined,
          ts.visitNodes(node.parameters, lowering.visit, ts.isParameter),
          undefined,
          node.equalsGreaterThanToken,
          asText(node.body, lowering),
        )
      : lowering.expression(node);
  }
  return isNumber(node, lowering.numberKind) ? asText(node, lowering) : lowering.expression(node);
}

/** `+text`; what can only be a number stays. */
export function rewritePlus(
  { operator, operand }: ts.PrefixUnaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const isNumber =
    ts.isNumericLiteral(operand) ||
    ts.isPrefixUnaryExpression(operand) ||
    ts.isNewExpression(operand) ||
    (ts.isParenthesizedExpression(operand) && ts.isBinaryExpression(operand.expression));
  return operator !== SyntaxKind.PlusToken || isNumber
    ? undefined
    : lowering.helper("__Number", [lowering.expression(operand)]);
}
