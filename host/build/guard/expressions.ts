// Expressions: where Espruino's parser (src/jsparse.c) takes less than the standard allows.
import ts from "typescript";
import { perSource } from "../sources/sources.ts";
import { around, type Guard } from "./guard.ts";

export function guardExpression(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  const { parent } = node;
  // No comma in [] nor in case (jspeFactorMember, jspeStatementSwitch).
  if (isSequence(node)) {
    const isIndex = ts.isElementAccessExpression(parent) && parent.argumentExpression === node;
    return isIndex || ts.isCaseClause(parent) ? around(node, file) : undefined;
  }
  // `date ? a : b` asks for the number of the date, unlike any other test (jspeConditionalExpression).
  if (
    parent &&
    ts.isConditionalExpression(parent) &&
    parent.condition === node &&
    mayBeDate(node, file)
  ) {
    const isGrouped = !ts.isLeftHandSideExpression(node);
    return around(node, file, isGrouped ? "!!(" : "!!", isGrouped ? ")" : "");
  }
  // `delete f().a` deletes f (jspeFactorDelete).
  if (ts.isCallExpression(node)) {
    return isDeletedFrom(node) ? around(node, file) : undefined;
  }
  return undefined;
}

/** A name, a member, what a call gives, or one of several. */
function mayBeDate(node: ts.Node, file: ts.SourceFile): boolean {
  if (!makesDates(file)) return false;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return (
      kind === ts.SyntaxKind.BarBarToken ||
      kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      kind === ts.SyntaxKind.EqualsToken
    );
  }
  return ts.isLeftHandSideExpression(node) && !ts.isLiteralExpression(node);
}

const makesDates = perSource((file) => file.text.includes("new Date"));

function isSequence(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
}

function isDeletedFrom(node: ts.Node): boolean {
  let { parent } = node;
  let child = node;
  while (isMember(parent) && parent.expression === child) {
    child = parent;
    parent = parent.parent;
  }
  return child !== node && ts.isDeleteExpression(parent);
}

function isMember(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}
