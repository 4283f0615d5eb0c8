// Members of one's own that the interpreter does not tell: the length of an array or text, and the places
// of a text or typed array.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { isArray } from "../known/lists.ts";
import { isNumber, kindOfMember } from "../known/number-kinds.ts";
import { mayBeText } from "../values/conversions.ts";
import type { Library } from "../visiting.ts";

const { SyntaxKind } = ts;

/** `text.hasOwnProperty(1)`, `Object.prototype.hasOwnProperty.call(list, "length")` */
export function rewriteOwn(
  { expression: callee, arguments: values }: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  const isCalled = callee.getText() === "Object.prototype.hasOwnProperty.call";
  if (!isCalled && memberName(callee) !== "hasOwnProperty") return undefined;
  const [object, key, ...more] = isCalled
    ? values
    : [(callee as ts.PropertyAccessExpression).expression, ...values];
  if (!object || !key || more.length > 0 || !mayBeUntold(object, key, lowering)) return undefined;
  return lowering.helper("__Object_hasOwn", [object, key].map(lowering.expression));
}

function mayBeUntold(object: ts.Expression, key: ts.Expression, lowering: Library): boolean {
  if (object.kind === SyntaxKind.ThisKeyword || object.kind === SyntaxKind.SuperKeyword) {
    return false;
  }
  // Null has none to it, instead of throwing.
  if (mayBeText(object, lowering)) return true;
  // Of all else it tells those right.
  if (ts.isStringLiteralLike(key) && !/^(length$|\d)/.test(key.text)) return false;
  const { numberKind } = lowering;
  if (isArray(object, lowering)) return !isNumber(key, numberKind);
  return kindOfMember(object, numberKind) !== "plain";
}
