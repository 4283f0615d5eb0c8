// Texts that the language takes for numbers by itself (`x * 1`, `x < 8`, `x == 7`): Espruino takes no
// blanks, and reads up to what is no digit. What is `any` may be one; of all else TypeScript has seen
// to it. Owns the question what is `any`.
import ts from "typescript";
import { COMPOUND } from "../../names/compound.ts";
import { memberName } from "../../names/names.ts";
import type { NumberNames } from "../../names/number-names.ts";
import { ARITHMETIC, isNumber, kindOfMember } from "../known/number-kinds.ts";
import { isPath } from "../known/paths.ts";
import { scopeOf, writesOf } from "../known/scopes.ts";
import type { Library } from "../visiting.ts";

const { SyntaxKind } = ts;

const COMPARISONS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [SyntaxKind.LessThanToken, "<"],
  [SyntaxKind.GreaterThanToken, ">"],
  [SyntaxKind.LessThanEqualsToken, "<="],
  [SyntaxKind.GreaterThanEqualsToken, ">="],
]);

/** `x * 2`, `x | 0`, `x -= y`, `x < 8`, `x == 7` */
export function rewriteOperator(
  node: ts.BinaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { left, operatorToken, right } = node;
  const { kind } = operatorToken;
  if (kind === SyntaxKind.EqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsToken) {
    return equality(node, lowering);
  }
  const sides = [left, right];
  const comparison = COMPARISONS.get(kind);
  const isLiteral = !comparison && kind !== SyntaxKind.PlusToken && sides.some(isWords);
  if (!isLiteral && !sides.some((side) => mayBeText(side, lowering))) return undefined;
  const { factory } = lowering;
  if (comparison && !sides.some((side) => isNumber(side, lowering.numberKind))) {
    const how = factory.createStringLiteral(comparison);
    return lowering.helper("__compare", [
      lowering.expression(left),
      how,
      lowering.expression(right),
    ]);
  }
  const operator = COMPOUND.get(kind);
  if (operator !== undefined && operator !== SyntaxKind.PlusToken) {
    if (!isPath(left) || !mayBeText(left, lowering)) {
      return factory.updateBinaryExpression(
        node,
        lowering.expression(left),
        operatorToken,
        asNumber(right, lowering),
      );
    }
    const value = factory.createBinaryExpression(
      asNumber(left, lowering),
      operator as ts.BinaryOperator,
      factory.createParenthesizedExpression(asNumber(right, lowering)),
    );
    return factory.createAssignment(lowering.expression(left), value);
  }
  if (!comparison && !ARITHMETIC.has(kind)) return undefined;
  return factory.updateBinaryExpression(
    node,
    asNumber(left, lowering),
    operatorToken,
    asNumber(right, lowering),
  );
}

/** `2 ** 10`, `x **= 10`; Espruino's own power goes by logarithms. */
export function rewritePower(
  { left, operatorToken: { kind }, right }: ts.BinaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const power = () =>
    lowering.helper("__Math_pow", [asNumber(left, lowering), asNumber(right, lowering)]);
  if (kind === SyntaxKind.AsteriskAsteriskToken) return power();
  return kind === SyntaxKind.AsteriskAsteriskEqualsToken && ts.isIdentifier(left)
    ? lowering.factory.createAssignment(left, power())
    : undefined;
}

/** A text that stands there; TypeScript lets it through as `any` alone. */
export function isWords(node: ts.Expression): boolean {
  return ts.isParenthesizedExpression(node)
    ? isWords(node.expression)
    : ts.isStringLiteralLike(node);
}

/** The value, or what it is as a number where it may be a text. */
export function asNumber(
  node: ts.Expression,
  lowering: Library,
  value: ts.Expression = lowering.expression(node),
): ts.Expression {
  return isWords(node) || mayBeText(node, lowering) ? lowering.helper("__Number", [value]) : value;
}

function equality(
  { left, operatorToken, right }: ts.BinaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const sides = [left, right];
  if (sides.some(isNothing) || sides.some(ts.isTypeOfExpression)) return undefined;
  const isMixed = sides.some(
    (side) =>
      mayBeText(side, lowering) ||
      kindOfMember(side, lowering.numberKind) === "mixed" ||
      isMade(side),
  );
  if (!isMixed) return undefined;
  const equal = lowering.helper("__equal", sides.map(lowering.expression));
  return operatorToken.kind === SyntaxKind.EqualsEqualsToken
    ? equal
    : lowering.factory.createLogicalNot(equal);
}

/** An object that stands there, which the interpreter makes no text. */
function isMade(node: ts.Expression): boolean {
  return ts.isParenthesizedExpression(node)
    ? isMade(node.expression)
    : ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);
}

function isNothing(node: ts.Expression): boolean {
  if (ts.isVoidExpression(node) || node.kind === SyntaxKind.NullKeyword) return true;
  return ts.isIdentifier(node) && node.text === "undefined";
}

export function mayBeText(node: ts.Expression, { numberKind }: Library): boolean {
  return !isNumber(node, numberKind) && isAny(node, numberKind);
}

/** Whether a value is `any`, as far as its names tell. */
function isAny(node: ts.Expression, kindOf: NumberNames): boolean {
  const of = (part: ts.Expression): boolean => isAny(part, kindOf);
  if (ts.isParenthesizedExpression(node)) return of(node.expression);
  if (ts.isConditionalExpression(node)) return of(node.whenTrue) || of(node.whenFalse);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.EqualsToken) return of(node.right);
    const isEither =
      kind === SyntaxKind.QuestionQuestionToken ||
      kind === SyntaxKind.BarBarToken ||
      kind === SyntaxKind.AmpersandAmpersandToken;
    return isEither && (of(node.left) || of(node.right));
  }
  if (ts.isIdentifier(node)) {
    return (
      kindOf(node.text, node.getStart()) === "any" || (isTemporary(node) && isGivenAny(node, of))
    );
  }
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    if (/(^|\.)JSON\.parse$/.test(callee.getText())) return true;
    if (kindOfMember(callee, kindOf) === "any") return true;
    return (
      memberName(callee) !== undefined && of((callee as ts.PropertyAccessExpression).expression)
    );
  }
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return false;
  return kindOfMember(node, kindOf) === "any" || of(node.expression);
}

/** esbuild puts `o` of `o?.a` into one. */
function isTemporary({ text }: ts.Identifier): boolean {
  return /^_[a-z]\d*$/.test(text);
}

function isGivenAny(name: ts.Identifier, of: (value: ts.Expression) => boolean): boolean {
  const scope = scopeOf(name);
  if (!scope) return false;
  return writesOf(scope, name.text).some(({ parent, end }) => {
    // Its own name further in is what is left of the chain before.
    if (!ts.isBinaryExpression(parent) || parent.left.end !== end) return false;
    return of(parent.right);
  });
}
