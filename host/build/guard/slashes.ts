// Slashes: Espruino tells a division from a RegExp by the token before it alone (JSLJT_FORWARDSLASH in
// src/jslex.c), and some tokens mislead it.
import ts from "typescript";
import { around, type Guard } from "./guard.ts";
import { KEYWORDS } from "./keywords.ts";

/** After these it takes a slash for a division. */
const DIVIDED = /[)~^]$|(^|[^|])\|$/;

export function guardSlash(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  const { text } = file;
  if (ts.isRegularExpressionLiteral(node)) {
    return isTakenForDivision(node, file) ? around(node, file) : undefined;
  }
  // What is followed by a slash is divided.
  if (text[node.end] !== "/") return undefined;
  if (ts.isPropertyAccessExpression(node) && MISLEADING.has(node.name.text)) {
    const { end } = node.expression;
    return { after: { start: end, end: node.end, text: `["${node.name.text}"]` } };
  }
  const misleads =
    ts.isPostfixUnaryExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isFunctionExpression(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword;
  return misleads ? around(node, file) : undefined;
}

export function isTakenForDivision(
  literal: ts.RegularExpressionLiteral,
  file: ts.SourceFile,
): boolean {
  const start = literal.getStart(file);
  return DIVIDED.test(file.text.slice(Math.max(0, start - 2), start));
}

const VALUES = ["true", "false", "null", "undefined"];
const MISLEADING = new Set(KEYWORDS.filter((word) => !VALUES.includes(word)));
