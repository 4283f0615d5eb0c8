// RegExp literals -> the pattern as Espruino's matcher understands it, or a program for our own.
import ts from "typescript";
import { minimumLength } from "../../patterns/length.ts";
import { nativePattern } from "../../patterns/pattern.ts";
import { compilePattern, type Program } from "../../patterns/program.ts";
import { isMatched } from "../known/kept-patterns.ts";
import { isCallee, isTarget } from "../members/inherited.ts";
import type { Surroundings } from "../rewrite.ts";
import type { Library } from "../visiting.ts";

/** One of the two, or why there is neither. */
interface ReadLiteral {
  readonly rewritten?: string;
  readonly program?: Program;
  readonly fault?: string;
}

export function readLiteral(literal: string): ReadLiteral {
  const { pattern, flags } = splitRegExp(literal);
  const rewritten = nativePattern(pattern, flags);
  if (rewritten !== undefined) return { rewritten };
  try {
    return { program: compilePattern(pattern, flags) };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

/** Whether the interpreter is given another pattern. */
export function isRewritten(literal: string): boolean {
  const { rewritten } = readLiteral(literal);
  return rewritten !== undefined && rewritten !== splitRegExp(literal).pattern;
}

const FLAGS = /^(flags|global|ignoreCase|multiline|dotAll|unicode|sticky)$/;

/** `pattern.global`, also where it is taken out of one by a pattern. */
export function asksForFlag(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return FLAGS.test(node.name.text);
  return ts.isBindingElement(node) && FLAGS.test((node.propertyName ?? node.name).getText());
}

/** One with flag g that is kept, so that it has a place to go on from. */
export function isMoving(node: ts.RegularExpressionLiteral): boolean {
  return (
    splitRegExp(node.text).flags.includes("g") &&
    readLiteral(node.text).rewritten !== undefined &&
    !isMatched(node)
  );
}

/** `pattern.source` */
export function rewriteSource(
  node: ts.PropertyAccessExpression,
  { expression, helper, traits }: Library,
): ts.Expression | undefined {
  const { expression: object, name } = node;
  if (!traits.sources || name.text !== "source" || isTarget(node) || isCallee(node)) {
    return undefined;
  }
  if (object.kind === ts.SyntaxKind.ThisKeyword || object.kind === ts.SyntaxKind.SuperKeyword) {
    return undefined;
  }
  return helper("__source", [expression(object)]);
}

export function rewriteRegExp(
  node: ts.RegularExpressionLiteral,
  { factory }: Surroundings,
): ts.Node {
  const { pattern, flags } = splitRegExp(node.text);
  const text = `/${nativePattern(pattern, flags) ?? pattern}/${flags}`;
  return text === node.text ? node : factory.createRegularExpressionLiteral(text);
}

/** `/(a|b)c/` -> a value that our own matcher goes with. */
export function rewritePattern(
  node: ts.RegularExpressionLiteral,
  { factory, helper, traits }: Library,
): ts.Expression | undefined {
  const { program } = readLiteral(node.text);
  const { pattern, flags } = splitRegExp(node.text);
  if (!program) {
    return isRewritten(node.text) && traits.patterns.has(node.getStart())
      ? helper("__written", [node, factory.createStringLiteral(pattern)])
      : undefined;
  }
  const names = [...program.names].map(([name, group]) =>
    factory.createPropertyAssignment(name, factory.createNumericLiteral(group)),
  );
  return helper("__pattern", [
    ...[pattern, flags, program.code].map((text) => factory.createStringLiteral(text)),
    factory.createNumericLiteral(program.groups),
    ...(names.length > 0 ? [factory.createObjectLiteralExpression(names)] : []),
  ]);
}

/** `pattern.exec(text)` where the pattern may stand behind the end of that text. */
export function rewriteMoving(
  node: ts.CallExpression,
  name: string,
  { traits, expression, helper }: Library,
): ts.Expression | undefined {
  const [text, ...more] = node.arguments;
  if (!traits.moving || (name !== "exec" && name !== "test") || !text) return undefined;
  const { expression: object } = node.expression as ts.PropertyAccessExpression;
  const isOwn = object.kind === ts.SyntaxKind.ThisKeyword || ts.isRegularExpressionLiteral(object);
  if (isOwn || object.kind === ts.SyntaxKind.SuperKeyword || more.length > 0) return undefined;
  return helper(`__${name}`, [expression(object), expression(text)]);
}

/** Whether a call of a text's method that takes a RegExp is right as it is. */
export function isNativeMatching(name: string, values: readonly ts.Expression[]): boolean {
  const [pattern, by] = values;
  if (!pattern) return true;
  const isRegExp = ts.isRegularExpressionLiteral(pattern);
  if (isRegExp && readLiteral(pattern.text).program) return false;
  if (name === "match") {
    if (isRegExp) return !splitRegExp(pattern.text).flags.includes("g");
    return ts.isStringLiteralLike(pattern) && !/[.*+?^$(){}[\]\\|]/.test(pattern.text);
  }
  if (name === "split") return isRegExp && isSplitting(pattern.text);
  if (!by || (!isRegExp && !(ts.isStringLiteralLike(pattern) && pattern.text !== ""))) return false;
  if (ts.isStringLiteralLike(by))
    return isRegExp ? !/\$(?![1-9](?!\d))/.test(by.text) : !by.text.includes("$");
  return isRegExp && (ts.isArrowFunction(by) || ts.isFunctionExpression(by));
}

/** Whether the interpreter's own split is right: it gives no groups, and never ends at nothing. */
function isSplitting(literal: string): boolean {
  const { pattern, flags } = splitRegExp(literal);
  const { length, groups } = minimumLength(pattern, flags);
  return length > 0 && groups === 0;
}

/** The two parts of a literal such as `/a+/g`; its flags in the order in which they are told. */
export function splitRegExp(literal: string): { pattern: string; flags: string } {
  const end = literal.lastIndexOf("/");
  const flags = [...literal.slice(end + 1)].sort().join("");
  return { pattern: literal.slice(1, end), flags };
}
