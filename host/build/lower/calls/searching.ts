// Texts that are looked for in texts: Espruino finds what only begins at the end of one (jswrap_string.c),
// "aa" in "xa". What is one character it finds right; for more a helper looks again.
import ts from "typescript";
import { isKnownText } from "../known/key-forms.ts";
import { isArray } from "../known/lists.ts";
import type { Library } from "../visiting.ts";
import { isNativeMatching } from "./regexp.ts";

const { SyntaxKind } = ts;

/** The small helpers, for calls of which it is seen what they look for or in. */
export function rewriteSearch(
  node: ts.CallExpression,
  name: string,
  lowering: Library,
): ts.Expression | undefined {
  const { expression: callee, arguments: values } = node;
  const { expression: object } = callee as ts.PropertyAccessExpression;
  const [what] = values;
  if (!what || values.length > 2 || values.some(ts.isSpreadElement)) return undefined;
  if (object.kind === SyntaxKind.ThisKeyword || object.kind === SyntaxKind.SuperKeyword) {
    return undefined;
  }
  const search = (helper: string): ts.CallExpression =>
    lowering.helper(helper, [object, ...values].map(lowering.expression));
  if (name === "indexOf" || name === "includes") {
    if (isCharacter(what) || !isKnownText(object, lowering)) return undefined;
    if (name === "indexOf") return search("__seek");
    const { factory } = lowering;
    return factory.createParenthesizedExpression(
      factory.createGreaterThanEquals(search("__seek"), factory.createNumericLiteral(0)),
    );
  }
  if (!ts.isStringLiteralLike(what) || what.text === "") return undefined;
  if (name === "match" || name === "search") {
    if (values.length > 1 || !isNativeMatching("match", values)) return undefined;
    return search(name === "match" ? "__matchText" : "__searchText");
  }
  if (isCharacter(what)) return undefined;
  if (name === "split") return values.length === 1 ? search("__parts") : undefined;
  if ((name !== "replace" && name !== "replaceAll") || !isNativeMatching(name, values)) {
    return undefined;
  }
  return search(name === "replace" ? "__swapFirst" : "__swapAll");
}

/** Whether a call of a method that arrays have as well is right as it is. */
export function isNativeSearch(
  { expression: callee, arguments: [what, from] }: ts.CallExpression,
  name: string,
  lowering: Library,
): boolean {
  if (name !== "indexOf" && name !== "includes") return false;
  const { expression: object } = callee as ts.PropertyAccessExpression;
  if (!what || ts.isSpreadElement(what)) return name === "indexOf" && !what;
  if (isCharacter(what) && isKnownText(object, lowering)) return true;
  if (from && !ts.isNumericLiteral(from) && name === "indexOf") return false;
  return isCharacter(what) || (isArray(object, lowering) && !from);
}

/** One, or a number: no text is asked for one. */
function isCharacter(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) || (ts.isStringLiteralLike(node) && node.text.length === 1);
}
