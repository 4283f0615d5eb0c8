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
  if (name === "set") return !typed || !first || isWord(first);
  if (name === "slice" || name === "filter" || name === "subarray") return !typed;
  if (name === "splice") return !second || ts.isNumericLiteral(second);
  if (name !== "split") return false;
  const isPlain = first && ts.isStringLiteralLike(first) ? first.text.length < 2 : false;
  return !second && (!first || isPlain || ts.isRegularExpressionLiteral(first));
}

/** A key of a Map. */
function isWord(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isNumericLiteral(node);
}

/** How many bytes a method of a DataView reads or writes; 0 for any other. */
export function bytesOfView(name: string): number {
  const bits = /^[gs]et(?:Uint|Int|Float)(8|16|32|64)$/.exec(name)?.[1];
  return Number(bits ?? 0) / 8;
}
