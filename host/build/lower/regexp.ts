// RegExp literals -> the pattern as Espruino's matcher understands it.
import type ts from "typescript";
import { readPattern } from "../pattern.ts";
import type { Surroundings } from "./rewrite.ts";

export function rewriteRegExp(
  node: ts.RegularExpressionLiteral,
  { factory }: Surroundings,
): ts.Node {
  const { pattern, flags } = splitRegExp(node.text);
  const { rewritten } = readPattern(pattern, flags);
  return rewritten === pattern
    ? node
    : factory.createRegularExpressionLiteral(`/${rewritten}/${flags}`);
}

/** The two parts of a literal such as `/a+/g`. */
export function splitRegExp(literal: string): { pattern: string; flags: string } {
  const end = literal.lastIndexOf("/");
  return { pattern: literal.slice(1, end), flags: literal.slice(end + 1) };
}
