// Keys of object literals: of a name Espruino's lexer keeps the first 63 characters
// (JSLEX_MAX_TOKEN_LENGTH less its closing zero, src/jsutils.h), of a text all. terser takes the
// quotes off.
import ts from "typescript";
import { around, type Guard } from "./guard.ts";

export const LONGEST_NAME = 63;

export function guardLongKey(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  const isLong =
    ts.isPropertyAssignment(node) &&
    ts.isIdentifier(node.name) &&
    node.name.text.length > LONGEST_NAME;
  if (!isLong) return undefined;
  const { before, after } = around(node.name, file, '"', '"');
  return { within: [before, after].filter((edit) => edit !== undefined) };
}
