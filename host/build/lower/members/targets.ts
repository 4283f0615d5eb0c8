// `({ a: f().x } = o)`, `[f().x, f().y] = g()`: what is assigned to is told before the value is read.
// TypeScript reads it first, which shows where the read does something: a getter, or a generator.
import ts from "typescript";
import { isWrite } from "../../names/names.ts";
import { scopeOf, writesOf } from "../known/scopes.ts";
import type { Library } from "../visiting.ts";
import { isMember, isUsed, type Member, partsOf } from "./member-writes.ts";

const { SyntaxKind } = ts;

/** A member that nothing has. */
const NOTHING = "\xff_t";

/** `{ a: target().x = 1 }` as a pattern, where `a` is a getter that does something. */
export function rewriteTargets(
  node: ts.ObjectLiteralExpression,
  lowering: Library,
): ts.ObjectLiteralExpression | undefined {
  const { effective } = lowering.traits.accessors;
  if (effective.size === 0 || !isPattern(node)) return undefined;
  const { factory } = lowering;
  const rewritten = node.properties.map((each) => rewriteTarget(each, effective, lowering));
  if (!rewritten.some((each) => each)) return undefined;
  const properties = node.properties.map(
    (each, i) => rewritten[i] ?? ts.visitNode(each, lowering.visit, ts.isObjectLiteralElementLike),
  );
  const pattern = factory.updateObjectLiteralExpression(node, properties);
  return heldIn(pattern, lowering);
}

/** TypeScript puts what it takes more than one member of into a variable first. */
function heldIn(
  pattern: ts.ObjectLiteralExpression,
  { factory, temporary }: Library,
): ts.ObjectLiteralExpression {
  const { properties } = pattern;
  if (properties.length !== 1) return pattern;
  const second = factory.createStringLiteral(NOTHING);
  return factory.updateObjectLiteralExpression(pattern, [
    ...properties,
    factory.createPropertyAssignment(second, temporary()),
  ]);
}

function rewriteTarget(
  node: ts.ObjectLiteralElementLike,
  effective: ReadonlySet<string>,
  lowering: Library,
): ts.PropertyAssignment | undefined {
  if (!ts.isPropertyAssignment(node)) return undefined;
  const { name } = node;
  const isNamed = !ts.isComputedPropertyName(name);
  const mayAct = isNamed ? effective.has(name.getText()) : true;
  const { target, start } = elementOf(node.initializer);
  if (!mayAct || !isMember(target)) return undefined;
  const { factory } = lowering;
  if (isNamed) {
    const key = ts.isIdentifier(name) ? factory.createStringLiteral(name.text) : name;
    return taken(target, start, [], key as ts.Expression, lowering);
  }
  const key = lowering.temporary();
  const first = factory.createAssignment(key, lowering.expression(name.expression));
  return taken(target, start, [first], key, lowering);
}

/** `[target().x, list[i]] = generator()`, step by step. */
export function rewriteSteps(
  node: ts.BinaryExpression,
  lowering: Library,
): ts.BinaryExpression | undefined {
  const { left, operatorToken, right } = node;
  if (!lowering.traits.closing || operatorToken.kind !== SyntaxKind.EqualsToken) return undefined;
  if (!ts.isArrayLiteralExpression(left) || ts.isArrayLiteralExpression(right)) return undefined;
  if (isUsed(node) || isPattern(left.parent) || !left.elements.some(isTold)) return undefined;
  const { factory } = lowering;
  const elements = left.elements.map((element) => {
    const isRest = ts.isSpreadElement(element);
    const key = factory.createStringLiteral(isRest ? "rest" : "next");
    if (ts.isOmittedExpression(element)) {
      return factory.createPropertyAssignment(key, lowering.temporary());
    }
    const { target, start } = elementOf(isRest ? element.expression : element);
    if (isMember(target)) return taken(target, start, [], key, lowering);
    const value = lowering.expression(isRest ? element.expression : element);
    const inner = ts.isObjectLiteralExpression(value) ? heldIn(value, lowering) : value;
    return factory.createPropertyAssignment(key, inner);
  });
  const end = factory.createPropertyAssignment("end", lowering.temporary());
  const pattern = factory.createObjectLiteralExpression([...elements, end]);
  const steps = lowering.helper("__steps", [lowering.expression(right)]);
  return factory.createAssignment(pattern, steps) as ts.BinaryExpression;
}

/** The object and the key go to variables as part of the name, which comes before the value. */
function taken(
  target: Member,
  start: ts.Expression | undefined,
  before: readonly ts.Expression[],
  key: ts.Expression,
  lowering: Library,
): ts.PropertyAssignment {
  const { factory } = lowering;
  const [object, member] = partsOf(target, lowering);
  const owner = lowering.temporary();
  const steps = [...before, factory.createAssignment(owner, object)];
  let name = member;
  if (!ts.isStringLiteral(member) && !ts.isNumericLiteral(member)) {
    name = lowering.temporary();
    steps.push(factory.createAssignment(name, member));
  }
  const place = factory.createElementAccessExpression(owner, name);
  const all = factory.createCommaListExpression([...steps, key]);
  return factory.createPropertyAssignment(
    factory.createComputedPropertyName(factory.createParenthesizedExpression(all)),
    start ? factory.createAssignment(place, lowering.expression(start)) : place,
  );
}

function elementOf(node: ts.Expression): { target: ts.Expression; start?: ts.Expression } {
  const isStarted =
    ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken;
  return isStarted ? { target: node.left, start: node.right } : { target: node };
}

/** A literal that is a pattern to assign to. */
function isPattern(literal: ts.Node): boolean {
  const { parent } = literal;
  if (ts.isBinaryExpression(parent)) {
    return parent.left === literal && parent.operatorToken.kind === SyntaxKind.EqualsToken;
  }
  if (ts.isForOfStatement(parent)) return parent.initializer === literal;
  if (ts.isPropertyAssignment(parent)) {
    return parent.initializer === literal && isPattern(parent.parent);
  }
  return ts.isArrayLiteralExpression(parent) && isPattern(parent);
}

/** Whether it can be told when the target of an element is looked at. */
function isTold(element: ts.Expression): boolean {
  const { target } = elementOf(ts.isSpreadElement(element) ? element.expression : element);
  return isMember(target) && mayDiffer(target);
}

function mayDiffer(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || isWrite(node)) return true;
  if (ts.isIdentifier(node)) {
    const scope = scopeOf(node);
    const around = ts.findAncestor(node, ts.isFunctionLike);
    const isElsewhere = (write: ts.Node) => ts.findAncestor(write, ts.isFunctionLike) !== around;
    return scope !== undefined && writesOf(scope, node.text).slice(1).some(isElsewhere);
  }
  return ts.forEachChild(node, (child) => mayDiffer(child) || undefined) ?? false;
}
