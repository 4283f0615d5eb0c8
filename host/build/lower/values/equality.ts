// `===` and `switch` of what may be two Dates: Espruino compares their times (jsvar.c, jsvGetValueOf), where the
// language asks whether they are the same object. For programs that keep a Date. And of typed arrays.
import ts from "typescript";
import { TYPED_ARRAY } from "../../names/kinds.ts";
import { isNumber, kindOfMember } from "../known/number-kinds.ts";
import { isNumeric } from "../known/numeric.ts";
import { isPath } from "../known/paths.ts";
import type { Library } from "../visiting.ts";
import { isSafe } from "./number-text.ts";

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
  if (!equality) return undefined;
  const sides = [left, right];
  const asked = objectAsked(left, right, lowering) ?? objectAsked(right, left, lowering);
  if (asked) {
    const isObject = lowering.helper("__isObject", [lowering.expression(asked)]);
    return equality[0] ? lowering.factory.createLogicalNot(isObject) : isObject;
  }
  const isBytes = mayBeBytes(sides, lowering, numbers);
  const isDates = lowering.traits.dates && !sides.some((each) => isNoDate(each, lowering, numbers));
  if (!isBytes && !isDates) return undefined;
  const [isNegated, isLoose] = equality;
  const { factory } = lowering;
  const values = sides.map(lowering.expression);
  if (isLoose && !isBytes) values.push(factory.createTrue());
  const same = lowering.helper(isBytes ? "__sameBytes" : "__same", values);
  return isNegated ? factory.createLogicalNot(same) : same;
}

/** `x` of `Object(x) === x`. */
function objectAsked(
  call: ts.Expression,
  other: ts.Expression,
  lowering: Library,
): ts.Expression | undefined {
  if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
  const [value, ...more] = call.arguments;
  const isObject = call.expression.text === "Object" && lowering.isGlobal(call.expression);
  if (!isObject || !value || more.length > 0) return undefined;
  return isPath(value) && value.getText() === other.getText() ? value : undefined;
}

/** Of two typed arrays Espruino compares the elements, as text. */
function mayBeBytes(
  sides: readonly ts.Expression[],
  { numberKind, texts }: Library,
  numbers: ReadonlySet<string>,
): boolean {
  const isBytes = (each: ts.Expression) =>
    kindOfMember(each, numberKind) === "bytes" ||
    (ts.isNewExpression(each) && TYPED_ARRAY.test(each.expression.getText()));
  if (!sides.some(isBytes)) return false;
  return !sides.some(
    (each) =>
      ts.isVoidExpression(each) ||
      (ts.isIdentifier(each) && each.text === "undefined") ||
      isSafe(each, texts) ||
      isNumeric(each, numbers) ||
      isNumber(each, numberKind),
  );
}

/** `switch (date) { case other: }`: each case asks by itself. */
export function rewriteSwitch(
  node: ts.SwitchStatement,
  lowering: Library,
  numbers: ReadonlySet<string>,
): ts.SwitchStatement | undefined {
  const { expression, caseBlock } = node;
  const { clauses } = caseBlock;
  const isOther = (each: ts.Expression) => isNoDate(each, lowering, numbers);
  if (!lowering.traits.dates || isOther(expression)) return undefined;
  if (clauses.every((each) => ts.isDefaultClause(each) || isOther(each.expression))) {
    return undefined;
  }
  const { factory } = lowering;
  const value = lowering.temporary();
  const visited = clauses.map((clause) => {
    const statements = ts.visitNodes(clause.statements, lowering.visit, ts.isStatement);
    if (ts.isDefaultClause(clause)) return factory.updateDefaultClause(clause, statements);
    const same = lowering.helper("__same", [value, lowering.expression(clause.expression)]);
    return factory.updateCaseClause(clause, same, statements);
  });
  const kept = factory.createAssignment(value, lowering.expression(expression));
  return factory.updateSwitchStatement(
    node,
    factory.createCommaListExpression([kept, factory.createTrue()]),
    factory.updateCaseBlock(caseBlock, visited),
  );
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
