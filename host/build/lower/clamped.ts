// Places and counts that may be more than the interpreter's 32 bits: `text.slice(1, Infinity)` is "" there.
// Owns the question which arguments those are.
import ts from "typescript";
import { memberName } from "../names.ts";
import type { Library } from "./visiting.ts";

/** Methods of texts, arrays and typed arrays that take a place or a count. */
const COUNTING = /^(slice|substring|substr|subarray)$/;

/** Short to write, and more than any text is long. */
const GREATEST = 2e9;

const UNBOUNDED = /^(?:Infinity|Number\.(?:POSITIVE_INFINITY|MAX_SAFE_INTEGER|MAX_VALUE))$/;

/** Such a number under its name, wherever it may come to be a place: a literal is a date, say. */
export function isUnbounded(node: ts.Node): boolean {
  const { parent } = node;
  if (!isNamed(node) || isCount(node)) return false;
  if (ts.isPrefixUnaryExpression(parent) && isCount(parent)) return false;
  return !(ts.isPropertyAccessExpression(parent) || isComparison(parent));
}

/** An argument as the interpreter takes it; undefined where it is right as it is. */
export function clamped(
  node: ts.Node,
  { traits, factory, helper }: Library,
  lower: () => ts.Node,
): ts.Expression | undefined {
  if (!isCount(node)) return undefined;
  if (isGreat(node)) {
    const greatest = factory.createNumericLiteral(GREATEST);
    return ts.isPrefixUnaryExpression(node) ? factory.createPrefixMinus(greatest) : greatest;
  }
  if (!traits.unbounded || isSmall(node)) return undefined;
  return helper("__clamp", [lower() as ts.Expression]);
}

function isCount(node: ts.Node): node is ts.Expression {
  const { parent } = node;
  return (
    parent !== undefined &&
    ts.isCallExpression(parent) &&
    parent.expression !== node &&
    COUNTING.test(memberName(parent.expression) ?? "")
  );
}

function isGreat(node: ts.Node): boolean {
  if (ts.isNumericLiteral(node)) return Number(node.text) > GREATEST;
  if (ts.isPrefixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.MinusToken && isGreat(node.operand);
  }
  if (ts.isBinaryExpression(node)) {
    const { left, operatorToken, right } = node;
    const isPower = operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
    return isPower && Number(left.getText()) ** Number(right.getText()) > GREATEST;
  }
  return isNamed(node);
}

function isNamed(node: ts.Node): boolean {
  const isName = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  return isName && UNBOUNDED.test(node.getText());
}

/** What is compared with one is not one. */
function isComparison(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && /^(?:[=!]==?|[<>]=?)$/.test(node.operatorToken.getText());
}

/** `2`, `-2`, `text.length` */
function isSmall(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isSmall(node.operand);
  return ts.isNumericLiteral(node) || memberName(node) === "length" || ts.isSpreadElement(node);
}
