// `x.toString(16)`: Espruino is right for whole numbers up to 2^53.
import ts from "typescript";
import { ANY, leastOfIndex } from "../known/least.ts";
import type { Library } from "../visiting.ts";
import { isSafe } from "./number-text.ts";

/** `x.toString(16)` */
export function inBase(
  object: ts.Expression,
  base: ts.Expression,
  lowering: Library,
): ts.Expression | undefined {
  // `E.toString(bytes)`
  const isBoards = ts.isIdentifier(object) && lowering.isGlobal(object);
  if (isBoards || ts.isStringLiteralLike(base)) return undefined;
  const visited = lowering.expression(object);
  const digits = ts.isNumericLiteral(base) ? Number(base.text) : undefined;
  if (digits === 10) return lowering.helper("__toString", [visited]);
  if (digits === undefined)
    return lowering.helper("__inBase", [visited, lowering.expression(base)]);
  const isBase = Number.isInteger(digits) && digits >= 2 && digits <= 36;
  if (isBase && isWhole(object, lowering)) return undefined;
  return lowering.helper("__toRadix", [visited, lowering.expression(base)]);
}

/** What gives whole numbers, none of which comes near 2^53. */
const GIVES_WHOLE =
  /(^Math\.(floor|round|trunc|ceil)|\.(charCodeAt|getTime|getUint\d+|getInt\d+)|^Date\.now)$/;

function isWhole(node: ts.Expression, lowering: Library): boolean {
  if (ts.isParenthesizedExpression(node)) return isWhole(node.expression, lowering);
  if (isSafe(node, lowering.texts) || leastOfIndex(node, ANY) > ANY) return true;
  return ts.isCallExpression(node) && GIVES_WHOLE.test(node.expression.getText());
}
