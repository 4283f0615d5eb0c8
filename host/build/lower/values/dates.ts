// What the program constructs, dates above all: whole milliseconds, as the language has them.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { TYPED_ARRAYS } from "../traits.ts";
import { CONVERSIONS, type Library } from "../visiting.ts";
import { ERROR_NAMES } from "./errors.ts";
import { asWord } from "./sums.ts";
import { rewriteTyped } from "./typed-arrays.ts";

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

function today(lowering: Library): ts.Expression {
  const { factory } = lowering;
  const date = factory.createIdentifier("Date");
  const now = factory.createPropertyAccessExpression(date, "now");
  const call = factory.createCallExpression(now, undefined, []);
  return factory.createNewExpression(date, undefined, [floor(call, lowering)]);
}

/** `Date()`, the time as text. */
export function rewriteToday(lowering: Library): ts.Expression {
  return lowering.helper("__dateText", [today(lowering)]);
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
  if (ERROR_NAMES.has(callee.text)) {
    const texts = values?.map((each) => asWord(each, lowering));
    return lowering.factory.updateNewExpression(
      node,
      lowering.expression(callee),
      undefined,
      texts,
    );
  }
  if (TYPED_ARRAYS.has(callee.text) || callee.text === "DataView")
    return rewriteTyped(node, lowering);
  if (callee.text !== "Date") return undefined;
  const [first] = values ?? [];
  if (!first) return today(lowering);
  if (values && values.length > 1) {
    const parts = values.map(lowering.expression);
    if (!values.every(isWhole)) return lowering.helper("__dateAt", parts);
    // Without a day Espruino takes the one before the first.
    if (parts.length === 2) parts.push(lowering.factory.createNumericLiteral(1));
    return lowering.factory.createNewExpression(callee, undefined, parts);
  }
  if (ts.isNumericLiteral(first) && isTime(Number(first.text))) return undefined;
  return lowering.helper("__date", [lowering.expression(first)]);
}

/** Whole milliseconds, no more of them than the language has for a Date. */
function isTime(ms: number): boolean {
  return Number.isInteger(ms) && ms <= 8.64e15;
}

/** A part of a date that the native constructor takes as it is. */
function isWhole(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) && Number.isInteger(Number(node.text)) && node.text.length < 6;
}

const SETTER = /^set(Date|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|Time)$/;

/** `date.setHours(25)`, which may make a date invalid, or valid again. */
export function rewriteSetter(
  node: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { expression: callee, arguments: values } = node;
  const name = memberName(callee) ?? "";
  const { expression: object } = callee as ts.PropertyAccessExpression;
  if (!SETTER.test(name) || object.kind === ts.SyntaxKind.ThisKeyword) return undefined;
  if (object.kind === ts.SyntaxKind.SuperKeyword) return undefined;
  const key = lowering.factory.createStringLiteral(name);
  return lowering.helper("__setDate", [
    lowering.expression(object),
    key,
    ...values.map(lowering.expression),
  ]);
}
