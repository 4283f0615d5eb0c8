// Typed arrays that are made of what is gone over, and parts of a buffer: Espruino takes a number, an
// array, or any place of a buffer, also one past its end. And which of them are the same.
import ts from "typescript";
import { memberName } from "../names.ts";
import { isNumber, kindOfMember } from "./number-kinds.ts";
import type { Library } from "./visiting.ts";

/** What gives an array, a number or a buffer, whatever it is called on. */
const GIVES_NO_ITERATOR =
  /^(buffer|charCodeAt|concat|fill|filter|flat|flatMap|from|indexOf|length|map|of|slice|split|subarray)$/;

/** `new Uint8Array(set)` */
export function rewriteTyped(
  { expression: callee, arguments: values }: ts.NewExpression,
  lowering: Library,
): ts.Expression | undefined {
  const [first, at, count] = values ?? [];
  if (!first) return undefined;
  if (at && !isStart(at, count)) {
    return lowering.helper("__onBuffer", [callee, ...(values ?? []).map(lowering.expression)]);
  }
  if (!lowering.traits.iterators || at || callee.getText() === "DataView") return undefined;
  if (!mayBeIterated(first, lowering)) return undefined;
  const items = lowering.helper("__items", [lowering.expression(first)]);
  return lowering.factory.createNewExpression(callee, undefined, [items]);
}

function mayBeIterated(node: ts.Expression, { numberKind, lists }: Library): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isArrayLiteralExpression(node)) return false;
  if (isNumber(node, numberKind) || lists.has(node.getText())) return false;
  const kind = kindOfMember(node, numberKind);
  if (kind === "number" || kind === "list" || kind === "bytes") return false;
  const maker = ts.isCallExpression(node) ? node.expression : node;
  if (GIVES_NO_ITERATOR.test(memberName(maker) ?? "")) return false;
  return !(ts.isNewExpression(node) && node.expression.getText() === "ArrayBuffer");
}

/** `new Uint8Array(buffer, 0)` */
function isStart(at: ts.Expression, count: ts.Expression | undefined): boolean {
  return ts.isNumericLiteral(at) && at.text === "0" && !count;
}
