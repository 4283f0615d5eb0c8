// Reads of members that may not be there: on Espruino every object has `on`, `emit`, `clone` and the
// like. Where a read is tested, a helper takes those for absent. Knows no types: a key that can only
// be a number is left alone.
import ts from "typescript";
import { isPath } from "./library.ts";
import { isAssignmentPattern } from "./member-writes.ts";
import { isNumeric } from "./numeric.ts";
import type { Visiting } from "./visiting.ts";

const { SyntaxKind } = ts;

/** What only Espruino's objects have (jswrap_object.c). */
const INHERITED = /^(on|emit|clone|addListener|removeListener|removeAllListeners)$/;

/** What all objects have but Espruino's. */
const LACKING = /^(isPrototypeOf|propertyIsEnumerable|toLocaleString)$/;

const LOGICAL: ReadonlyMap<ts.SyntaxKind, ts.BinaryOperator> = new Map([
  [SyntaxKind.QuestionQuestionEqualsToken, SyntaxKind.QuestionQuestionToken],
  [SyntaxKind.BarBarEqualsToken, SyntaxKind.BarBarToken],
] as const);

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

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** `o[key]` where the read is tested, and `o.on` wherever it is read. */
export function rewriteRead(
  node: Member,
  lowering: Visiting,
  numbers: ReadonlySet<string>,
): ts.Expression | undefined {
  if (isTarget(node)) return undefined;
  if (node.expression.kind === SyntaxKind.SuperKeyword) return undefined;
  const isSuspect = ts.isPropertyAccessExpression(node)
    ? INHERITED.test(node.name.text) && !isCallee(node)
    : isOpenKey(node.argumentExpression, numbers) && isTested(node);
  return isSuspect ? member(node, lowering) : undefined;
}

/** Whether a pattern takes one of the names: `const { on = false } = options`. */
export function takesInherited(script: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    const name =
      ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)
        ? (node.propertyName ?? node.name)
        : ts.isShorthandPropertyAssignment(node) || ts.isPropertyAssignment(node)
          ? node.name
          : undefined;
    if (name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && INHERITED.test(name.text)) {
      if (ts.isBindingElement(node) || isAssignmentPattern(node)) return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(script);
}

/** What TypeScript made of such patterns. */
export const lowerTaken: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const lowering: Visiting = {
    factory,
    visit: (node) =>
      (ts.isPropertyAccessExpression(node) && rewriteRead(node, lowering, new Set())) ||
      ts.visitEachChild(node, lowering.visit, context),
    expression: (node) => ts.visitNode(node, lowering.visit, ts.isExpression),
    helper: (name, values) =>
      factory.createCallExpression(factory.createIdentifier(name), undefined, [...values]),
  };
  return ts.visitNode(file, lowering.visit, ts.isSourceFile);
};

/** `key in o`, `o[key] ??= 0` */
export function rewriteTest(
  node: ts.BinaryExpression,
  lowering: Visiting,
  numbers: ReadonlySet<string>,
): ts.Expression | undefined {
  const { left, operatorToken, right } = node;
  if (operatorToken.kind === SyntaxKind.InKeyword) {
    if (ts.isPrivateIdentifier(left)) return undefined;
    const isAsked = ts.isStringLiteralLike(left) && LACKING.test(left.text);
    if (!isAsked && !isOpenKey(left, numbers)) return undefined;
    return lowering.helper("__in", [left, right].map(lowering.expression));
  }
  const operator = LOGICAL.get(operatorToken.kind);
  if (operator === undefined) return undefined;
  if (ts.isPropertyAccessExpression(left)) {
    if (!INHERITED.test(left.name.text) || !isPath(left.expression)) return undefined;
  } else if (!ts.isElementAccessExpression(left)) return undefined;
  const { expression: object } = left;
  const key = ts.isPropertyAccessExpression(left)
    ? lowering.factory.createStringLiteral(left.name.text)
    : left.argumentExpression;
  const isRight = ts.isPropertyAccessExpression(left) || (isOpenKey(key, numbers) && isPath(key));
  if (!isRight || !isPath(object)) return undefined;
  const put = lowering.helper("__put", [object, key, right].map(lowering.expression));
  const { factory } = lowering;
  return factory.createParenthesizedExpression(
    factory.createBinaryExpression(member(left, lowering), operator, put),
  );
}

function member(node: Member, lowering: Visiting): ts.Expression {
  const key = ts.isPropertyAccessExpression(node)
    ? lowering.factory.createStringLiteral(node.name.text)
    : lowering.expression(node.argumentExpression);
  return lowering.helper("__member", [lowering.expression(node.expression), key]);
}

/** Whether a key may be one of the names. */
function isOpenKey(key: ts.Expression, numbers: ReadonlySet<string>): boolean {
  return ts.isStringLiteralLike(key) ? INHERITED.test(key.text) : !isNumeric(key, numbers);
}

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

export function isCallee(node: Member): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

export function isTarget(node: Member): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken;
    return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator !== SyntaxKind.ExclamationToken;
  return (
    ts.isPostfixUnaryExpression(parent) ||
    ts.isDeleteExpression(parent) ||
    (ts.isForOfStatement(parent) && parent.initializer === node) ||
    isAssignmentPattern(node)
  );
}
