// Methods that Espruino has and gets wrong in some calls only: which calls are right as they are.
import ts from "typescript";
import { ITERATING, type Traits } from "../traits.ts";
import { isNativeMatching } from "./regexp.ts";

export function isRightAsItIs(
  name: string,
  values: readonly ts.Expression[],
  { typed, holes }: Traits,
): boolean {
  const [first, second] = values;
  if (ITERATING.has(name) || name === "toString") return values.length > 0;
  if (name === "with") return values.length !== 2;
  if (name === "fill") return values.length < 2;
  if (name === "set") return !typed || !first || isWord(first);
  if (name === "slice" || name === "filter" || name === "subarray") return !typed;
  if (name === "splice") {
    if (!first || ts.isSpreadElement(first)) return false;
    return !second || ts.isNumericLiteral(second);
  }
  if (name === "padStart" || name === "padEnd") return !second || isWords(second);
  if (name === "map") return !holes;
  if (name === "startsWith" || name === "endsWith") return !second;
  if (name === "match" || name === "replace" || name === "replaceAll") {
    return isNativeMatching(name, values);
  }
  if (name !== "split") return false;
  if (second) return false;
  if (!first) return true;
  return ts.isStringLiteralLike(first) ? first.text.length < 2 : isNativeMatching(name, values);
}

/** Some text that is not empty, or a number. */
function isWords(node: ts.Expression): boolean {
  return isWord(node) && node.getText().length > (ts.isNumericLiteral(node) ? 0 : 2);
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
