// Calls and assignments that mean something else on Espruino than in the language.
import ts from "typescript";
import { KEYWORDS } from "../guard/keywords.ts";
import type { Surroundings } from "./rewrite.ts";

/** `clearTimeout(undefined)` throws, and without an argument clears every timer there is. */
const CLEARS = new Set(["clearTimeout", "clearInterval", "clearWatch"]);

/** A name, or members of one: reading it twice is reading it once. */
export function isPath(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword ||
    (ts.isPropertyAccessExpression(node) && !node.questionDotToken && isPath(node.expression))
  );
}

export function rewriteCall(node: ts.CallExpression, { factory }: Surroundings): ts.Node {
  const { expression: callee, arguments: values } = node;
  const [first] = values;
  if (ts.isIdentifier(callee) && CLEARS.has(callee.text) && values.length === 1 && first) {
    // Ids start at 1 (jsiTimerAdd, src/jsinteractive.c), so only what is no id is falsy.
    return isPath(first)
      ? factory.createLogicalAnd(first, node)
      : factory.createCallExpression(factory.createIdentifier("__clear"), undefined, [
          callee,
          first,
        ]);
  }
  if (isMember(callee, "Math", "round") && values.length === 1 && first) {
    // Espruino rounds -2.5 to -3.
    // Less minus a half: a text is no text then.
    const half = factory.createSubtract(
      factory.createParenthesizedExpression(first),
      factory.createPrefixMinus(factory.createNumericLiteral("0.5")),
    );
    const floor = factory.createPropertyAccessExpression(factory.createIdentifier("Math"), "floor");
    return factory.createCallExpression(floor, undefined, [half]);
  }
  return node;
}

function isMember(node: ts.Expression, object: string, member: string): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === object &&
    node.name.text === member
  );
}

/** `new X(...values)`, `new X(await value)`: TypeScript's `bind.apply` makes no object on Espruino. */
export function rewriteNew(node: ts.NewExpression, { factory }: Surroundings): ts.Node {
  const values = node.arguments ?? [];
  const isApplied =
    values.some(ts.isSpreadElement) || (values.some(isInterrupted) && !isNative(node.expression));
  if (!isApplied) return node;
  return factory.createCallExpression(factory.createIdentifier("__new"), undefined, [
    node.expression,
    factory.createArrayLiteralExpression(values),
  ]);
}

/** What Espruino makes of its own classes is right. */
const NATIVE = /^(?:Date|DataView|ArrayBuffer|(?:\w+\d)?Array)$/;

function isNative(made: ts.Expression): boolean {
  return ts.isIdentifier(made) && NATIVE.test(made.text);
}

/** Whether a function is left and entered again in the midst of a value. */
function isInterrupted(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, isInterrupted) ?? false);
}

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
