// Assignments to the length of an array, which is constant on Espruino, and members named by a text.
import ts from "typescript";
import { KEYWORDS } from "../../guard/keywords.ts";
import { isPath } from "../known/paths.ts";
import type { Surroundings } from "../rewrite.ts";

const NAME = /^[A-Za-z_$][\w$]*$/;

/** `list["length"]` is `list.length`, and shorter; a part of an optional chain is no place to assign to. */
export function rewriteElement(
  node: ts.ElementAccessExpression,
  { factory }: Surroundings,
): ts.Node {
  const { expression, argumentExpression: key } = node;
  const isName = ts.isStringLiteralLike(key) && NAME.test(key.text) && !KEYWORDS.includes(key.text);
  return isName && !ts.isOptionalChain(node)
    ? factory.createPropertyAccessExpression(expression, key.text)
    : node;
}

/** An array's `length` is constant on Espruino. */
export function rewriteAssignment(node: ts.BinaryExpression, { factory }: Surroundings): ts.Node {
  const { left, right, operatorToken } = node;
  if (!isLength(left)) return node;
  if (operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return setLength(left.expression, right, factory);
  }
  const operator = COMPOUND.get(operatorToken.kind);
  if (operator === undefined || !isPath(left)) return node;
  return setLength(left.expression, factory.createBinaryExpression(left, operator, right), factory);
}

const COMPOUND = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.PlusToken],
  [ts.SyntaxKind.MinusEqualsToken, ts.SyntaxKind.MinusToken],
]);

/** `list.length--` as a statement; its value is refused by the gate. */
export function rewriteStep(
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  { factory }: Surroundings,
): ts.Node {
  const { operand, operator } = node;
  if (!isLength(operand) || !isPath(operand)) return node;
  const one = factory.createNumericLiteral("1");
  if (operator === ts.SyntaxKind.PlusPlusToken) {
    return setLength(operand.expression, factory.createAdd(operand, one), factory);
  }
  if (operator === ts.SyntaxKind.MinusMinusToken) {
    return setLength(operand.expression, factory.createSubtract(operand, one), factory);
  }
  return node;
}

function isLength(node: ts.Expression): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.name.text === "length";
}

function setLength(
  list: ts.Expression,
  length: ts.Expression,
  factory: ts.NodeFactory,
): ts.Expression {
  return factory.createCallExpression(factory.createIdentifier("__setLength"), undefined, [
    list,
    length,
  ]);
}
