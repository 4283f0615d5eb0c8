// Whether a program tells 0 from -0, which are the same to all but a few questions.
import ts from "typescript";

const { SyntaxKind } = ts;

/** `Object.is`, `Math.atan2`, `1 / x < 0`, `1 / x === -Infinity`. */
export function tellsZeros(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return /^(Object\.is|Math\.atan2)$/.test(node.getText());
  return ts.isBinaryExpression(node) && isInverse(node) && isCompared(node);
}

function isInverse({ left, operatorToken, right }: ts.BinaryExpression): boolean {
  const isQuotient = operatorToken.kind === SyntaxKind.SlashToken;
  return isQuotient && ts.isNumericLiteral(left) && !ts.isNumericLiteral(right);
}

function isCompared({ parent }: ts.Node): boolean {
  if (ts.isParenthesizedExpression(parent)) return isCompared(parent);
  return ts.isBinaryExpression(parent) && /^([<>]=?|[=!]==?)$/.test(parent.operatorToken.getText());
}
