// What a plain function may give back: its return statements, not those of functions inside it.
import ts from "typescript";

/** Of a function that is declared there; empty for what is none, and for a generator. */
export function returnedBy(declaration: ts.Node): ts.Expression[] {
  const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  const isPlain =
    made &&
    (ts.isFunctionDeclaration(made) || ts.isArrowFunction(made) || ts.isFunctionExpression(made)) &&
    !made.asteriskToken;
  if (!isPlain || !made.body) return [];
  if (!ts.isBlock(made.body)) return [made.body];
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) values.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(made.body);
  return values;
}
