// Parameters with default values: what TypeScript's ES5 output loses of them. Owns when a program asks
// how many parameters a function has.
import ts from "typescript";
import { isWrite } from "../names.ts";
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

/** The fields of a class that extends none come before the default values of its constructor. */
export function fieldsFirst(
  node: ts.ConstructorDeclaration,
  lowering: Visiting,
): ts.ConstructorDeclaration | undefined {
  const { parameters, body } = node;
  if (!body || !isOrderSeen(node)) return undefined;
  const { factory } = lowering;
  const statements: ts.Statement[] = [];
  const plain = parameters.map((each) => {
    if (!valuesOf(each).some(isOpen)) return ts.visitNode(each, lowering.visit, ts.isParameter);
    const { name } = each;
    const given = ts.isIdentifier(name) ? name : factory.createUniqueName("given");
    statements.push(...lateValue(each, given, lowering));
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

/** What gives a parameter its default values, in the body of the constructor. */
function lateValue(
  { name, initializer }: ts.ParameterDeclaration,
  given: ts.Identifier,
  lowering: Visiting,
): ts.Statement[] {
  const { factory } = lowering;
  const value = initializer && lowering.expression(initializer);
  const isAbsent = factory.createStrictEquality(given, factory.createVoidZero());
  if (ts.isIdentifier(name)) {
    const setting = value && factory.createAssignment(name, value);
    return setting
      ? [factory.createIfStatement(isAbsent, factory.createExpressionStatement(setting))]
      : [];
  }
  const taken = value
    ? factory.createConditionalExpression(isAbsent, undefined, value, undefined, given)
    : given;
  const pattern = ts.visitNode(name, lowering.visit, ts.isBindingName);
  const variable = factory.createVariableDeclaration(pattern, undefined, undefined, taken);
  const list = factory.createVariableDeclarationList([variable], ts.NodeFlags.Let);
  return [factory.createVariableStatement(undefined, list)];
}

/** Whether anybody sees in which order the fields and the default values are made. */
function isOrderSeen({ parent, parameters }: ts.ConstructorDeclaration): boolean {
  const extendsOne = parent.heritageClauses?.some(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  );
  if (extendsOne) return false;
  const fields = parent.members.flatMap((each) =>
    ts.isPropertyDeclaration(each) && !isStatic(each) && each.initializer ? [each.initializer] : [],
  );
  const defaults = parameters.flatMap(valuesOf);
  return (
    (fields.length > 0 && defaults.some(hasThis)) ||
    (fields.some(mayTell) && defaults.some(isOpen)) ||
    (fields.some(isOpen) && defaults.some(mayTell))
  );
}

function isStatic(member: ts.PropertyDeclaration): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

/** Default values of a parameter, those within its pattern included. */
function valuesOf({ name, initializer }: ts.ParameterDeclaration | ts.BindingElement) {
  const values: ts.Expression[] = initializer ? [initializer] : [];
  if (ts.isIdentifier(name)) return values;
  for (const element of name.elements) {
    if (!ts.isOmittedExpression(element)) values.push(...valuesOf(element));
  }
  return values;
}

/** Whether something that is done at once, not in a function, is so. */
function isDone(node: ts.Node, isSo: (node: ts.Node) => boolean): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (isSo(node)) return true;
  return ts.forEachChild(node, (child) => isDone(child, isSo) || undefined) ?? false;
}

function hasThis(value: ts.Expression): boolean {
  return isDone(value, ({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
}

/** Whether somebody may notice when a value is made: an accessor is a call, too. */
function mayTell(value: ts.Expression): boolean {
  return isDone(
    value,
    (node) =>
      ts.isCallOrNewExpression(node) ||
      ts.isTaggedTemplateExpression(node) ||
      ts.isPropertyAccessExpression(node) ||
      ts.isElementAccessExpression(node) ||
      isWrite(node),
  );
}

/** Whether a value may be another when it is made at another time. */
function isOpen(value: ts.Expression): boolean {
  return mayTell(value) || isDone(value, (node) => ts.isIdentifier(node) && !isKey(node));
}

/** `{ name: 1 }` */
function isKey(node: ts.Identifier): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}
