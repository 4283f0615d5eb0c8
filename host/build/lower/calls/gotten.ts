// Calls of what a getter gives. One that the object has itself, in an object literal or as a static of a
// class, is run by Espruino with another `this` where its function is called at once: the function is read
// first, and called with the object then.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { isNumber } from "../known/number-kinds.ts";
import { isPath } from "../known/paths.ts";
import type { Library } from "../visiting.ts";

/** `o.handler(1)` -> `o.handler.call(o, 1)` */
export function rewriteGotten(
  { expression: callee, arguments: values }: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { factory } = lowering;
  if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) {
    return undefined;
  }
  const { expression: object } = callee;
  if (object.kind === ts.SyntaxKind.SuperKeyword || !mayBeGotten(callee, lowering))
    return undefined;
  // TypeScript takes the function first, too.
  if (values.some(ts.isSpreadElement)) return undefined;
  const isRepeatable = isPath(object);
  const owner = isRepeatable ? lowering.expression(object) : lowering.temporary();
  const first = isRepeatable
    ? owner
    : factory.createParenthesizedExpression(
        factory.createAssignment(owner, lowering.expression(object)),
      );
  // By a computed key, it may be a word that Espruino has a function for.
  const made = ts.isPropertyAccessExpression(callee)
    ? factory.createPropertyAccessExpression(first, callee.name)
    : lowering.helper("__member", [first, lowering.expression(callee.argumentExpression)]);
  return factory.createCallExpression(
    factory.createPropertyAccessExpression(made, "call"),
    undefined,
    [owner, ...values.map(lowering.expression)],
  );
}

/** By its name; or by any, where the key is computed. */
function mayBeGotten(
  callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  { numberKind, traits }: Library,
): boolean {
  const { own } = traits.accessors;
  if (own.size === 0) return false;
  const name = memberName(callee);
  if (name !== undefined || ts.isPropertyAccessExpression(callee)) return own.has(name ?? "");
  return !isNumber(callee.argumentExpression, numberKind);
}
