// `a += b()`: Espruino reads `a` after the call (jspeAssignmentExpression in src/jsparse.c). Written as
// `a = a + b()`, it reads it before.
import ts from "typescript";
import { isWrite, memberName } from "../names/names.ts";
import { type Guard, insert } from "./guard.ts";
import { isMember, removesMember } from "./stores.ts";

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
  const isRemoved = isMember(left) && removesMember(left, right, file);
  if (isRemoved || !isRepeatable(left)) return guardOnce(node, operator, file);
  const isGrouped = !ts.isLeftHandSideExpression(right);
  const text = `=${left.getText(file)}${operator}${isGrouped ? "(" : ""}`;
  const start = operatorToken.getStart(file);
  return {
    before: { start, end: right.getStart(file), text },
    ...(isGrouped && { after: insert(right.end, ")") }),
  };
}

/** `a[i++] += f()`: the object and the key go to a function, and so does what comes after them. */
function guardOnce(
  { left, right }: ts.BinaryExpression,
  operator: string,
  file: ts.SourceFile,
): Guard {
  const { expression } = left as ts.ElementAccessExpression;
  const key = ts.isElementAccessExpression(left) ? left.argumentExpression : undefined;
  const name = key ? undefined : `"${memberName(left)}"`;
  const value = right.getStart(file);
  const add = `(function(o,k,f){f=o[k]${operator}f.call(this);return o[k]=f}).call(this,`;
  const taken = "function(){return ";
  return {
    before: insert(left.getStart(file), add),
    within: key
      ? [
          { start: expression.end, end: key.getStart(file), text: "," },
          { start: key.end, end: value, text: `,${taken}` },
        ]
      : [{ start: expression.end, end: value, text: `,${name},${taken}` }],
    after: insert(right.end, "})"),
  };
}

/** Reading it twice is reading it once. */
function isRepeatable(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || isWrite(node)) return false;
  return !(ts.forEachChild(node, (child) => !isRepeatable(child) || undefined) ?? false);
}

/** Whether evaluating `node` may change what `target` holds. */
function mayWrite(node: ts.Node, target: ts.Expression): boolean {
  const isCaptured = !ts.isIdentifier(target) || isWrittenElsewhere(target);
  const visit = (child: ts.Node): boolean => {
    if (ts.isFunctionLike(child)) return false;
    if (isCaptured && (ts.isCallExpression(child) || ts.isNewExpression(child))) return true;
    if (isCaptured && ts.isDeleteExpression(child)) return true;
    if (isWrite(child) && (isCaptured || child.getText().includes(target.getText()))) return true;
    return ts.forEachChild(child, (next) => visit(next) || undefined) ?? false;
  };
  return visit(node);
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
