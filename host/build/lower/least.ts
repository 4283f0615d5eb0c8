// The least value that an index can have, as far as the script shows: a name that starts at 0 and only
// goes up has no less. Owns the arithmetic of bounds; who writes a name is the business of scopes.ts.
import ts from "typescript";
import { memberName } from "../names.ts";
import { scopeOf, type Written, writesOf } from "./scopes.ts";

const { SyntaxKind } = ts;

/** Nothing is sure: below 0, a fraction, or no number at all. */
export const ANY = Number.NEGATIVE_INFINITY;
/** What says nothing of its own, such as the name itself in what is assigned to it. */
const NONE = Number.POSITIVE_INFINITY;

/** Their callbacks are given a place, as the parameter of this number. */
const PLACE_PARAMETERS: ReadonlyMap<string, number> = new Map(
  [
    ...["every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap", "forEach"],
    ...["from", "map", "some"],
  ].map((name) => [name, 1] as const),
);

/** What gives -1 where it finds nothing. */
const SEARCHES = /\.(indexOf|lastIndexOf|findIndex|findLastIndex|search)$/;

interface Asked {
  /** What of a parameter, or of a call that the script does not show, is to be taken for. */
  readonly unknown: number;
  /** Declarations and assignments on the way here. */
  readonly seen: ReadonlySet<ts.Node>;
  /** A fraction will do, as it is rounded. */
  readonly isPart: boolean;
}

export function leastOfIndex(index: ts.Expression, unknown: number): number {
  return leastOf(index, { unknown, seen: new Set(), isPart: false });
}

function leastOf(node: ts.Expression, asked: Asked): number {
  const of = (part: ts.Expression): number => leastOf(part, asked);
  if (ts.isParenthesizedExpression(node)) return of(node.expression);
  if (ts.isNumericLiteral(node)) {
    const value = Number(node.text);
    return asked.isPart || Number.isInteger(value) ? value : ANY;
  }
  if (ts.isIdentifier(node)) {
    const scope = scopeOf(node);
    return scope ? leastOfWrites(writesOf(scope, node.text), asked) : asked.unknown;
  }
  if (memberName(node) === "length") return 0;
  if (ts.isPropertyAccessExpression(node) && node.expression.kind === SyntaxKind.ThisKeyword) {
    return leastOfWrites(writesOf(node.getSourceFile(), `.${node.name.text}`), asked);
  }
  if (ts.isConditionalExpression(node)) return Math.min(of(node.whenTrue), of(node.whenFalse));
  if (ts.isPostfixUnaryExpression(node)) return of(node.operand);
  if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === SyntaxKind.PlusPlusToken) return of(node.operand) + 1;
    if (node.operator === SyntaxKind.MinusMinusToken) return less(of(node.operand), 1);
    return ts.isNumericLiteral(node.operand) ? -Number(node.operand.text) : ANY;
  }
  if (ts.isCallExpression(node)) return leastOfCall(node, asked);
  return ts.isBinaryExpression(node) ? leastOfBinary(node, asked) : asked.unknown;
}

function leastOfBinary({ left, operatorToken, right }: ts.BinaryExpression, asked: Asked): number {
  const a = (isPart = asked.isPart): number => leastOf(left, { ...asked, isPart });
  const b = (isPart = asked.isPart): number => leastOf(right, { ...asked, isPart });
  switch (operatorToken.kind) {
    case SyntaxKind.PlusToken:
      return a() === NONE && b() < 0 ? ANY : a() + b();
    case SyntaxKind.MinusToken:
      return less(a(), constantOf(right));
    case SyntaxKind.AsteriskToken:
      return a() >= 0 && b() >= 0 ? 0 : ANY;
    case SyntaxKind.SlashToken:
      return asked.isPart && a() >= 0 && b() >= 0 ? 0 : ANY;
    case SyntaxKind.PercentToken:
      return a() >= 0 ? 0 : ANY;
    case SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
      return 0;
    case SyntaxKind.AmpersandToken:
      return a(true) >= 0 || b(true) >= 0 ? 0 : ANY;
    case SyntaxKind.GreaterThanGreaterThanToken:
      return a(true) >= 0 ? 0 : ANY;
    case SyntaxKind.BarToken:
      return a(true) >= 0 && b(true) >= 0 ? 0 : ANY;
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return Math.min(a(), b());
    case SyntaxKind.EqualsToken:
      return b();
    default:
      return ANY;
  }
}

/** What keeps going down has no least value. */
function less(from: number, by: number): number {
  return from === NONE && by > 0 ? ANY : from - by;
}

/** What is taken away; without end where it is not known. */
function constantOf(node: ts.Expression): number {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) {
    return node.operator === SyntaxKind.MinusToken ? -Number(node.operand.text) : NONE;
  }
  const scope = ts.isIdentifier(node) ? scopeOf(node) : undefined;
  const [write, ...others] = scope ? writesOf(scope, node.getText()) : [];
  const { parent = undefined } = others.length === 0 && write ? write : {};
  return parent && ts.isVariableDeclaration(parent) && parent.initializer
    ? constantOf(parent.initializer)
    : NONE;
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
  if (callee.endsWith(".charCodeAt")) return 0;
  if (SEARCHES.test(callee)) return -1;
  const scope = ts.isIdentifier(node.expression) ? scopeOf(node.expression) : undefined;
  const [write, ...others] = scope ? writesOf(scope, callee) : [];
  const returned = write && others.length === 0 ? returnedBy(write.parent) : [];
  if (returned.length === 0 || (write && asked.seen.has(write))) return asked.unknown;
  const seen = new Set([...asked.seen, write as ts.Node]);
  return Math.min(...returned.map((each) => leastOf(each, { ...asked, seen })));
}

/** What a function that is declared there gives. */
function returnedBy(declaration: ts.Node): ts.Expression[] {
  const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  const isPlain =
    made &&
    (ts.isFunctionDeclaration(made) || ts.isArrowFunction(made) || ts.isFunctionExpression(made)) &&
    !made.asteriskToken;
  if (!isPlain || !made.body) return [];
  if (!ts.isBlock(made.body)) return [made.body];
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) values.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(made.body);
  return values;
}

/** Of a name that is given nothing else. */
function leastOfWrites(writes: readonly Written[], asked: Asked): number {
  if (writes.length === 0) return asked.unknown;
  const inner = { ...asked, seen: new Set([...asked.seen, ...writes]) };
  return Math.min(...writes.map((one) => (asked.seen.has(one) ? NONE : leastOfWrite(one, inner))));
}

/** What a declaration, or an assignment, gives to the name. */
function leastOfWrite({ parent }: Written, asked: Asked): number {
  if (
    (ts.isVariableDeclaration(parent) && !ts.isForOfStatement(parent.parent.parent)) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertyAssignment(parent)
  ) {
    // Without a value it is no number yet.
    return parent.initializer ? leastOf(parent.initializer, asked) : NONE;
  }
  if (ts.isParameter(parent)) return isPlace(parent) ? 0 : asked.unknown;
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

/** `i &= 7`: no sign that was not there. */
const LESSENING: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.AmpersandEqualsToken,
  SyntaxKind.PercentEqualsToken,
  SyntaxKind.GreaterThanGreaterThanEqualsToken,
]);

/** `list.map((each, i) => ...)` */
function isPlace(parameter: ts.ParameterDeclaration): boolean {
  const callback = parameter.parent;
  const call = callback.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(callback as ts.Expression)) {
    return false;
  }
  const at = callback.parameters.indexOf(parameter);
  const method = memberName(call.expression) ?? "";
  return at === (/^reduce(Right)?$/.test(method) ? 2 : PLACE_PARAMETERS.get(method));
}
