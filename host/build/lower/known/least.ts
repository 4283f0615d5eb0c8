// The least value that an index can have, as far as the script shows: a name that starts at 0 and only
// goes up has no less. Owns the arithmetic of bounds; who writes a name is the business of scopes.ts.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { argumentsTo } from "./arguments.ts";
import { leastAfterTests } from "./checked.ts";
import { constantOf, numberOf } from "./constant-numbers.ts";
import { isPlace } from "./places.ts";
import { returnedBy } from "./returned.ts";
import { scopeOf, type Written, writesOf } from "./scopes.ts";

const { SyntaxKind } = ts;

/** Nothing is sure: below 0, a fraction, or no number at all. */
export const ANY = Number.NEGATIVE_INFINITY;
/** What says nothing of its own, such as the name itself in what is assigned to it. */
const NONE = Number.POSITIVE_INFINITY;

/** Members that are written without a word of theirs: `Object.assign(this, saved)`, `this[name] = 1`. */
export const WRITES_BY_NAME = /\bObject\.assign\(this\b|\bthis\[/;

/** What gives -1 where it finds nothing. */
const SEARCHES = /\.(indexOf|lastIndexOf|findIndex|findLastIndex|search)$/;

interface Asked {
  /** What of a parameter, or of a call that the script does not show, is to be taken for. */
  readonly unknown: number;
  /** Declarations and assignments on the way here. */
  readonly seen: ReadonlySet<ts.Node>;
  /** A fraction will do, as it is rounded. */
  readonly isPart: boolean;
  /** How many names may still be followed: a circle of ten has more ways through it than one can wait for. */
  readonly names: { left: number };
}

/** `isPart`: of its whole part alone. */
export function leastOfIndex(index: ts.Expression, unknown: number, isPart = false): number {
  return leastOf(index, { unknown, seen: new Set(), isPart, names: { left: 500 } });
}

function leastOf(node: ts.Expression, asked: Asked): number {
  const of = (part: ts.Expression): number => leastOf(part, asked);
  if (ts.isParenthesizedExpression(node)) return of(node.expression);
  const value = numberOf(node);
  if (value !== undefined) return asked.isPart || Number.isInteger(value) ? value : ANY;
  if (ts.isIdentifier(node)) {
    const scope = scopeOf(node);
    const least = scope ? leastOfWrites(writesOf(scope, node.text), asked) : asked.unknown;
    return leastAfterTests(node, least);
  }
  if (memberName(node) === "length") return 0;
  if (ts.isPropertyAccessExpression(node) && node.expression.kind === SyntaxKind.ThisKeyword) {
    const file = node.getSourceFile();
    if (WRITES_BY_NAME.test(file.text)) return asked.unknown;
    return leastOfWrites(writesOf(file, `.${node.name.text}`), asked);
  }
  if (ts.isConditionalExpression(node)) return Math.min(of(node.whenTrue), of(node.whenFalse));
  if (ts.isPostfixUnaryExpression(node)) return leastAfterTests(node, of(node.operand));
  if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === SyntaxKind.PlusPlusToken) return of(node.operand) + 1;
    return node.operator === SyntaxKind.MinusMinusToken ? less(of(node.operand), 1) : ANY;
  }
  if (ts.isCallExpression(node)) return leastOfCall(node, asked);
  return ts.isBinaryExpression(node) ? leastOfBinary(node, asked) : asked.unknown;
}

/** Of their operands only the whole part counts. */
const BITWISE: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.AmpersandToken,
  SyntaxKind.BarToken,
  SyntaxKind.GreaterThanGreaterThanToken,
]);

function leastOfBinary({ left, operatorToken, right }: ts.BinaryExpression, asked: Asked): number {
  const { kind } = operatorToken;
  const operand = BITWISE.has(kind) ? { ...asked, isPart: true } : asked;
  const a = leastOf(left, operand);
  const b = leastOf(right, operand);
  const isEach = a >= 0 && b >= 0;
  switch (kind) {
    case SyntaxKind.PlusToken:
      return b === NONE ? less(b, -a) : less(a, -b);
    case SyntaxKind.MinusToken:
      return less(a, takenAway(right, asked));
    case SyntaxKind.AsteriskToken:
      // What is multiplied at each turn is soon beyond 2^31, and `| 0` makes it negative.
      return isEach && a !== NONE && b !== NONE ? 0 : ANY;
    case SyntaxKind.SlashToken:
      return isEach && asked.isPart ? 0 : ANY;
    case SyntaxKind.PercentToken:
    case SyntaxKind.GreaterThanGreaterThanToken:
      return a >= 0 ? 0 : ANY;
    case SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
      return 0;
    case SyntaxKind.AmpersandToken:
      return a >= 0 || b >= 0 ? 0 : ANY;
    case SyntaxKind.BarToken:
      return isEach ? 0 : ANY;
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return Math.min(a, b);
    case SyntaxKind.EqualsToken:
      return b;
    default:
      return ANY;
  }
}

/** What keeps going down has no least value. */
function less(from: number, by: number): number {
  return from === NONE && by > 0 ? ANY : from - by;
}

/** What is taken away; without end where it is not known. */
function takenAway(node: ts.Expression, { isPart }: Asked): number {
  const value = constantOf(node);
  return value !== undefined && (isPart || Number.isInteger(value)) ? value : NONE;
}

function leastOfCall(node: ts.CallExpression, asked: Asked): number {
  const callee = node.expression.getText();
  const values = node.arguments;
  if (/^Math\.(floor|round|trunc|ceil)$/.test(callee)) {
    const [value] = values;
    return value && leastOf(value, { ...asked, isPart: true }) >= 0 ? 0 : ANY;
  }
  const leasts = values.map((each) => leastOf(each, asked));
  // One that may be a fraction makes it one.
  if (callee === "Math.max")
    return leasts.includes(ANY) && !asked.isPart ? ANY : Math.max(...leasts);
  if (callee === "Math.min") return Math.min(...leasts);
  if (callee === "Math.random") return asked.isPart ? 0 : ANY;
  // NaN behind the end of the text.
  if (callee.endsWith(".charCodeAt")) return asked.isPart ? 0 : asked.unknown;
  if (SEARCHES.test(callee)) return -1;
  const scope = ts.isIdentifier(node.expression) ? scopeOf(node.expression) : undefined;
  const [write, ...others] = scope ? writesOf(scope, callee) : [];
  const returned = write && others.length === 0 ? returnedBy(write.parent) : [];
  if (returned.length === 0 || (write && asked.seen.has(write))) return asked.unknown;
  const seen = new Set([...asked.seen, write as ts.Node]);
  return Math.min(...returned.map((each) => leastOf(each, { ...asked, seen })));
}

/** Of a name that is given nothing else. */
function leastOfWrites(writes: readonly Written[], asked: Asked): number {
  if (writes.length === 0 || asked.names.left-- <= 0) return asked.unknown;
  const inner = { ...asked, seen: new Set([...asked.seen, ...writes]) };
  return Math.min(...writes.map((one) => (asked.seen.has(one) ? NONE : leastOfWrite(one, inner))));
}

/** `for (const each of all)`, `catch (error)` */
function isGivenValues({ parent }: ts.VariableDeclaration): boolean {
  return ts.isCatchClause(parent) || ts.isForOfStatement(parent.parent);
}

/** What a declaration, or an assignment, gives to the name. */
function leastOfWrite({ parent }: Written, asked: Asked): number {
  if (
    (ts.isVariableDeclaration(parent) && !isGivenValues(parent)) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertyAssignment(parent)
  ) {
    // Without a value it is no number yet.
    return parent.initializer ? leastOf(parent.initializer, asked) : NONE;
  }
  if (ts.isParameter(parent)) return leastOfParameter(parent, asked);
  if (ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent)) {
    return parent.operator === SyntaxKind.PlusPlusToken ? NONE : ANY;
  }
  if (!ts.isBinaryExpression(parent)) return asked.unknown;
  const { operatorToken, right } = parent;
  if (operatorToken.kind === SyntaxKind.EqualsToken) return leastOf(right, asked);
  if (operatorToken.kind === SyntaxKind.PlusEqualsToken) {
    return leastOf(right, asked) >= 0 ? NONE : ANY;
  }
  return LESSENING.has(operatorToken.kind) ? NONE : ANY;
}

function leastOfParameter(parameter: ts.ParameterDeclaration, asked: Asked): number {
  if (isPlace(parameter)) return 0;
  const values = asked.unknown === ANY ? argumentsTo(parameter) : undefined;
  if (!values) return asked.unknown;
  return Math.min(...values.map((each) => leastOf(each, asked)));
}

/** `i &= 7`: no sign that was not there. */
const LESSENING: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.AmpersandEqualsToken,
  SyntaxKind.PercentEqualsToken,
  SyntaxKind.GreaterThanGreaterThanEqualsToken,
]);
