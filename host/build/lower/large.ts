// Numbers that the interpreter's own methods take for another: Infinity, and what has more than 31 bits.
import ts from "typescript";
import { memberName } from "../names.ts";
import { scopeOf, writesOf } from "./scopes.ts";

const { SyntaxKind } = ts;

const NAMES = /^(Infinity|MAX_SAFE_INTEGER|MAX_VALUE|POSITIVE_INFINITY)$/;

/** Whether a name stands for such a number. */
export function isLargeName(node: ts.Node): boolean {
  return ts.isIdentifier(node) && NAMES.test(node.text);
}

/** Whether a value may be one, in a program that names one. */
export function mayBeLarge(node: ts.Expression, names = MOST_NAMES): boolean {
  const of = (part: ts.Expression) => mayBeLarge(part, names);
  if (ts.isNumericLiteral(node)) return Number(node.text) >= 2 ** 31;
  if (ts.isPrefixUnaryExpression(node) || ts.isParenthesizedExpression(node)) {
    return of(ts.isParenthesizedExpression(node) ? node.expression : node.operand);
  }
  if (ts.isPostfixUnaryExpression(node)) return of(node.operand);
  if (ts.isConditionalExpression(node)) return of(node.whenTrue) || of(node.whenFalse);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isBits = kind >= SyntaxKind.LessThanLessThanToken && kind <= SyntaxKind.CaretToken;
    return !isBits && (of(node.left) || of(node.right));
  }
  if (ts.isCallExpression(node)) {
    const name = memberName(node.expression) ?? "";
    if (name === "min") return node.arguments.every(of);
    if (/^(floor|ceil|round|trunc|max)$/.test(name)) return node.arguments.some(of);
    return !/(indexOf|IndexOf|findIndex|search|charCodeAt)$/.test(name);
  }
  if (memberName(node) === "length") return false;
  if (!ts.isIdentifier(node) || names === 0) return true;
  const scope = scopeOf(node);
  const writes = scope ? writesOf(scope, node.text) : [];
  return writes.length === 0 || writes.some(({ parent }) => mayGiveLarge(parent, names - 1));
}

/** How far names are followed from one to the next. */
const MOST_NAMES = 4;

/** By what declares a name, or assigns to it. */
function mayGiveLarge(write: ts.Node, names: number): boolean {
  if (ts.isPostfixUnaryExpression(write) || ts.isPrefixUnaryExpression(write)) return false;
  if (ts.isBinaryExpression(write)) return mayBeLarge(write.right, names);
  if (!ts.isVariableDeclaration(write)) return true;
  return write.initializer ? mayBeLarge(write.initializer, names) : false;
}
