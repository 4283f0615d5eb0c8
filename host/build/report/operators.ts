// The operators of ES5 on values that may be unknown.
import ts from "typescript";
import { COMPOUND } from "../names/compound.ts";
import { Thing, truthOf, UNKNOWN, type Value } from "./heap.ts";

const { SyntaxKind } = ts;

type Plain = number | string | boolean | null | undefined;

/** Longer than any board holds: a loop that doubles a text must not fill the memory of the build. */
const LONGEST_TEXT = 65_536;

const BINARY = new Map<ts.SyntaxKind, (a: never, b: never) => Plain>([
  [SyntaxKind.PlusToken, (a: number, b: number) => a + b],
  [SyntaxKind.MinusToken, (a: number, b: number) => a - b],
  [SyntaxKind.AsteriskToken, (a: number, b: number) => a * b],
  [SyntaxKind.SlashToken, (a: number, b: number) => a / b],
  [SyntaxKind.PercentToken, (a: number, b: number) => a % b],
  [SyntaxKind.AmpersandToken, (a: number, b: number) => a & b],
  [SyntaxKind.BarToken, (a: number, b: number) => a | b],
  [SyntaxKind.CaretToken, (a: number, b: number) => a ^ b],
  [SyntaxKind.LessThanLessThanToken, (a: number, b: number) => a << b],
  [SyntaxKind.GreaterThanGreaterThanToken, (a: number, b: number) => a >> b],
  [SyntaxKind.GreaterThanGreaterThanGreaterThanToken, (a: number, b: number) => a >>> b],
  [SyntaxKind.LessThanToken, (a: number, b: number) => a < b],
  [SyntaxKind.LessThanEqualsToken, (a: number, b: number) => a <= b],
  [SyntaxKind.GreaterThanToken, (a: number, b: number) => a > b],
  [SyntaxKind.GreaterThanEqualsToken, (a: number, b: number) => a >= b],
  // biome-ignore lint/suspicious/noDoubleEquals: the operator itself.
  [SyntaxKind.EqualsEqualsToken, (a: Plain, b: Plain) => a == b],
  // biome-ignore lint/suspicious/noDoubleEquals: the operator itself.
  [SyntaxKind.ExclamationEqualsToken, (a: Plain, b: Plain) => a != b],
  [SyntaxKind.EqualsEqualsEqualsToken, (a: Plain, b: Plain) => a === b],
  [SyntaxKind.ExclamationEqualsEqualsToken, (a: Plain, b: Plain) => a !== b],
]);

export function isIdentity(operator: ts.SyntaxKind): boolean {
  return (
    operator === SyntaxKind.EqualsEqualsEqualsToken ||
    operator === SyntaxKind.ExclamationEqualsEqualsToken
  );
}

export function computeBinary(operator: ts.SyntaxKind, a: Value, b: Value): Value {
  const compute = BINARY.get(operator);
  if (compute === undefined || a === UNKNOWN || b === UNKNOWN) return UNKNOWN;
  if (isMember(a) || isMember(b)) return UNKNOWN;
  const hasThing = a instanceof Thing || b instanceof Thing;
  if (hasThing && !isIdentity(operator)) return UNKNOWN;
  const result = compute(a as never, b as never);
  return typeof result === "string" && result.length > LONGEST_TEXT ? UNKNOWN : result;
}

function isMember(value: Value): boolean {
  return value instanceof Thing && value.kind === "member";
}

export function computeUnary(operator: ts.PrefixUnaryOperator, value: Value): Value {
  const truth = truthOf(value);
  if (truth === UNKNOWN) return UNKNOWN;
  if (operator === SyntaxKind.ExclamationToken) return !truth;
  if (value instanceof Thing) return UNKNOWN;
  const number = Number(value);
  if (operator === SyntaxKind.MinusToken) return -number;
  if (operator === SyntaxKind.TildeToken) return ~number;
  return number;
}

export function typeOf(value: Value): Value {
  if (value === UNKNOWN) return UNKNOWN;
  if (!(value instanceof Thing)) return value === null ? "object" : typeof value;
  if (value.kind === "builtin" || truthOf(value) === UNKNOWN) return UNKNOWN;
  return value.kind === "function" || value.kind === "member" ? "function" : "object";
}

export function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment;
}

/** `+` of `+=`. */
export function assignmentOf(operator: ts.SyntaxKind): ts.SyntaxKind {
  return COMPOUND.get(operator) ?? operator;
}

/** `i < 10`: its end is known without the board. */
export function isCounted(condition: ts.Expression | undefined): boolean {
  return (
    condition !== undefined &&
    ts.isBinaryExpression(condition) &&
    condition.operatorToken.kind >= ts.SyntaxKind.LessThanToken &&
    condition.operatorToken.kind <= ts.SyntaxKind.GreaterThanEqualsToken
  );
}
