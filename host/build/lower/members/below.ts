// Reads at an index that may be below 0, a fraction or no number: of a text or typed array Espruino
// throws there (jsparse.c, jspeFactorMember), where the language gives undefined.
import ts from "typescript";
import type { NumberKind } from "../../names/kinds.ts";
import { memberName } from "../../names/names.ts";
import { isChecked } from "../known/checked.ts";
import { ANY, leastOfIndex } from "../known/least.ts";
import { kindOfMember } from "../known/number-kinds.ts";
import { isNumeric } from "../known/numeric.ts";
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
  if (isTarget(node) || isCallee(node) || object.kind === SyntaxKind.SuperKeyword) return undefined;
  const kind = kindOfMember(object, lowering.numberKind);
  if (kind === "plain" || isArray(object, kind, lowering)) return undefined;
  const isSuspect = kind === "text" || kind === "bytes" || isText(object, lowering.texts);
  if (isKey(index, lowering) || !(isSuspect || isNumber(index, lowering, numbers)))
    return undefined;
  // Nobody who computes with a byte at once takes it for absent.
  const least = leastOfIndex(index, kind === "bytes" && !isTested(node) ? 0 : ANY);
  return !(least >= 0) && !isChecked(index, least)
    ? lowering.helper("__below", [object, index].map(lowering.expression))
    : undefined;
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
