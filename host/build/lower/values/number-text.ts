// Where a number may become text in a way that the build can see: a template, `+` beside text. Owns
// the question what is text already; the helper is `__text`.
import ts from "typescript";

const { SyntaxKind } = ts;

/** Variables that start as text and so can only be added to as text. */
export function textVariables(file: ts.SourceFile): Set<string> {
  return variablesOf(file, isPlainText);
}

/** Variables that start as a list. */
export function listVariables(file: ts.SourceFile): Set<string> {
  return variablesOf(file, ts.isArrayLiteralExpression);
}

function variablesOf(file: ts.SourceFile, isOne: (value: ts.Expression) => boolean): Set<string> {
  const found = new Set<string>();
  const others = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) {
      const { name, initializer } = node;
      if (ts.isIdentifier(name)) {
        const isFound = initializer !== undefined && isOne(initializer);
        (isFound ? found : others).add(name.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const name of others) found.delete(name);
  return found;
}

function isPlainText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

export function isText(node: ts.Expression, variables: ReadonlySet<string>): boolean {
  if (isPlainText(node)) return true;
  if (ts.isIdentifier(node)) return variables.has(node.text);
  if (ts.isParenthesizedExpression(node)) return isText(node.expression, variables);
  if (ts.isTypeOfExpression(node)) return true;
  if (ts.isConditionalExpression(node)) {
    return isText(node.whenTrue, variables) && isText(node.whenFalse, variables);
  }
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === SyntaxKind.PlusToken &&
    (isText(node.left, variables) || isText(node.right, variables))
  );
}

/** What needs no care as text: text, whole numbers, true and false. */
export function isSafe(node: ts.Expression, variables: ReadonlySet<string>): boolean {
  if (ts.isParenthesizedExpression(node)) return isSafe(node.expression, variables);
  if (ts.isNumericLiteral(node)) return Number.isSafeInteger(Number(node.text));
  if (ts.isPropertyAccessExpression(node)) return node.name.text === "length";
  if (ts.isBinaryExpression(node))
    return INTEGERS.has(node.operatorToken.kind) || isText(node, variables);
  return (
    isText(node, variables) ||
    node.kind === SyntaxKind.TrueKeyword ||
    node.kind === SyntaxKind.FalseKeyword ||
    node.kind === SyntaxKind.NullKeyword ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === SyntaxKind.ExclamationToken || node.operator === SyntaxKind.TildeToken))
  );
}

/** They give whole numbers. */
export const BITWISE: readonly ts.SyntaxKind[] = [
  SyntaxKind.AmpersandToken,
  SyntaxKind.BarToken,
  SyntaxKind.CaretToken,
  SyntaxKind.LessThanLessThanToken,
  SyntaxKind.GreaterThanGreaterThanToken,
  SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
];

const INTEGERS = new Set<ts.SyntaxKind>([
  ...BITWISE,
  SyntaxKind.LessThanToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
]);
