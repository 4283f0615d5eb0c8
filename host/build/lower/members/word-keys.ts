// Which keys may be one of the words that every object of Espruino has as a member, and which objects
// may be asked for a word. Knows no types but what names tell.
import ts from "typescript";
import { isArray } from "../known/lists.ts";
import { isNumber, kindOfMember } from "../known/number-kinds.ts";
import { isNumeric } from "../known/numeric.ts";
import { isPlace } from "../known/places.ts";
import { scopeOf, writesOf } from "../known/scopes.ts";
import { isText } from "../values/number-text.ts";
import type { Library } from "../visiting.ts";

const { SyntaxKind } = ts;

/** What only Espruino's objects have (jswrap_object.c). */
const WORDS = ["on", "emit", "clone", "addListener", "removeListener", "removeAllListeners"];

export const INHERITED = new RegExp(`^(${WORDS.join("|")})$`);

/** Whether `o[key]` may be one of the words: a list or a text is asked for one by a text alone. */
export function isWordRead(
  { expression: object, argumentExpression: key }: ts.ElementAccessExpression,
  lowering: Library,
  numbers: ReadonlySet<string>,
): boolean {
  // What is asked of that is a name of the board.
  if (ts.isIdentifier(object) && object.text === "global") return false;
  if (!isWordKey(key, lowering, numbers)) return false;
  if (isText(key, lowering.texts) || kindOfMember(key, lowering.numberKind) === "text") return true;
  const kind = kindOfMember(object, lowering.numberKind);
  if (kind === "text" || kind === "bytes" || isText(object, lowering.texts)) return false;
  return kind === "any" || !isArray(object, lowering);
}

export function isWordKey(
  key: ts.Expression,
  lowering: Library,
  numbers: ReadonlySet<string>,
): boolean {
  const mayBeWord = (node: ts.Expression, depth: number): boolean => {
    const of = (part: ts.Expression) => mayBeWord(part, depth);
    if (ts.isStringLiteralLike(node)) return INHERITED.test(node.text);
    if (ts.isParenthesizedExpression(node)) return of(node.expression);
    if (ts.isConditionalExpression(node)) return of(node.whenTrue) || of(node.whenFalse);
    if (ts.isTypeOfExpression(node)) return false;
    if (isNumeric(node, numbers) || isNumber(node, lowering.numberKind)) return false;
    if (ts.isTemplateExpression(node) || ts.isBinaryExpression(node)) {
      const [start, end] = [edgeOf(node, true), edgeOf(node, false)];
      return WORDS.some((word) => word.startsWith(start) && word.endsWith(end));
    }
    if (!ts.isIdentifier(node) || depth > MOST_NAMES) return true;
    const scope = scopeOf(node);
    const writes = scope ? writesOf(scope, node.text) : [];
    return writes.length === 0 || writes.some((written) => mayGiveWord(written.parent, depth + 1));
  };
  /** By what declares a name, or assigns to it. */
  const mayGiveWord = (write: ts.Node, depth: number): boolean => {
    if (ts.isParameter(write)) return !isPlace(write);
    if (!ts.isVariableDeclaration(write) || !write.initializer) return true;
    return mayBeWord(write.initializer, depth);
  };
  return mayBeWord(key, 0);
}

/** How far names are followed from one to the next. */
const MOST_NAMES = 4;

/** What a text that is put together starts or ends with; empty where that is not known. */
function edgeOf(node: ts.Expression, isStart: boolean): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return isStart ? node.head.text : (node.templateSpans.at(-1)?.literal.text ?? "");
  }
  if (ts.isParenthesizedExpression(node)) return edgeOf(node.expression, isStart);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== SyntaxKind.PlusToken) return "";
  return edgeOf(isStart ? node.left : node.right, isStart);
}
