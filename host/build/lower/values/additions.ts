// `a + b` where neither shows whether it is a text: a helper asks, as a number beside text would be
// printed with eleven decimals. Owns the question which additions can only be of numbers.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import type { NumberNames } from "../../names/number-names.ts";
import { ARITHMETIC, isNumber, kindOfMember } from "../known/number-kinds.ts";
import { isPath } from "../known/paths.ts";
import type { Library } from "../visiting.ts";
import { isSafe } from "./number-text.ts";

const { SyntaxKind } = ts;

/** Of one call; the interpreter takes 256. */
const MOST_OPERANDS = 64;

/** `a + b` and `a += b`, neither of which is known to be text. */
export function rewriteAddition(
  node: ts.BinaryExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { left, operatorToken } = node;
  const isMember = ts.isElementAccessExpression(left) || ts.isPropertyAccessExpression(left);
  if (operatorToken.kind !== SyntaxKind.PlusToken && isMember && !isRepeatable(left)) {
    return isAdded(node, lowering) ? additionAt(left, node.right, lowering) : undefined;
  }
  const sum = addition(node, lowering);
  if (!sum || operatorToken.kind === SyntaxKind.PlusToken) return sum;
  return lowering.factory.createAssignment(lowering.expression(left), sum);
}

/** `o[key()] += n` -> `(_a = o, _b = key(), _a[_b] = __add(_a[_b], n))` */
function additionAt(
  left: ts.ElementAccessExpression | ts.PropertyAccessExpression,
  right: ts.Expression,
  lowering: Library,
): ts.Expression {
  const { factory } = lowering;
  const object = lowering.temporary();
  const key = ts.isElementAccessExpression(left) ? lowering.temporary() : undefined;
  const place = (): ts.Expression =>
    key
      ? factory.createElementAccessExpression(object, key)
      : factory.createPropertyAccessExpression(object, (left as ts.PropertyAccessExpression).name);
  const sum = lowering.helper("__add", [place(), lowering.expression(right)]);
  const steps = [
    factory.createAssignment(object, lowering.expression(left.expression)),
    ...(key && ts.isElementAccessExpression(left)
      ? [factory.createAssignment(key, lowering.expression(left.argumentExpression))]
      : []),
    factory.createAssignment(place(), sum),
  ];
  return factory.createParenthesizedExpression(factory.createCommaListExpression(steps));
}

/** What such a sum is worth; undefined for any other. */
export function addition(node: ts.BinaryExpression, lowering: Library): ts.Expression | undefined {
  const { left, right } = node;
  if (!isAdded(node, lowering)) return undefined;
  const sum = lowering.expression(left);
  // `a + b + c` is one call: one in another would take the stack of the board.
  const isMore = ts.isBinaryExpression(left) && isSum(sum) && sum.arguments.length < MOST_OPERANDS;
  const operands = isMore ? sum.arguments : [sum];
  return lowering.helper("__add", [...operands, lowering.expression(right)]);
}

/** Whether a helper has to ask. */
export function isAdded(node: ts.BinaryExpression, lowering: Library): boolean {
  const { kind } = node.operatorToken;
  const isSum = kind === SyntaxKind.PlusToken || kind === SyntaxKind.PlusEqualsToken;
  return isSum && !lowering.isNativeText(node.getStart()) && !isNumbers(node, lowering);
}

function isSum(node: ts.Expression): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "__add"
  );
}

/** Or what is added leaves no decimals to tell. */
function isNumbers(node: ts.BinaryExpression, { numberKind, texts, traits }: Library): boolean {
  const { left, operatorToken, right } = node;
  const mayBeDate = traits.dates && kindOfMember(left, numberKind) === "any";
  if ((isSafe(right, texts) && !mayBeDate) || isTaken(node, numberKind)) return true;
  if ([left, right].every((each) => isTextName(each, numberKind))) return true;
  const isLeft = isNumber(left, numberKind);
  if (operatorToken.kind === SyntaxKind.PlusEqualsToken) return isLeft;
  return isSafe(left, texts) || (isLeft && isNumber(right, numberKind));
}

function isTextName(node: ts.Expression, kindOf: NumberNames): boolean {
  if (ts.isCallExpression(node))
    return /^String\.from(CharCode|CodePoint)$/.test(node.expression.getText());
  return kindOfMember(node, kindOf) === "text";
}

/** Whether what takes the sum takes nothing but a number. */
function isTaken(node: ts.Expression, kindOf: NumberNames): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isTaken(parent, kindOf);
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === SyntaxKind.MinusToken;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (kind === SyntaxKind.PlusToken) return isTaken(parent, kindOf);
    const isAssigned = kind === SyntaxKind.EqualsToken || kind === SyntaxKind.PlusEqualsToken;
    return isAssigned ? isNumber(parent.left, kindOf) : ARITHMETIC.has(kind);
  }
  if (ts.isCallExpression(parent)) return /^Math\.\w+$/.test(parent.expression.getText());
  if (ts.isVariableDeclaration(parent))
    return kindOfMember(parent.name as ts.Expression, kindOf) === "number";
  if (ts.isArrowFunction(parent)) return isSummed(parent, kindOf);
  if (!ts.isReturnStatement(parent)) return false;
  let around: ts.Node = parent;
  while (!ts.isFunctionLike(around) && !ts.isSourceFile(around)) around = around.parent;
  return ts.isArrowFunction(around)
    ? isSummed(around, kindOf)
    : ts.isFunctionLike(around) &&
        around.name !== undefined &&
        kindOf(around.name.getText(), around.name.getStart()) === "function";
}

/** `list.reduce((sum, each) => sum + each, 0)`, and what is put into a variable. */
function isSummed({ parent }: ts.ArrowFunction, kindOf: NumberNames): boolean {
  if (ts.isVariableDeclaration(parent)) {
    return kindOfMember(parent.name as ts.Expression, kindOf) === "function";
  }
  if (!ts.isCallExpression(parent) || memberName(parent.expression) !== "reduce") return false;
  const start = parent.arguments[1];
  return start !== undefined && isNumber(start, kindOf);
}

/** Reading it twice is reading it once. */
function isRepeatable(node: ts.Expression): boolean {
  if (!ts.isElementAccessExpression(node)) return isPath(node);
  const { argumentExpression: key } = node;
  const isKey = isPath(key) || ts.isStringLiteralLike(key) || ts.isNumericLiteral(key);
  return isKey && isPath(node.expression);
}
