// Typed arrays that are made of what is gone over, and parts of a buffer: Espruino takes a number, an
// array, or any place of a buffer, also one past its end. And which of them are the same.
import ts from "typescript";
import { TYPED_ARRAY } from "../../names/kinds.ts";
import { memberName } from "../../names/names.ts";
import { isNumber, kindOfMember } from "../known/number-kinds.ts";
import { scopeOf, writesOf } from "../known/scopes.ts";
import type { Library } from "../visiting.ts";

/** What gives an array, a number or a buffer, whatever it is called on. */
const GIVES_NO_ITERATOR =
  /^(buffer|charCodeAt|concat|fill|filter|flat|flatMap|from|indexOf|length|map|of|slice|split|subarray)$/;

/** `new Uint8Array(set)` */
export function rewriteTyped(
  { expression: callee, arguments: values }: ts.NewExpression,
  lowering: Library,
): ts.Expression | undefined {
  const [first, at, count] = values ?? [];
  if (!first) return emptyOf(callee, lowering);
  if (at && !isStart(at, count)) {
    return lowering.helper("__onBuffer", [callee, ...(values ?? []).map(lowering.expression)]);
  }
  const size = sizeOf(callee.getText());
  const bytes = size > 1 && !at ? bytesOf(first) : 0;
  if (bytes === undefined || bytes % size > 0) {
    const whole = lowering.helper("__whole", [
      lowering.expression(first),
      lowering.factory.createNumericLiteral(size),
    ]);
    return lowering.factory.createNewExpression(callee, undefined, [whole]);
  }
  if (!lowering.traits.iterators || at || callee.getText() === "DataView") return undefined;
  if (!mayBeIterated(first, lowering)) return undefined;
  const items = lowering.helper("__items", [lowering.expression(first)]);
  return lowering.factory.createNewExpression(callee, undefined, [items]);
}

/** `new Uint8Array()`: Espruino wants to be told how many. */
function emptyOf(callee: ts.Expression, { factory }: Library): ts.Expression | undefined {
  if (callee.getText() === "DataView") return undefined;
  return factory.createNewExpression(callee, undefined, [factory.createNumericLiteral(0)]);
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

/** Bytes of an element; 1 for a DataView. */
function sizeOf(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 8) / 8;
}

/** How long a buffer is; 0 for what is none, undefined for one of which it is not known. */
function bytesOf(node: ts.Expression): number | undefined {
  const made = givenTo(node);
  if (ts.isNewExpression(made) && made.expression.getText() === "ArrayBuffer") {
    const [length] = made.arguments ?? [];
    return length && ts.isNumericLiteral(length) ? Number(length.text) : undefined;
  }
  if (memberName(made) !== "buffer") return 0;
  const view = givenTo((made as ts.PropertyAccessExpression).expression);
  if (!ts.isNewExpression(view)) return undefined;
  const [of] = view.arguments ?? [];
  if (!of || !TYPED_ARRAY.test(view.expression.getText())) return undefined;
  const count = ts.isArrayLiteralExpression(of) ? of.elements.length : Number(of.getText());
  return Number.isNaN(count) ? undefined : count * sizeOf(view.expression.getText());
}

/** What a name is given once and for all. */
function givenTo(node: ts.Expression): ts.Expression {
  const scope = ts.isIdentifier(node) ? scopeOf(node) : undefined;
  const [write, ...others] = scope ? writesOf(scope, node.getText()) : [];
  if (!write || others.length > 0 || !ts.isVariableDeclaration(write.parent)) return node;
  return write.parent.initializer ?? node;
}
