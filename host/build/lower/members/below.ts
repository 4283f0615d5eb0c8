// Reads and writes at an index that may be below 0, a fraction or no number: of a text or typed array
// Espruino throws there (jsparse.c, jspeFactorMember), where the language reads undefined, and drops
// what is written.
import ts from "typescript";
import type { NumberKind } from "../../names/kinds.ts";
import { memberName } from "../../names/names.ts";
import { ANY, leastOfIndex } from "../known/least.ts";
import { kindOfMember } from "../known/number-kinds.ts";
import { isNumeric } from "../known/numeric.ts";
import { isPath } from "../known/paths.ts";
import { isTested } from "../known/tested.ts";
import { isText } from "../values/number-text.ts";
import type { Library } from "../visiting.ts";
import { isCallee, isTarget } from "./inherited.ts";

const { SyntaxKind } = ts;

/** What gives an array, whatever it is called on. */
const GIVES_ARRAY =
  /^(split|map|keys|values|entries|toSorted|toReversed|flat|flatMap|fill|sort|reverse|match|exec)$/;

/** `text[i]`, `bytes[i - 1]` */
export function rewriteBelow(
  node: ts.ElementAccessExpression,
  lowering: Library,
  numbers: ReadonlySet<string>,
): ts.Expression | undefined {
  const { expression: object, argumentExpression: index } = node;
  if (isTarget(node)) return rewriteTarget(node, lowering, numbers);
  if (isCallee(node)) return undefined;
  const kind = kindOfMember(object, lowering.numberKind);
  const isSuspect = kind === "text" || kind === "bytes" || isText(object, lowering.texts);
  if (!isAsked(node, isSuspect, lowering, numbers)) return undefined;
  // Nobody who computes with a byte at once takes it for absent.
  const least = leastOfIndex(index, kind === "bytes" && !isTested(node) ? 0 : ANY);
  return !(least >= 0)
    ? lowering.helper("__below", [object, index].map(lowering.expression))
    : undefined;
}

/** `bytes[i - 1] = x`, `bytes[i]++`: beyond the end Espruino drops it, as the language does. */
function rewriteTarget(
  node: ts.ElementAccessExpression,
  lowering: Library,
  numbers: ReadonlySet<string>,
): ts.Expression | undefined {
  const { expression: object, argumentExpression: index } = node;
  // No text is written to.
  if (ts.isDeleteExpression(node.parent) || isText(object, lowering.texts)) return undefined;
  const kind = kindOfMember(object, lowering.numberKind);
  const isBytes = kind === "bytes";
  if (kind === "text" || !isAsked(node, isBytes, lowering, numbers)) return undefined;
  if (leastOfIndex(index, ANY) >= 0) return undefined;
  if (process.env.DBG) console.error("SLOT", node.parent.getText().slice(0, 80), kind);
  const { factory, helper, expression, temporary } = lowering;
  const key = expression(index);
  if (isBytes) {
    const place = helper("__slot", [key]);
    return factory.updateElementAccessExpression(node, expression(object), place);
  }
  const isKept = isPath(object);
  const kept = isKept ? expression(object) : temporary();
  const owner = isKept
    ? kept
    : factory.createParenthesizedExpression(factory.createAssignment(kept, expression(object)));
  return factory.updateElementAccessExpression(node, owner, helper("__slotOf", [key, kept]));
}

/** Whether the index may be no place, as far as its kind and that of the object tell. */
function isAsked(
  { expression: object, argumentExpression: index }: ts.ElementAccessExpression,
  isSuspect: boolean,
  lowering: Library,
  numbers: ReadonlySet<string>,
): boolean {
  const kind = kindOfMember(object, lowering.numberKind);
  if (object.kind === SyntaxKind.SuperKeyword || kind === "plain") return false;
  if (isArray(object, kind, lowering) || isKey(index, lowering)) return false;
  return isSuspect || isNumber(index, lowering, numbers);
}

export function isArray(
  object: ts.Expression,
  kind: NumberKind | undefined,
  lowering: Library,
): boolean {
  if (kind === "list" || kind === "array" || lowering.lists.has(object.getText())) return true;
  if (ts.isArrayLiteralExpression(object)) return true;
  if (ts.isIdentifier(object) && object.text === "arguments") return true;
  if (!ts.isCallExpression(object)) return false;
  return GIVES_ARRAY.test(memberName(object.expression) ?? "");
}

/** A text: the name of a member. */
function isKey(index: ts.Expression, { texts, numberKind }: Library): boolean {
  return isText(index, texts) || kindOfMember(index, numberKind) === "text";
}

function isNumber(index: ts.Expression, lowering: Library, numbers: ReadonlySet<string>): boolean {
  if (ts.isBinaryExpression(index) || isNumeric(index, numbers)) return true;
  const kind = kindOfMember(index, lowering.numberKind);
  return kind === "number" || kind === "mixed";
}
