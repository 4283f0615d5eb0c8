// Calls of what a getter gives. One that the object has itself, in an object literal or as a static of a
// class, is run by Espruino with another `this` where its function is called at once: the function is read
// first, and called with the object then.
import ts from "typescript";
import { memberName, uncast } from "../../names/names.ts";
import { isNumber } from "../known/number-kinds.ts";
import { isPath } from "../known/paths.ts";
import type { Library } from "../visiting.ts";

/** `o.handler(1)` -> `o.handler.call(o, 1)` */
export function rewriteGotten(
  { expression: callee, arguments: values }: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  // TypeScript takes the function first, too.
  if (values.some(ts.isSpreadElement)) return undefined;
  return bySelf(callee, "call", values.map(lowering.expression), lowering);
}

/** `` o.tag`text` `` */
export function rewriteGottenTag(
  node: ts.TaggedTemplateExpression,
  lowering: Library,
): ts.Expression | undefined {
  const tag = bySelf(node.tag, "bind", [], lowering);
  const template = (): ts.TemplateLiteral =>
    ts.visitNode(node.template, lowering.visit, ts.isTemplateLiteral);
  return tag && lowering.factory.updateTaggedTemplateExpression(node, tag, undefined, template());
}

/** `new o.Kind(1)` */
export function rewriteGottenClass(
  { arguments: values, expression: made }: ts.NewExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { factory } = lowering;
  const member = uncast(made);
  if (!isMember(member) || !mayBeGotten(member, lowering)) return undefined;
  const first = factory.createAssignment(lowering.temporary(), lowering.expression(member));
  return factory.createNewExpression(
    factory.createParenthesizedExpression(first),
    undefined,
    values?.map(lowering.expression),
  );
}

/** The function, and its own `call` or `bind` with its object. */
function bySelf(
  callee: ts.Expression,
  how: "bind" | "call",
  values: readonly ts.Expression[],
  lowering: Library,
): ts.CallExpression | undefined {
  const { factory } = lowering;
  if (!isMember(callee) || !mayBeGotten(callee, lowering)) return undefined;
  const { expression: object } = callee;
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
  const method = factory.createPropertyAccessExpression(made, how);
  return factory.createCallExpression(method, undefined, [owner, ...values]);
}

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isMember(node: ts.Node): node is Member {
  const isOne = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return isOne && node.expression.kind !== ts.SyntaxKind.SuperKeyword;
}

/** By its name; or by any, where the key is computed. */
function mayBeGotten(callee: Member, { numberKind, traits }: Library): boolean {
  const { own } = traits.accessors;
  if (own.size === 0) return false;
  const name = memberName(callee);
  if (name !== undefined || ts.isPropertyAccessExpression(callee)) return own.has(name ?? "");
  return !isNumber(callee.argumentExpression, numberKind);
}
