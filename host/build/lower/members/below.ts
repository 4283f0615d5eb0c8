// Reads and writes at an index that may be below 0, a fraction or no number: of a text or typed array
// Espruino throws there (jsparse.c, jspeFactorMember), where the language reads undefined, and drops
// what is written.
import ts from "typescript";
import { ANY, leastOfIndex } from "../known/least.ts";
import { isArray } from "../known/lists.ts";
import { kindOfMember } from "../known/number-kinds.ts";
import { isNumeric } from "../known/numeric.ts";
import { isPath } from "../known/paths.ts";
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
  if (isTarget(node)) return rewriteTarget(node, lowering, numbers);
  if (isCallee(node)) return undefined;
  const kind = kindOfMember(object, lowering.numberKind);
  if (
    !isAsked(
      node,
      isTextOrBytes(object, lowering) || isOfTexts(object, lowering),
      lowering,
      numbers,
    )
  )
    return undefined;
  // Nobody who computes with a byte at once takes it for absent.
  const least = leastOfIndex(index, kind === "bytes" && !isTested(node) ? 0 : ANY);
  if (least >= 0) return undefined;
  const { raw, helper } = placeAndKey(node, lowering);
  const parts = [lowering.expression(object), raw];
  return helper
    ? lowering.helper("__found", [...parts, helper])
    : lowering.helper("__below", parts);
}

/** The index, and what makes a key of it where it is none of a text or typed array. */
function placeAndKey(
  { expression: object, argumentExpression: index }: ts.ElementAccessExpression,
  lowering: Library,
): { raw: ts.Expression; helper?: ts.Expression } {
  const visited = lowering.expression(index);
  if (ts.isNumericLiteral(index)) return fraction(object, index, visited, lowering);
  const name = keyHelper(index, object, lowering);
  if (!name) return { raw: visited };
  const [raw] = (visited as ts.CallExpression).arguments;
  return { raw: raw as ts.Expression, helper: lowering.factory.createIdentifier(name) };
}

/** `text[1.5]`, whose key is a text already. */
function fraction(
  object: ts.Expression,
  index: ts.NumericLiteral,
  key: ts.Expression,
  lowering: Library,
): { raw: ts.Expression; helper?: ts.Expression } {
  const { factory } = lowering;
  const raw = factory.createNumericLiteral(index.text);
  if (isTextOrBytes(object, lowering)) return { raw };
  const body = factory.createBlock([factory.createReturnStatement(key)]);
  const [none, parameters]: [undefined, []] = [undefined, []];
  const helper = factory.createFunctionExpression(none, none, none, none, parameters, none, body);
  return { raw, helper };
}

function isTextOrBytes(object: ts.Expression, { numberKind, texts }: Library): boolean {
  const kind = kindOfMember(object, numberKind);
  return kind === "text" || kind === "bytes" || isText(object, texts);
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
  const { factory, helper, expression, temporary } = lowering;
  const { raw, helper: key } = placeAndKey(node, lowering);
  if (isBytes) {
    const place = helper("__slot", [raw]);
    return factory.updateElementAccessExpression(node, expression(object), place);
  }
  const isKept = isPath(object);
  const kept = isKept ? expression(object) : temporary();
  const owner = isKept
    ? kept
    : factory.createParenthesizedExpression(factory.createAssignment(kept, expression(object)));
  const place = key ? helper("__slotOrKey", [raw, kept, key]) : helper("__slotOf", [raw, kept]);
  return factory.updateElementAccessExpression(node, owner, place);
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
  if (isArray(object, lowering) || isKey(index, lowering)) return false;
  return isSuspect || isNumber(index, lowering, numbers);
}

/** `rows[y]` of `const rows: string[]` */
function isOfTexts(object: ts.Expression, { numberKind }: Library): boolean {
  const isElement = ts.isElementAccessExpression(object);
  return isElement && kindOfMember(object.expression, numberKind) === "texts";
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
