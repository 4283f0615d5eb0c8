// Reads at an index that may be below 0, a fraction or no number: of a text or typed array Espruino
// throws there (jsparse.c, jspeFactorMember), where the language gives undefined.
import ts from "typescript";
import { isChecked } from "../known/checked.ts";
import { ANY, leastOfIndex } from "../known/least.ts";
import { isArray } from "../known/lists.ts";
import { kindOfMember } from "../known/number-kinds.ts";
import { isNumeric } from "../known/numeric.ts";
import { isTested } from "../known/tested.ts";
import { isText } from "../values/number-text.ts";
import type { Library } from "../visiting.ts";
import { isCallee, isTarget } from "./inherited.ts";
import { keyHelper } from "./keys.ts";

const { SyntaxKind } = ts;

/** `text[i]`, `bytes[i - 1]` */
export function rewriteBelow(
  node: ts.ElementAccessExpression,
  lowering: Library,
  numbers: ReadonlySet<string>,
): ts.Expression | undefined {
  const { expression: object, argumentExpression: index } = node;
  if (isTarget(node) || isCallee(node) || object.kind === SyntaxKind.SuperKeyword) return undefined;
  const kind = kindOfMember(object, lowering.numberKind);
  if (kind === "plain" || isArray(object, lowering)) return undefined;
  const isSuspect = kind === "text" || kind === "bytes" || isText(object, lowering.texts);
  if (isKey(index, lowering) || !(isSuspect || isNumber(index, lowering, numbers)))
    return undefined;
  // Nobody who computes with a byte at once takes it for absent.
  const least = leastOfIndex(index, kind === "bytes" && !isTested(node) ? 0 : ANY);
  if (least >= 0 || isChecked(index, least)) return undefined;
  const parts = [object, index].map(lowering.expression);
  const key = keyHelper(index, object, lowering);
  if (!key || ts.isNumericLiteral(index)) return lowering.helper("__below", parts);
  // It is made a key where it is none of a text or typed array.
  const [raw] = (parts[1] as ts.CallExpression).arguments;
  return lowering.helper("__found", [
    ...parts.slice(0, 1),
    raw as ts.Expression,
    lowering.factory.createIdentifier(key),
  ]);
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
