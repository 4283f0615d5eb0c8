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
      const loopBody = loopBodyOf(node);
      if (loopBody) {
        const visitLoop: ts.Visitor = (part) =>
          part === loopBody ? ts.visitEachChild(part, visit, context) : part;
        return ts.visitEachChild(node, visitLoop, context);
      }
      const isFunction = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node);
      return ts.visitEachChild(node, isFunction ? visitIn(false) : visit, context);
    };
    return visit;
  };
  return (file) => ts.visitEachChild(file, visitIn(false), context);
};

/** Of `var _loop_1 = function (item) {...}`, or in a generator `_loop_1 = function (item) {...}`. */
function loopBodyOf(node: ts.Node): ts.FunctionExpression | undefined {
  let target: ts.Node | undefined;
  let value: ts.Node | undefined;
  if (ts.isVariableDeclaration(node)) {
    target = node.name;
    value = node.initializer;
  } else if (ts.isBinaryExpression(node)) {
    target = node.left;
    value = node.right;
  }
  const isLoop = target && ts.isIdentifier(target) && target.text.startsWith("_loop");
  return isLoop && value && ts.isFunctionExpression(value) ? value : undefined;
}
