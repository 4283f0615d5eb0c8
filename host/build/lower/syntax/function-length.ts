// The `length` of functions with default values, which TypeScript's ES5 output loses. Owns when a program
// asks how many parameters a function has.
import ts from "typescript";
import { scopeOf, writesOf } from "../known/scopes.ts";

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
  const parameters = countedParameters(node, factory);
  if (!parameters || !node.body) return node;
  const modifiers = ts.getModifiers(node);
  if (ts.isArrowFunction(node)) {
    const { equalsGreaterThanToken: arrow, body } = node;
    const parts = [modifiers, undefined, parameters, undefined, arrow, body] as const;
    return factory.updateArrowFunction(node, ...parts);
  }
  const { asteriskToken: star, name } = node;
  const head = [modifiers, star, name, undefined, parameters, undefined] as const;
  return ts.isFunctionExpression(node)
    ? factory.updateFunctionExpression(node, ...head, node.body)
    : factory.updateFunctionDeclaration(node, ...head, node.body);
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
