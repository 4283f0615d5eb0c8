// Whether a RegExp may become text: one that is handed on, asked for its source or flags, or kept where the
// build does not follow it. Most are just matched with, and need no `toString` of ours.
import ts from "typescript";
import { isValue, memberName } from "../../names/names.ts";

/** Methods of texts that take one. */
const MATCHING = /^(match|matchAll|replace|replaceAll|search|split)$/;

/** What a RegExp is asked for without becoming text. */
const OWN = /^(test|exec|flags|lastIndex|global|ignoreCase|multiline|dotAll|unicode|sticky)$/;

/** The literals that may become text, by their places. */
export function keptPatterns(file: ts.SourceFile): ReadonlyMap<number, ts.Node> {
  const kept = new Map<number, ts.Node>();
  const named = new Map<string, ts.Node[]>();
  const find = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node) && !isMatched(node)) {
      const { parent } = node;
      if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
        const { text } = parent.name;
        named.set(text, [...(named.get(text) ?? []), node]);
      } else kept.set(node.getStart(), node);
    }
    ts.forEachChild(node, find);
  };
  const look = (node: ts.Node): void => {
    const literals = ts.isIdentifier(node) && isRead(node) ? named.get(node.text) : undefined;
    if (literals && !isMatched(node))
      for (const literal of literals) kept.set(literal.getStart(), literal);
    ts.forEachChild(node, look);
  };
  find(file);
  if (named.size > 0) look(file);
  return kept;
}

function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  // `{ pattern }` is a value too.
  return isValue(node) || ts.isShorthandPropertyAssignment(parent);
}

export function isMatched(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.expression === node && OWN.test(parent.name.text);
  }
  return (
    ts.isCallExpression(parent) &&
    parent.expression !== node &&
    MATCHING.test(memberName(parent.expression) ?? "")
  );
}
