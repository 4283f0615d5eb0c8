// Calls of Math's functions: what they are given as numbers, and `Math.round` without a helper.
import ts from "typescript";
import { asNumber, isWords, mayBeText } from "../values/conversions.ts";
import type { Library } from "../visiting.ts";

/** `path` is the function's name, such as "Math.round"; undefined for what is right as it is. */
export function rewriteMath(
  node: ts.CallExpression,
  path: string,
  lowering: Library,
): ts.Expression | undefined {
  const given = ofNumbers(node, lowering);
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
  if (!spreadOut.some((each) => isWords(each) || mayBeText(each, lowering))) {
    return undefined;
  }
  return lowering.factory.updateCallExpression(
    node,
    lowering.expression(callee),
    undefined,
    values.map((each) =>
      ts.isSpreadElement(each) ? asNumbers(each, lowering) : asNumber(each, lowering),
    ),
  );
}

/** `...list` -> `...[...list].map(__Number)` */
function asNumbers(spread: ts.SpreadElement, lowering: Library): ts.SpreadElement {
  const { factory } = lowering;
  const visited = factory.updateSpreadElement(spread, lowering.expression(spread.expression));
  if (!mayBeText(spread.expression, lowering)) return visited;
  const map = factory.createPropertyAccessExpression(
    factory.createArrayLiteralExpression([visited]),
    "map",
  );
  const numbers = factory.createCallExpression(map, undefined, [
    factory.createIdentifier("__Number"),
  ]);
  return factory.createSpreadElement(numbers);
}
