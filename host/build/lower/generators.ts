// TypeScript's ES5 output has one `__generator` for async functions and for generators; theirs makes
// an iterator. Owns telling them apart; what each returns is its helper's matter.
import ts from "typescript";

/** Runs on what TypeScript has lowered. */
export const nameGenerators: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const visitIn = (isAsync: boolean): ts.Visitor => {
    const visit: ts.Visitor = (node) => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        const { expression: callee } = node;
        const visitBody = callee.text === "__awaiter" ? visitIn(true) : visit;
        if (callee.text === "__awaiter" || callee.text === "__generator") {
          const isIterator = callee.text === "__generator" && !isAsync;
          return factory.updateCallExpression(
            node,
            isIterator ? factory.createIdentifier("__iterator") : callee,
            undefined,
            node.arguments.map((value) =>
              ts.isFunctionExpression(value)
                ? ts.visitEachChild(value, visitBody, context)
                : (visit(value) as ts.Expression),
            ),
          );
        }
      }
      // The body of a loop that TypeScript made a function is a part of the function around it.
      if (ts.isVariableDeclaration(node) && isLoopBody(node)) {
        return factory.updateVariableDeclaration(
          node,
          node.name,
          undefined,
          undefined,
          node.initializer && ts.visitEachChild(node.initializer, visit, context),
        );
      }
      const isFunction = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node);
      return ts.visitEachChild(node, isFunction ? visitIn(false) : visit, context);
    };
    return visit;
  };
  return (file) => ts.visitEachChild(file, visitIn(false), context);
};

function isLoopBody({ name, initializer }: ts.VariableDeclaration): boolean {
  return (
    ts.isIdentifier(name) &&
    name.text.startsWith("_loop") &&
    initializer !== undefined &&
    ts.isFunctionExpression(initializer)
  );
}
