// `a += b()`: Espruino reads `a` after the call (jspeAssignmentExpression in src/jsparse.c). Written as
// `a = a + b()`, it reads it before.
import ts from "typescript";
import { type Guard, insert } from "./guard.ts";

const { SyntaxKind } = ts;

const OPERATORS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [SyntaxKind.PlusEqualsToken, "+"],
  [SyntaxKind.MinusEqualsToken, "-"],
  [SyntaxKind.AsteriskEqualsToken, "*"],
  [SyntaxKind.SlashEqualsToken, "/"],
  [SyntaxKind.PercentEqualsToken, "%"],
  [SyntaxKind.AmpersandEqualsToken, "&"],
  [SyntaxKind.BarEqualsToken, "|"],
  [SyntaxKind.CaretEqualsToken, "^"],
  [SyntaxKind.LessThanLessThanEqualsToken, "<<"],
  [SyntaxKind.GreaterThanGreaterThanEqualsToken, ">>"],
  [SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken, ">>>"],
]);

export function guardAssignment(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const { left, operatorToken, right } = node;
  const operator = OPERATORS.get(operatorToken.kind);
  if (operator === undefined || !mayWrite(right, left)) return undefined;
  const isGrouped = !ts.isLeftHandSideExpression(right);
  const text = `=${left.getText(file)}${operator}${isGrouped ? "(" : ""}`;
  const start = operatorToken.getStart(file);
  return {
    before: { start, end: right.getStart(file), text },
    ...(isGrouped && { after: insert(right.end, ")") }),
  };
}

/** Whether evaluating `node` may change what `target` holds. */
function mayWrite(node: ts.Node, target: ts.Expression): boolean {
  const isCaptured = !ts.isIdentifier(target) || isWrittenElsewhere(target);
  const visit = (child: ts.Node): boolean => {
    if (ts.isFunctionLike(child)) return false;
    if (isCaptured && (ts.isCallExpression(child) || ts.isNewExpression(child))) return true;
    if (isWrite(child) && (isCaptured || child.getText().includes(target.getText()))) return true;
    return ts.forEachChild(child, (next) => visit(next) || undefined) ?? false;
  };
  return visit(node);
}

function isWrite(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  }
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken)
  );
}

/** Whether a function other than the one around writes the variable. */
function isWrittenElsewhere(name: ts.Identifier): boolean {
  const here = functionAround(name);
  let scope = here;
  while (!ts.isSourceFile(scope) && !declares(scope, name.text)) scope = functionAround(scope);
  const visit = (node: ts.Node, isInside: boolean): boolean => {
    const isElsewhere = isInside || (node !== scope && node !== here && ts.isFunctionLike(node));
    if (isElsewhere && isWrite(node) && writtenName(node) === name.text) return true;
    return ts.forEachChild(node, (child) => visit(child, isElsewhere) || undefined) ?? false;
  };
  // What writes it around `here` is called by nobody in between.
  return scope === here ? visit(scope, false) : true;
}

function writtenName(node: ts.Node): string | undefined {
  const target = ts.isBinaryExpression(node)
    ? node.left
    : (node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression).operand;
  return target && ts.isIdentifier(target) ? target.text : undefined;
}

function functionAround({ parent }: ts.Node): ts.Node {
  let at = parent;
  while (!ts.isSourceFile(at) && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}

function declares(scope: ts.Node, name: string): boolean {
  if (!ts.isFunctionLike(scope)) return false;
  if (scope.parameters.some((parameter) => parameter.name.getText() === name)) return true;
  const visit = (node: ts.Node): boolean => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) return true;
    if (ts.isFunctionDeclaration(node) && node.name?.text === name) return true;
    if (node !== scope && ts.isFunctionLike(node)) return false;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(scope);
}
