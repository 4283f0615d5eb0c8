// Places and counts that may be more than the interpreter's 32 bits: `text.slice(1, Infinity)` is "" there.
// Owns the question which arguments those are.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import type { Library } from "../visiting.ts";

/** Methods of texts, arrays and typed arrays: which of their arguments are places or counts. */
const PLACES: ReadonlyMap<string, readonly [from: number, to: number]> = new Map(
  Object.entries({
    slice: [0, 2],
    splice: [0, 2],
    subarray: [0, 2],
    substr: [0, 2],
    substring: [0, 2],
    at: [0, 1],
    charAt: [0, 1],
    charCodeAt: [0, 1],
    codePointAt: [0, 1],
    endsWith: [1, 2],
    includes: [1, 2],
    indexOf: [1, 2],
    lastIndexOf: [1, 2],
    startsWith: [1, 2],
    fill: [1, 3],
  } as const),
);

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
  if (parent === undefined || !ts.isCallExpression(parent)) return false;
  const places = PLACES.get(memberName(parent.expression) ?? "");
  if (!places) return false;
  const index = parent.arguments.indexOf(node as ts.Expression);
  return index >= places[0] && index < places[1];
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
