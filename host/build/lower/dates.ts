// What the program constructs, dates above all: whole milliseconds, as the language has them.
import ts from "typescript";
import { memberName } from "../names.ts";
import { CONVERSIONS, type Library } from "./visiting.ts";

const WHOLE = new Set(["floor", "round", "trunc", "ceil"]);

/** Whole milliseconds, as the language has them. */
export function rewriteNow(node: ts.CallExpression, lowering: Library): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isCallExpression(parent) && WHOLE.has(memberName(parent.expression) ?? "")) {
    return undefined;
  }
  return floor(node, lowering);
}

function floor(value: ts.Expression, lowering: Library): ts.Expression {
  const { factory } = lowering;
  const floor = factory.createPropertyAccessExpression(factory.createIdentifier("Math"), "floor");
  return factory.createCallExpression(floor, undefined, [value]);
}

export function rewriteConstruction(
  node: ts.NewExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { expression: callee, arguments: values } = node;
  if (!ts.isIdentifier(callee) || !lowering.isGlobal(callee)) return undefined;
  if (CONVERSIONS.has(callee.text)) {
    return lowering.factory.updateNewExpression(node, callee, undefined, values);
  }
  if (callee.text !== "Date") return undefined;
  const [first] = values ?? [];
  if (!first) {
    const now = lowering.factory.createPropertyAccessExpression(callee, "now");
    const call = lowering.factory.createCallExpression(now, undefined, []);
    return lowering.factory.createNewExpression(callee, undefined, [floor(call, lowering)]);
  }
  if (values?.length === 2) {
    // Without a day Espruino takes the one before the first.
    const parts = [...values, lowering.factory.createNumericLiteral(1)];
    return lowering.factory.createNewExpression(callee, undefined, parts);
  }
  if (values?.length !== 1) return undefined;
  if (ts.isNumericLiteral(first) && Number.isInteger(Number(first.text))) return undefined;
  return lowering.helper("__date", [lowering.expression(first)]);
}
