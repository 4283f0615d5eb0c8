// Numbers that stand in the script, or under a name that is given one once and for all.
import ts from "typescript";
import { scopeOf, writesOf } from "./scopes.ts";

/** `7`, `-7` */
export function numberOf(node: ts.Expression): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  const isNegative = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  return isNegative && ts.isNumericLiteral(node.operand) ? -Number(node.operand.text) : undefined;
}

/** The same, or `UP` of `const UP = -7`. */
export function constantOf(node: ts.Expression, seen: readonly ts.Node[] = []): number | undefined {
  const scope = ts.isIdentifier(node) ? scopeOf(node) : undefined;
  const [write, ...others] = scope ? writesOf(scope, node.getText()) : [];
  if (!write || others.length > 0 || seen.includes(write)) return numberOf(node);
  const { parent } = write;
  if (!ts.isVariableDeclaration(parent) || !parent.initializer) return undefined;
  return constantOf(parent.initializer, [...seen, write]);
}
