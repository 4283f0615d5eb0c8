// Calls of Math's functions: what they are given as numbers, and `Math.round` without a helper.
import ts from "typescript";
import { asNumber, isWords, mayBeText } from "../values/conversions.ts";
import type { Library } from "../visiting.ts";
import { mostOf, mostOfList } from "./long-calls.ts";

/** `path` is the function's name, such as "Math.round"; undefined for what is right as it is. */
export function rewriteMath(
  node: ts.CallExpression,
  path: string,
  lowering: Library,
): ts.Expression | undefined {
  const given = ofNumbers(node, lowering);
  if (/^Math\.(max|min)$/.test(path) && node.arguments.some(ts.isSpreadElement)) {
    return mostOf(node, given?.arguments ?? node.arguments.map(lowering.expression), lowering);
  }
  const [value] = node.arguments;
  const isOne = value !== undefined && node.arguments.length === 1 && !ts.isSpreadElement(value);
  if (path !== "Math.round" || !isOne) return given;
  // That is lowered to a sum (calls.ts), which will do where no digit but the eleventh is seen.
  if (lowering.isNativeText(node.getStart())) {
    const values = node.arguments.map(lowering.expression);
    return given ?? lowering.factory.updateCallExpression(node, node.expression, undefined, values);
  }
  return rounded(given?.arguments[0] ?? lowering.expression(value), lowering.factory);
}

/** `Math.ceil(Math.floor(2 * x) / 2)`: each step is exact, also from 2^52 on, and gives -0 for -0.2. */
function rounded(value: ts.Expression, factory: ts.NodeFactory): ts.Expression {
  const call = (name: string, of: ts.Expression): ts.Expression => {
    const callee = factory.createPropertyAccessExpression(factory.createIdentifier("Math"), name);
    return factory.createCallExpression(callee, undefined, [of]);
  };
  const two = factory.createNumericLiteral(2);
  const halves = call(
    "floor",
    factory.createMultiply(two, factory.createParenthesizedExpression(value)),
  );
  return call("ceil", factory.createDivide(halves, two));
}

/** `Math.max(x, 1)`, `Math.max(...list)` */
function ofNumbers(node: ts.CallExpression, lowering: Library): ts.CallExpression | undefined {
  const { expression: callee, arguments: values } = node;
  const spreadOut = values.map((each) => (ts.isSpreadElement(each) ? each.expression : each));
  const isSuspect = (each: ts.Expression) =>
    isWords(each) || isDate(each, lowering) || mayBeText(each, lowering);
  if (!spreadOut.some(isSuspect)) return undefined;
  return lowering.factory.updateCallExpression(
    node,
    lowering.expression(callee),
    undefined,
    values.map((each) =>
      ts.isSpreadElement(each) ? asNumbers(each, lowering) : numberOf(each, lowering),
    ),
  );
}

function numberOf(node: ts.Expression, lowering: Library): ts.Expression {
  return isDate(node, lowering)
    ? lowering.helper("__Number", [lowering.expression(node)])
    : asNumber(node, lowering);
}

/** `new Date(1)`, which the interpreter's functions take for NaN. */
function isDate(node: ts.Expression, lowering: Library): boolean {
  if (ts.isParenthesizedExpression(node)) return isDate(node.expression, lowering);
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return node.expression.text === "Date" && lowering.isGlobal(node.expression);
}

/** `Math.max.apply(null, list)` */
export function rewriteApplied(
  node: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  const [self, list, ...others] = node.arguments;
  const callee = node.expression.getText();
  if (!self || !list || others.length > 0 || !/^Math\.(max|min)\.apply$/.test(callee)) {
    return undefined;
  }
  if (lowering.traits.declared.has("Math")) return undefined;
  const values = lowering.expression(list);
  const numbers = mayBeText(list, lowering) ? mapped(values, lowering) : values;
  return mostOfList((node.expression as ts.PropertyAccessExpression).expression, numbers, lowering);
}

/** `...list` -> `...[...list].map(__Number)` */
function asNumbers(spread: ts.SpreadElement, lowering: Library): ts.SpreadElement {
  const { factory } = lowering;
  const list = lowering.expression(spread.expression);
  return mayBeText(spread.expression, lowering)
    ? factory.createSpreadElement(mapped(list, lowering))
    : factory.updateSpreadElement(spread, list);
}

/** `[...list].map(__Number)` */
function mapped(list: ts.Expression, { factory }: Library): ts.Expression {
  const copy = factory.createArrayLiteralExpression([factory.createSpreadElement(list)]);
  const map = factory.createPropertyAccessExpression(copy, "map");
  return factory.createCallExpression(map, undefined, [factory.createIdentifier("__Number")]);
}
