// `for (x of it)`: TypeScript calls `return` of an iterator whose own `next` has thrown, as it still has
// what the last `next` gave. Forgets that before each step.
import ts from "typescript";

/** After TypeScript's lowering. */
export const forgetSteps: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const forgotten = (name: ts.BindingName): ts.VariableDeclaration =>
    factory.createVariableDeclaration(name, undefined, undefined, factory.createNumericLiteral(0));
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isVariableDeclarationList(node)) {
      // Around the loop there may be another one.
      const names = node.declarations.filter(isFirstStep).map(({ name }) => forgotten(name));
      const list = ts.visitEachChild(node, visit, context);
      if (names.length === 0) return list;
      return factory.updateVariableDeclarationList(list, [...names, ...list.declarations]);
    }
    if (!isStep(node)) return ts.visitEachChild(node, visit, context);
    const nothing = factory.createAssignment(node.left, factory.createNumericLiteral(0));
    return factory.createParenthesizedExpression(factory.createComma(nothing, node));
  };
  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};

/** `step = iterator.next()`, and not one of the program's own. */
function isStep(node: ts.Node): node is ts.BinaryExpression {
  if (node.pos >= 0 || !ts.isBinaryExpression(node) || !ts.isIdentifier(node.left)) return false;
  return node.operatorToken.kind === ts.SyntaxKind.EqualsToken && isNext(node.right);
}

/** `var iterator = __values(list), step = iterator.next()` */
function isFirstStep({ pos, initializer }: ts.VariableDeclaration): boolean {
  return pos < 0 && initializer !== undefined && isNext(initializer);
}

function isNext(node: ts.Expression): boolean {
  return (
    node.pos < 0 &&
    ts.isCallExpression(node) &&
    node.arguments.length === 0 &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "next"
  );
}
