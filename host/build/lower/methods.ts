// Methods that Espruino has and gets wrong in some calls only: which calls are right as they are.
import ts from "typescript";
import { ITERATING, type Traits } from "./traits.ts";

export function isRightAsItIs(
  name: string,
  values: readonly ts.Expression[],
  { typed }: Traits,
): boolean {
  const [first, second] = values;
  if (ITERATING.has(name) || name === "toString") return values.length > 0;
  if (name === "with") return values.length !== 2;
  if (name === "fill") return values.length < 2;
  if (name === "slice" || name === "filter" || name === "subarray") return !typed;
  if (name === "splice") return !second || ts.isNumericLiteral(second);
  if (name !== "split") return false;
  const isPlain = first && ts.isStringLiteralLike(first) ? first.text.length < 2 : false;
  return !second && (!first || isPlain || ts.isRegularExpressionLiteral(first));
}
