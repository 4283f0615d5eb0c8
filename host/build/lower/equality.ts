// `===` of what may be two Dates: Espruino compares their times (jsvar.c, jsvGetValueOf), where the
// language asks whether they are the same object. For programs that keep a Date.
import ts from "typescript";
import { isNumber, kindOfMember } from "./number-kinds.ts";
import { isSafe } from "./number-text.ts";
import { isNumeric } from "./numeric.ts";
import type { Library } from "./visiting.ts";

const { SyntaxKind } = ts;

/** Operators as [is negated, is loose]. */
const EQUALITIES: ReadonlyMap<ts.SyntaxKind, readonly [boolean, boolean]> = new Map([
  [SyntaxKind.EqualsEqualsEqualsToken, [false, false]],
  [SyntaxKind.ExclamationEqualsEqualsToken, [true, false]],
  [SyntaxKind.EqualsEqualsToken, [false, true]],
  [SyntaxKind.ExclamationEqualsToken, [true, true]],
] as const);

/** Whether an expression makes a Date that is not read or counted with at once. */
export function isKeptDate(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return false;
  if (node.expression.text !== "Date") return false;
  const { parent } = node;
  return !(
    ts.isPropertyAccessExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.MinusToken)
  );
}

export function rewriteEquality(
  { left, operatorToken, right }: ts.BinaryExpression,
  lowering: Library,
  numbers: ReadonlySet<string>,
): ts.Expression | undefined {
  const equality = EQUALITIES.get(operatorToken.kind);
  if (!equality || !lowering.traits.dates) return undefined;
  if ([left, right].some((each) => isNoDate(each, lowering, numbers))) return undefined;
  const [isNegated, isLoose] = equality;
  const { factory } = lowering;
  const values = [left, right].map(lowering.expression);
  const same = lowering.helper("__same", isLoose ? [...values, factory.createTrue()] : values);
  return isNegated ? factory.createLogicalNot(same) : same;
}

/** Whether the source alone shows that a value is no Date. */
function isNoDate(
  node: ts.Expression,
  { texts, lists, numberKind }: Library,
  numbers: ReadonlySet<string>,
): boolean {
  if (ts.isIdentifier(node) && (node.text === "undefined" || lists.has(node.text))) return true;
  const kind = kindOfMember(node, numberKind);
  return (
    (kind !== undefined && kind !== "mixed" && kind !== "any") ||
    ts.isVoidExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    isSafe(node, texts) ||
    isNumeric(node, numbers) ||
    isNumber(node, numberKind)
  );
}
