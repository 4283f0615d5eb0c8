// What is gone over, or asked for a member by `in`, where it may be nothing of the kind: Espruino goes
// over nothing then, and finds no member, instead of throwing.
import ts from "typescript";
import { mayBeNoList, mayBeNoObject } from "../known/iterable.ts";
import { isAssignmentPattern } from "../members/member-writes.ts";
import type { Library } from "../visiting.ts";

const { SyntaxKind } = ts;

/** The value, behind a test of what it is where that is open. */
export function tested(node: ts.Node, value: ts.Node, lowering: Library): ts.Node {
  const isOver = !lowering.traits.iterators && isGoneOver(node, lowering);
  if (isOver && mayBeNoList(node as ts.Expression, lowering)) {
    return lowering.helper("__iterable", [value as ts.Expression]);
  }
  return isAsked(node) && mayBeNoObject(node, lowering)
    ? lowering.helper("__holder", [value as ts.Expression])
    : value;
}

function isGoneOver(node: ts.Node, lowering: Library): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (ts.isForOfStatement(parent)) return parent.expression === node && !parent.awaitModifier;
  if (ts.isSpreadElement(parent)) return !isAssignmentPattern(node);
  if (ts.isVariableDeclaration(parent)) {
    return parent.initializer === node && ts.isArrayBindingPattern(parent.name);
  }
  if (ts.isCallExpression(parent)) {
    const isFirst = parent.arguments[0] === node;
    return isFirst && lowering.pathOf(parent.expression) === "Object.fromEntries";
  }
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    parent.operatorToken.kind === SyntaxKind.EqualsToken &&
    ts.isArrayLiteralExpression(parent.left)
  );
}

/** `"a" in value` */
function isAsked(node: ts.Node): node is ts.Expression {
  const { parent } = node;
  return (
    parent &&
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    parent.operatorToken.kind === SyntaxKind.InKeyword
  );
}
