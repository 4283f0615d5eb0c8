// Members that are read and not taken, `a.b;`: what the minifier makes of a variable that nobody uses.
// Espruino reads a member when its value is asked for (jspeFactorMember gives a name), so that no accessor
// would be called.
import ts from "typescript";
import { type Guard, insert } from "./guard.ts";

const { SyntaxKind } = ts;

export function guardUnread(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  const isMember = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return isMember && isUnread(node) ? { before: insert(node.getStart(file), "!") } : undefined;
}

function isUnread(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return true;
  if (ts.isForStatement(parent)) return parent.initializer === node || parent.incrementor === node;
  if (ts.isParenthesizedExpression(parent)) return isUnread(parent);
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isUnread(parent);
  if (!ts.isBinaryExpression(parent)) return false;
  switch (parent.operatorToken.kind) {
    case SyntaxKind.CommaToken:
      return parent.left === node || isUnread(parent);
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.BarBarToken:
      return parent.right === node && isUnread(parent);
    default:
      return false;
  }
}
