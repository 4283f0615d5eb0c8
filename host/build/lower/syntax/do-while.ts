// `do` with a break -> `for`: Espruino evaluates the condition once more when the first turn ends by
// break (jspeStatementDoOrWhile in src/jsparse.c).
import ts from "typescript";
import type { Surroundings } from "../rewrite.ts";

/** The condition of a `for` is left out in its first turn by a variable. */
export function rewriteDo(node: ts.DoStatement, { factory }: Surroundings): ts.Node {
  if (!acts(node.expression) || !breaks(node.statement)) return node;
  const first = factory.createUniqueName("first");
  const declared = factory.createVariableDeclaration(
    first,
    undefined,
    undefined,
    factory.createTrue(),
  );
  const loop = factory.createForStatement(
    factory.createVariableDeclarationList([declared], ts.NodeFlags.None),
    factory.createLogicalOr(first, node.expression),
    factory.createAssignment(first, factory.createFalse()),
    node.statement,
  );
  // TypeScript then still knows of functions in it that keep its variables.
  return ts.setOriginalNode(ts.setTextRange(loop, node), node);
}

/** Whether an evaluation more can be noticed: it calls or changes something. */
function acts(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  const isAct =
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) && isStep(node.operator)) ||
    (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind));
  return isAct || (ts.forEachChild(node, (child) => acts(child) || undefined) ?? false);
}

function isStep(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

/** Whether a statement ends the loop around it by break. */
function breaks(node: ts.Node): boolean {
  if (ts.isBreakStatement(node)) return true;
  const isOther =
    ts.isFunctionLike(node) || ts.isSwitchStatement(node) || ts.isIterationStatement(node, false);
  if (isOther) return false;
  return ts.forEachChild(node, (child) => breaks(child) || undefined) ?? false;
}
