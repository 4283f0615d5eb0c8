// Reads of members that may not be there: on Espruino every object has `on`, `emit`, `clone` and the
// like. A helper takes those for absent, wherever a key may be one of these words. Owns which reads
// those are; which keys they may be is the business of word-keys.ts.
import ts from "typescript";
import { LOGICAL } from "../../names/compound.ts";
import { memberName } from "../../names/names.ts";
import { LOWERED } from "../helpers.ts";
import { ARITHMETIC, isNumber } from "../known/number-kinds.ts";
import { isNumeric } from "../known/numeric.ts";
import { isPath } from "../known/paths.ts";
import { scopeOf, writesOf } from "../known/scopes.ts";
import { mayBeText } from "../values/conversions.ts";
import type { Library, Visiting } from "../visiting.ts";
import { isAssignmentPattern } from "./member-writes.ts";
import { INHERITED, isWordKey, isWordRead } from "./word-keys.ts";

const { SyntaxKind } = ts;

/** What all objects have but Espruino's. */
const LACKING = /^(isPrototypeOf|propertyIsEnumerable|toLocaleString)$/;

/** What functions have as well. */
const OF_FUNCTIONS = /^(apply|bind|call|hasOwnProperty|length|replaceWith|toString|valueOf)$/;

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** `o[key]`, and `o.on` */
export function rewriteRead(
  node: Member,
  lowering: Library,
  numbers: ReadonlySet<string>,
): ts.Expression | undefined {
  if (isTarget(node) || node.expression.kind === SyntaxKind.SuperKeyword) return undefined;
  if (ts.isPropertyAccessExpression(node)) return rewriteNamed(node, lowering);
  if (isOfAnything(node, lowering, numbers)) return member(node, lowering, "__anyMember");
  if (!isWordRead(node, lowering, numbers) || isHarmless(node)) return undefined;
  return isCallee(node) ? called(node, lowering) : member(node, lowering);
}

/** `value[key]` of what may be a text, number or boolean, of which the interpreter throws. */
function isOfAnything(
  node: ts.ElementAccessExpression,
  lowering: Library,
  numbers: ReadonlySet<string>,
): boolean {
  const { expression: object, argumentExpression: key } = node;
  if (isCallee(node) || ts.isStringLiteralLike(key) || !mayBeText(object, lowering)) return false;
  if (isMadeObject(object)) return false;
  return !isNumeric(key, numbers) && !isNumber(key, lowering.numberKind);
}

/** `o.on` */
export function rewriteNamed(
  node: ts.PropertyAccessExpression,
  lowering: Visiting,
): ts.Expression | undefined {
  if (!INHERITED.test(node.name.text) || isCallee(node) || isTarget(node)) return undefined;
  return member(node, lowering);
}

/** `o[key](x)`: no function is called that the object does not have. */
function called(node: ts.ElementAccessExpression, lowering: Library): ts.Expression {
  const { factory } = lowering;
  const { expression: object, argumentExpression: key } = node;
  const isRepeatable = isPath(key) || ts.isStringLiteralLike(key);
  const name = isRepeatable ? lowering.expression(key) : lowering.temporary();
  const first = isRepeatable ? name : factory.createAssignment(name, lowering.expression(key));
  const owner = lowering.helper("__owner", [lowering.expression(object), first]);
  return factory.createElementAccessExpression(owner, name);
}

/** `key in o`, `o[key] ??= 0` */
export function rewriteTest(
  node: ts.BinaryExpression,
  lowering: Library,
  numbers: ReadonlySet<string>,
): ts.Expression | undefined {
  const { left, operatorToken, right } = node;
  if (operatorToken.kind === SyntaxKind.InKeyword) {
    if (ts.isPrivateIdentifier(left)) return undefined;
    if (ts.isStringLiteralLike(left) && left.text === "cause" && lowering.traits.errors) {
      return lowering.helper("__hasCause", [lowering.expression(right)]);
    }
    const isAsked = ts.isStringLiteralLike(left) && LACKING.test(left.text);
    if (!isAsked && !isWordKey(left, lowering, numbers)) return undefined;
    return lowering.helper("__in", [left, right].map(lowering.expression));
  }
  const operator = LOGICAL.get(operatorToken.kind);
  if (operator === undefined) return undefined;
  const isSuspect = ts.isPropertyAccessExpression(left)
    ? INHERITED.test(left.name.text)
    : ts.isElementAccessExpression(left) && isWordRead(left, lowering, numbers);
  return isSuspect ? assigned(left as Member, operator, right, lowering) : undefined;
}

/** `o[key] ??= 0` */
function assigned(
  left: Member,
  operator: ts.BinaryOperator,
  right: ts.Expression,
  lowering: Library,
): ts.Expression {
  const { factory } = lowering;
  const steps: ts.Expression[] = [];
  /** What can be read twice. */
  const repeated = (node: ts.Expression): (() => ts.Expression) => {
    if (isPath(node) || ts.isStringLiteralLike(node)) return () => lowering.expression(node);
    const name = lowering.temporary();
    steps.push(factory.createAssignment(name, lowering.expression(node)));
    return () => name;
  };
  const object = repeated(left.expression);
  const key = ts.isPropertyAccessExpression(left)
    ? () => factory.createStringLiteral(left.name.text)
    : repeated(left.argumentExpression);
  const put = lowering.helper("__put", [object(), key(), lowering.expression(right)]);
  const read = lowering.helper("__member", [object(), key()]);
  steps.push(factory.createBinaryExpression(read, operator, put));
  return factory.createParenthesizedExpression(factory.createCommaListExpression(steps));
}

/** `const o: any = {}` */
export function isMadeObject(object: ts.Expression): boolean {
  const scope = ts.isIdentifier(object) ? scopeOf(object) : object.getSourceFile();
  const isOwn =
    ts.isPropertyAccessExpression(object) && object.expression.kind === SyntaxKind.ThisKeyword;
  const name = isOwn ? `.${object.name.text}` : ts.isIdentifier(object) ? object.text : undefined;
  const writes = scope && name !== undefined ? writesOf(scope, name) : [];
  const isMade = ({ parent }: ts.Node): boolean => {
    const value = ts.isBinaryExpression(parent)
      ? parent.operatorToken.kind === SyntaxKind.EqualsToken && parent.right
      : (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
        parent.initializer;
    return (
      !!value &&
      (ts.isObjectLiteralExpression(value) ||
        ts.isArrayLiteralExpression(value) ||
        ts.isNewExpression(value))
    );
  };
  return writes.length > 0 && writes.every(isMade);
}

function member(node: Member, lowering: Visiting, helper = "__member"): ts.Expression {
  const key = ts.isPropertyAccessExpression(node)
    ? lowering.factory.createStringLiteral(node.name.text)
    : lowering.expression(node.argumentExpression);
  return lowering.helper(helper, [lowering.expression(node.expression), key]);
}

/** Whether a function there comes to the same as nothing, or ends with an error as well. */
function isHarmless(node: ts.ElementAccessExpression): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator !== SyntaxKind.ExclamationToken;
  // Both are NaN, and 0 to the operators of bits.
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return ARITHMETIC.has(kind) && kind !== SyntaxKind.AsteriskAsteriskToken;
  }
  const name = memberName(parent);
  if (name === undefined || !isCallee(parent as Member)) return false;
  return !OF_FUNCTIONS.test(name) && !INHERITED.test(name) && !LOWERED.has(`.${name}`);
}

export function isCallee(node: Member): boolean {
  const { parent } = node;
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === node;
  return ts.isCallExpression(parent) && parent.expression === node;
}

export function isTarget(node: Member): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken;
    return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent)) {
    return [SyntaxKind.PlusPlusToken, SyntaxKind.MinusMinusToken].includes(parent.operator);
  }
  return (
    ts.isPostfixUnaryExpression(parent) ||
    ts.isDeleteExpression(parent) ||
    (ts.isForOfStatement(parent) && parent.initializer === node) ||
    isAssignmentPattern(node)
  );
}
