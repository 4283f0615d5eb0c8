// Default values of a constructor's parameters: TypeScript's ES5 output makes them before the fields of
// the class, the language after them.
import ts from "typescript";
import { isWrite } from "../../names/names.ts";
import type { Visiting } from "../visiting.ts";

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
