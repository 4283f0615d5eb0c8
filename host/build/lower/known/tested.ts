// Whether what is read is asked for, or may be asked for, being there: a byte that is computed with at
// once, nobody takes for absent.
import ts from "typescript";
import { isNumeric } from "./numeric.ts";

const { SyntaxKind } = ts;

const TESTS: readonly ts.SyntaxKind[] = [
  SyntaxKind.QuestionQuestionToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.AmpersandAmpersandToken,
];

const EQUALITIES: readonly ts.SyntaxKind[] = [
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
];

/** At once, as the variable that it is put in, or by whom it is handed to. */
export function isTested(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return true;
  if (ts.isCallExpression(parent)) return parent.expression !== node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    return isTestedBelow(parent.name.text, parent);
  }
  // esbuild writes `o[key]?.a` as `(_a = o[key]) == null ? void 0 : _a.a`.
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.EqualsToken) {
    const { left } = parent;
    return isTestedHere(parent) || (ts.isIdentifier(left) && isTestedBelow(left.text, parent));
  }
  return isTestedHere(node);
}

function isTestedHere(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isTestedHere(parent);
  if (ts.isBinaryExpression(parent)) {
    const { left, operatorToken, right } = parent;
    const other = left === node ? right : left;
    return EQUALITIES.includes(operatorToken.kind)
      ? !isNamed(other)
      : TESTS.includes(operatorToken.kind) && left === node;
  }
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === SyntaxKind.ExclamationToken;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  return ts.isTypeOfExpression(parent);
}

/** What no function is equal to, nor anything that is absent. */
function isNamed(node: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTypeOfExpression(node) ||
    node.kind === SyntaxKind.TrueKeyword ||
    node.kind === SyntaxKind.FalseKeyword ||
    isNumeric(node, new Set())
  );
}

function isTestedBelow(name: string, declaration: ts.Node): boolean {
  let scope: ts.Node = declaration;
  while (!ts.isFunctionLike(scope) && !ts.isSourceFile(scope)) scope = scope.parent;
  const visit = (node: ts.Node): boolean => {
    const isUse = ts.isIdentifier(node) && node.text === name && node.parent !== declaration;
    if (isUse && isTestedHere(node)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(scope);
}
