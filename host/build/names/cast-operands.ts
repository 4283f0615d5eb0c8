// Values that a source takes for `any` right where an operator takes them for numbers:
// `(text as any) * 2`, `(o as any).text < 8`. The flat script has no types, so their names stand for them.
import ts from "typescript";

const { SyntaxKind } = ts;

const NO_NUMBERS: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.EqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.AmpersandAmpersandEqualsToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.BarBarEqualsToken,
  SyntaxKind.QuestionQuestionToken,
  SyntaxKind.QuestionQuestionEqualsToken,
  SyntaxKind.CommaToken,
  SyntaxKind.InKeyword,
  SyntaxKind.InstanceOfKeyword,
]);

const UNTYPED: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.AnyKeyword,
  SyntaxKind.NeverKeyword,
  SyntaxKind.UnknownKeyword,
]);

/** The name of what such an operand is made of, if a node is one. */
export function castOperand(node: ts.Node): string | undefined {
  if (!isCast(node) || !UNTYPED.has(node.type.kind)) return undefined;
  let around: ts.Node = node;
  while (isWrapping(around.parent) || isMemberOf(around.parent, around)) around = around.parent;
  return isCounted(around) ? nameOf(node.expression) : undefined;
}

function isCast(node: ts.Node): node is ts.AsExpression | ts.TypeAssertion {
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
}

function isWrapping(node: ts.Node): node is ts.AssertionExpression | ts.ParenthesizedExpression {
  return isCast(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node);
}

/** `(o as any).member` is as open as `o`. */
function isMemberOf(node: ts.Node, object: ts.Node): boolean {
  const isMember = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return (isMember || ts.isCallExpression(node)) && node.expression === object;
}

function isCounted({ parent }: ts.Node): boolean {
  if (ts.isBinaryExpression(parent)) return !NO_NUMBERS.has(parent.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator !== SyntaxKind.ExclamationToken;
  return ts.isCallExpression(parent) && /^Math\./.test(parent.expression.getText());
}

function nameOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const isAround =
    isWrapping(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node);
  return isAround ? nameOf(node.expression) : undefined;
}
