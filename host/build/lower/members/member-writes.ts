// Assignments to members whose worth is taken, and reads of members that nobody takes: Espruino gives
// what a getter or a typed array makes of the value, and reads nothing.
import ts from "typescript";
import { COMPOUND, LOGICAL } from "../../names/compound.ts";
import { memberName } from "../../names/names.ts";
import { hasReadOnly } from "../known/accessors.ts";
import { kindOfMember } from "../known/number-kinds.ts";
import { isPath } from "../known/paths.ts";
import { addition, isAdded } from "../values/additions.ts";
import { asNumber, mayBeText } from "../values/conversions.ts";
import type { Library, Visiting } from "../visiting.ts";

const { SyntaxKind } = ts;

/** `a = b.c = 1`, `f(b.c += 1)`: worth what is assigned. */
export function rewriteAssignment(
  node: ts.BinaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { left, operatorToken, right } = node;
  if (!isMember(left)) return undefined;
  const { kind } = operatorToken;
  if (kind === SyntaxKind.AsteriskAsteriskEqualsToken) {
    return changed(left, lowering, (value) => raised(value, left, right, lowering));
  }
  const { factory } = lowering;
  const test = LOGICAL.get(kind);
  if (test !== undefined) {
    if (!isAccessor(left, lowering) && !(isUsed(node) && isByte(left, lowering))) return undefined;
    const join = (value: ts.Expression, write: ts.Expression) =>
      factory.createBinaryExpression(value, test, write);
    return changed(left, lowering, () => lowering.expression(right), join);
  }
  const operator = assignedBy(kind);
  if (operator === undefined) return undefined;
  if (!isUsed(node) && !isAccessor(left, lowering)) return undefined;
  if (operator === SyntaxKind.EqualsToken) return put(left, lowering.expression(right), lowering);
  return changed(left, lowering, (value) => {
    const sum = isRepeatable(left) ? addition(node, lowering) : undefined;
    if (sum) return sum;
    const added = lowering.expression(right);
    return isAdded(node, lowering)
      ? lowering.helper("__add", [value, added])
      : factory.createBinaryExpression(
          value,
          operator as ts.BinaryOperator,
          factory.createParenthesizedExpression(added),
        );
  });
}

function raised(
  value: ts.Expression,
  base: Member,
  exponent: ts.Expression,
  lowering: Library,
): ts.Expression {
  return lowering.helper("__Math_pow", [
    asNumber(base, lowering, value),
    asNumber(exponent, lowering),
  ]);
}

/** Of what keeps something else than it is given. */
function isByte({ expression: object }: Member, { numberKind }: Library): boolean {
  return kindOfMember(object, numberKind) === "bytes";
}

/** `f(delete a.b)` is true, and on Espruino false where there is no `b`. */
export function rewriteDelete(
  node: ts.DeleteExpression,
  lowering: Visiting,
): ts.Expression | undefined {
  if (!isUsed(node)) return undefined;
  const { factory } = lowering;
  const rest = factory.createDeleteExpression(lowering.expression(node.expression));
  return factory.createParenthesizedExpression(factory.createComma(rest, factory.createTrue()));
}

/**
 * What is put there is made of what was there.
 * @param join how the write follows what is read, where it does not take it
 */
export function changed(
  member: Member,
  lowering: Library,
  made: (value: ts.Expression) => ts.Expression,
  join?: (value: ts.Expression, write: ts.Expression) => ts.Expression,
): ts.Expression {
  const { factory } = lowering;
  if (isRepeatable(member)) {
    const value = lowering.expression(member);
    const write = put(member, made(value), lowering);
    return join ? factory.createParenthesizedExpression(join(value, write)) : write;
  }
  const [object, key] = partsOf(member, lowering);
  const owner = lowering.temporary();
  const isNamed = ts.isStringLiteral(key);
  const name = isNamed ? key : lowering.temporary();
  const steps: ts.Expression[] = [factory.createAssignment(owner, object)];
  if (!isNamed) steps.push(factory.createAssignment(name, key));
  const value = factory.createElementAccessExpression(owner, name);
  const write = lowering.helper(putOf(member, lowering), [owner, name, made(value)]);
  steps.push(join?.(value, write) ?? write);
  return factory.createParenthesizedExpression(factory.createCommaListExpression(steps));
}

function put(member: Member, value: ts.Expression, lowering: Library): ts.Expression {
  return lowering.helper(putOf(member, lowering), [...partsOf(member, lowering), value]);
}

function putOf(member: Member, lowering: Library): "__assignTo" | "__put" {
  return isAccessor(member, lowering) ? "__assignTo" : "__put";
}

/** The object and the key, as they are written to. */
export function partsOf(
  member: Member,
  { factory, expression }: Visiting,
): [object: ts.Expression, key: ts.Expression] {
  if (ts.isPropertyAccessExpression(member)) {
    return [expression(member.expression), factory.createStringLiteral(member.name.text)];
  }
  const target = expression(member);
  return ts.isElementAccessExpression(target)
    ? [target.expression, target.argumentExpression]
    : [expression(member.expression), expression(member.argumentExpression)];
}

/**
 * One that is told when it is read; or one that throws where it is written, unless it is a field of
 * something else and the object is not `any`.
 */
export function isAccessor(member: Member, lowering: Library): boolean {
  const { told, readOnly, written } = lowering.traits.accessors;
  const name = memberName(member) ?? "";
  if (told.has(name)) return true;
  if (!readOnly.has(name)) return false;
  if (!written.has(name) || mayBeText(member.expression, lowering)) return true;
  return ts.isPropertyAccessExpression(member) && hasReadOnly(member);
}

export type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function isMember(node: ts.Expression): node is Member {
  if (ts.isElementAccessExpression(node)) return node.expression.kind !== SyntaxKind.SuperKeyword;
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.name) &&
    node.name.text !== "length" &&
    node.expression.kind !== SyntaxKind.SuperKeyword
  );
}

/** Reading it twice is reading it once. */
function isRepeatable(node: Member): boolean {
  if (!isPath(node.expression)) return false;
  return ts.isPropertyAccessExpression(node) || isKey(node.argumentExpression);
}

function isKey(node: ts.Expression): boolean {
  return isPath(node) || ts.isStringLiteralLike(node) || ts.isNumericLiteral(node);
}

/** The operator of `+=`; `=` itself; nothing for what is no assignment, or one that may not assign. */
function assignedBy(kind: ts.SyntaxKind): ts.SyntaxKind | undefined {
  return kind === SyntaxKind.EqualsToken ? kind : COMPOUND.get(kind);
}

export function isUsed(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return false;
  if (ts.isForStatement(parent)) return parent.condition === node;
  if (ts.isParenthesizedExpression(parent)) return isUsed(parent);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.CommaToken) {
    return parent.right === node && isUsed(parent);
  }
  return !isAssignmentPattern(node);
}

/** A default value in the left side of a destructuring is written like an assignment. */
export function isAssignmentPattern({ parent }: ts.Node): boolean {
  for (let at = parent; !ts.isStatement(at); at = at.parent) {
    if (ts.isArrayLiteralExpression(at) || ts.isObjectLiteralExpression(at)) {
      if (ts.isBinaryExpression(at.parent) && at.parent.left === at) return true;
      if (ts.isForOfStatement(at.parent) && at.parent.initializer === at) return true;
    } else if (ts.isFunctionLike(at)) return false;
  }
  return false;
}
