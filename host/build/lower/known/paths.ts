// Which expressions can be read twice.
import ts from "typescript";

/** A name, or members of one: reading it twice is reading it once. */
export function isPath(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword ||
    (ts.isPropertyAccessExpression(node) && !node.questionDotToken && isPath(node.expression))
  );
}
