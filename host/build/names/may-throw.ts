// Whether running a piece of code may throw, told by its parts.
import ts from "typescript";

/** `isOther`: what counts besides. What is a function of its own is not run. */
export function mayThrow(
  node: ts.Node,
  isOther: (node: ts.Node) => boolean = () => false,
): boolean {
  if (ts.isFunctionLike(node)) return false;
  const isOwn =
    ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
  const isThrower =
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isElementAccessExpression(node) ||
    (ts.isPropertyAccessExpression(node) && !isOwn) ||
    isOther(node);
  return (
    isThrower || (ts.forEachChild(node, (child) => mayThrow(child, isOther) || undefined) ?? false)
  );
}
