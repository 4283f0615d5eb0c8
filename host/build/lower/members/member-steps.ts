// `++` and `--` of members whose worth is taken, and of accessors that are assigned to by a helper.
import ts from "typescript";
import { isWrite } from "../../names/names.ts";
import { asNumber } from "../values/conversions.ts";
import type { Library } from "../visiting.ts";
import { changed, isAccessor, isMember, isUsed } from "./member-writes.ts";

const { SyntaxKind } = ts;

/** `f(++a.b)` */
export function rewriteStep(
  node: ts.PrefixUnaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  return isWrite(node) && isMember(node.operand) && isUsed(node)
    ? stepped(node, lowering)
    : undefined;
}

type Step = ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;

/** `a.b++` of an accessor that is assigned to by a helper. */
export function rewriteToldStep(node: Step, lowering: Library): ts.Expression | undefined {
  const { operand, operator } = node;
  if (!isWrite(node) || !isMember(operand) || !isAccessor(operand, lowering)) return undefined;
  const after = stepped(node, lowering);
  if (ts.isPrefixUnaryExpression(node) || !isUsed(node) || !after) return after;
  return lowering.factory.createParenthesizedExpression(moved(after, -STEPS[operator]!, lowering));
}

const STEPS: Readonly<Partial<Record<ts.SyntaxKind, 1 | -1>>> = {
  [SyntaxKind.PlusPlusToken]: 1,
  [SyntaxKind.MinusMinusToken]: -1,
};

function stepped({ operand, operator }: Step, lowering: Library): ts.Expression | undefined {
  return isMember(operand)
    ? changed(operand, lowering, (value) =>
        moved(asNumber(operand, lowering, value), STEPS[operator]!, lowering),
      )
    : undefined;
}

/** One more or less: no sum, which would be of texts. */
function moved(value: ts.Expression, by: number, { factory }: Library): ts.Expression {
  const one = factory.createNumericLiteral(1);
  return factory.createSubtract(value, by > 0 ? factory.createPrefixMinus(one) : one);
}
