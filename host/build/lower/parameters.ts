// Parameters with default values: what TypeScript's ES5 output loses of them. Owns when a program asks
// how many parameters a function has.
import ts from "typescript";
import { scopeOf, writesOf } from "./scopes.ts";
import type { Visiting } from "./visiting.ts";

/** Whether a program reads the `length` of what it calls, or of a function that it names. */
export function asksForLength(file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    const isLength = ts.isPropertyAccessExpression(node) && node.name.text === "length";
    if (isLength && isFunction(node.expression)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}

function isFunction(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isFunction(node.expression);
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node)) return true;
  const scope = ts.isIdentifier(node) && scopeOf(node);
  if (!scope) return false;
  const isMade = writesOf(scope, node.text).some(
    ({ parent }) =>
      ts.isFunctionDeclaration(parent) ||
      (ts.isVariableDeclaration(parent) && parent.initializer && isFunction(parent.initializer)),
  );
  return isMade || isCalled(node.text, scope);
}

function isCalled(name: string, node: ts.Node): boolean {
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    const called = ts.isPropertyAccessExpression(callee) ? callee : undefined;
    // f(), f.apply()
    const isApplied = called && /^(apply|bind|call)$/.test(called.name.text);
    const subject = isApplied ? called.expression : callee;
    if (ts.isIdentifier(subject) && subject.text === name) return true;
  }
  return ts.forEachChild(node, (child) => isCalled(name, child) || undefined) ?? false;
}

type Plain = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

/** Whether TypeScript's output loses the `length` of a function. */
export function losesLength(node: ts.Node): node is Plain {
  const isPlain =
    ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node);
  return isPlain && node.parameters.some(({ initializer }) => initializer);
}

/** A function whose length leaves out what has a default value. */
export function counted(node: Plain, factory: ts.NodeFactory): Plain {
  const { body } = node;
  const modifiers = ts.getModifiers(node);
  const parameters = countedParameters(node, factory);
  if (!parameters || !body) return node;
  if (ts.isArrowFunction(node)) {
    const { equalsGreaterThanToken: arrow } = node;
    return factory.updateArrowFunction(
      node,
      modifiers,
      undefined,
      parameters,
      undefined,
      arrow,
      node.body,
    );
  }
  const { asteriskToken: star, name } = node;
  const block = body as ts.Block;
  return ts.isFunctionExpression(node)
    ? factory.updateFunctionExpression(
        node,
        modifiers,
        star,
        name,
        undefined,
        parameters,
        undefined,
        block,
      )
    : factory.updateFunctionDeclaration(
        node,
        modifiers,
        star,
        name,
        undefined,
        parameters,
        undefined,
        block,
      );
}

/** `(a, b = 1, c)` has a length of 1, and so has `(a, ...[b = 1, c])` in ES5. */
function countedParameters(
  { parameters }: Plain,
  factory: ts.NodeFactory,
): readonly ts.ParameterDeclaration[] | undefined {
  const first = parameters.findIndex(({ initializer }) => initializer);
  if (first < 0) return undefined;
  const elements = parameters
    .slice(first)
    .map(({ dotDotDotToken, name, initializer }) =>
      factory.createBindingElement(dotDotDotToken, undefined, name, initializer),
    );
  const rest = factory.createParameterDeclaration(
    undefined,
    factory.createToken(ts.SyntaxKind.DotDotDotToken),
    factory.createArrayBindingPattern(elements),
  );
  return [...parameters.slice(0, first), rest];
}

/** The fields of a class that extends none come before the default values of its constructor. */
export function fieldsFirst(
  node: ts.ConstructorDeclaration,
  lowering: Visiting,
): ts.ConstructorDeclaration | undefined {
  const { parent, parameters, body } = node;
  const isBase = !parent.heritageClauses?.some(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  );
  const hasFields = parent.members.some(
    (each) => ts.isPropertyDeclaration(each) && each.initializer && mayTell(each.initializer),
  );
  if (!body || !isBase || !hasFields || !parameters.some(isLate)) return undefined;
  const { factory } = lowering;
  const statements: ts.Statement[] = [];
  const plain = parameters.map((each) => {
    const { name, initializer } = each;
    if (!isLate(each) || !initializer) return ts.visitNode(each, lowering.visit, ts.isParameter);
    const given = ts.isIdentifier(name) ? name : factory.createUniqueName("given");
    const isAbsent = factory.createStrictEquality(given, factory.createVoidZero());
    const value = lowering.expression(initializer);
    statements.push(
      ts.isIdentifier(name)
        ? factory.createIfStatement(
            isAbsent,
            factory.createExpressionStatement(factory.createAssignment(name, value)),
          )
        : factory.createVariableStatement(
            undefined,
            factory.createVariableDeclarationList(
              [
                factory.createVariableDeclaration(
                  ts.visitNode(name, lowering.visit, ts.isBindingName),
                  undefined,
                  undefined,
                  factory.createConditionalExpression(isAbsent, undefined, value, undefined, given),
                ),
              ],
              ts.NodeFlags.Let,
            ),
          ),
    );
    return factory.createParameterDeclaration(undefined, undefined, given);
  });
  const visited = ts.visitNode(body, lowering.visit, ts.isBlock);
  return factory.updateConstructorDeclaration(
    node,
    undefined,
    plain,
    factory.updateBlock(visited, [...statements, ...visited.statements]),
  );
}

function isLate({ initializer }: ts.ParameterDeclaration): boolean {
  return initializer !== undefined && mayTell(initializer);
}

/** Whether somebody may notice when a value is made. */
function mayTell(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  const isTelling =
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isPrefixUnaryExpression(node);
  return isTelling || (ts.forEachChild(node, (child) => mayTell(child) || undefined) ?? false);
}
