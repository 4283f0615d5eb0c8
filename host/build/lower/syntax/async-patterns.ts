// Patterns among the parameters of an async function or a generator whose default values hold another one:
// TypeScript's ES5 output leaves that one as it was. Of an async function the pattern goes into the body,
// which tells in the same way what cannot be taken apart; of a generator the body becomes one inside.
import ts from "typescript";

type Asynchronous =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration;

export function hasAsyncPatterns(file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean =>
    isMoved(node) || (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(file);
}

/** A step of its own: TypeScript asks the nodes as they were parsed. */
export const lowerAsyncPatterns: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    return isMoved(node) ? moved(visited as Asynchronous, factory) : visited;
  };
  return ts.visitNode(file, visit, ts.isSourceFile);
};

function isMoved(node: ts.Node): node is Asynchronous {
  const isOne =
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node);
  if (!isOne) return false;
  return (
    (isAsync(node) || node.asteriskToken !== undefined) &&
    node.body !== undefined &&
    node.parameters.some(({ name }) => !ts.isIdentifier(name) && holdsSteps(name))
  );
}

function isAsync(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

/** Whether there is a function that is left and entered again. */
function holdsSteps(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) && (isAsync(node) || (node as ts.FunctionExpression).asteriskToken)) {
    return true;
  }
  return ts.forEachChild(node, (child) => holdsSteps(child) || undefined) ?? false;
}

function moved(node: Asynchronous, factory: ts.NodeFactory): Asynchronous {
  return isAsync(node) ? takenInside(node, factory) : goneThroughInside(node, factory);
}

/** `async (given = {}) => { let { scale = async () => 1 } = given; … }` */
function takenInside(node: Asynchronous, factory: ts.NodeFactory): Asynchronous {
  const patterns: ts.VariableDeclaration[] = [];
  const parameters = node.parameters.map((each) => {
    const { dotDotDotToken: dots, name, initializer } = each;
    if (ts.isIdentifier(name)) return each;
    const given = factory.createUniqueName("given");
    patterns.push(factory.createVariableDeclaration(name, undefined, undefined, given));
    return factory.createParameterDeclaration(
      undefined,
      dots,
      given,
      undefined,
      undefined,
      initializer,
    );
  });
  const taken = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(patterns, ts.NodeFlags.Let),
  );
  const { body } = node;
  const inner =
    body && ts.isBlock(body)
      ? body
      : factory.createBlock([factory.createReturnStatement(body)], true);
  // In a block of its own the body may declare what it likes.
  return withBody(node, parameters, factory.createBlock([taken, inner], true), factory);
}

/** `function g({ f = function* () {} }) { return (function* () { … }).call(this); }` */
function goneThroughInside(node: Asynchronous, factory: ts.NodeFactory): Asynchronous {
  const star = factory.createToken(ts.SyntaxKind.AsteriskToken);
  const inner = factory.createFunctionExpression(
    undefined,
    star,
    undefined,
    undefined,
    [],
    undefined,
    node.body as ts.Block,
  );
  const called = factory.createPropertyAccessExpression(
    factory.createParenthesizedExpression(inner),
    "call",
  );
  const call = factory.createCallExpression(called, undefined, [factory.createThis()]);
  const body = factory.createBlock([factory.createReturnStatement(call)], true);
  return withBody(node, node.parameters, body, factory);
}

function withBody(
  node: Asynchronous,
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.Block,
  factory: ts.NodeFactory,
): Asynchronous {
  const star = isAsync(node) ? node.asteriskToken : undefined;
  const { modifiers } = node;
  if (ts.isArrowFunction(node)) {
    const arrow = node.equalsGreaterThanToken;
    const own = ts.getModifiers(node);
    return factory.updateArrowFunction(node, own, undefined, parameters, undefined, arrow, body);
  }
  const rest = [undefined, parameters, undefined, body] as const;
  if (ts.isMethodDeclaration(node)) {
    return factory.updateMethodDeclaration(node, modifiers, star, node.name, undefined, ...rest);
  }
  if (ts.isFunctionExpression(node)) {
    return factory.updateFunctionExpression(node, ts.getModifiers(node), star, node.name, ...rest);
  }
  return factory.updateFunctionDeclaration(node, modifiers, star, node.name, ...rest);
}
