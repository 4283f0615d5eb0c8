// RegExp literals -> the pattern as Espruino's matcher understands it, or a program for our own.
import ts from "typescript";
import { nativePattern } from "../pattern.ts";
import { compilePattern, type Program } from "../pattern-program.ts";
import { isCallee, isTarget } from "./inherited.ts";
import type { Surroundings } from "./rewrite.ts";
import type { Library } from "./visiting.ts";

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

/** What Espruino knows of a RegExp by its flags alone, if it has any. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ["flags", ""],
  ["dotAll", "s"],
  ["global", "g"],
  ["hasIndices", "d"],
  ["ignoreCase", "i"],
  ["multiline", "m"],
  ["sticky", "y"],
  ["unicode", "u"],
]);

/** `pattern.source`, `pattern.global` */
export function rewriteSource(
  node: ts.PropertyAccessExpression,
  { expression, factory, helper, traits }: Library,
): ts.Expression | undefined {
  const { expression: object, name } = node;
  if (traits.patterns.size === 0 || isTarget(node) || isCallee(node)) return undefined;
  if (object.kind === ts.SyntaxKind.ThisKeyword || object.kind === ts.SyntaxKind.SuperKeyword) {
    return undefined;
  }
  if (name.text === "source") {
    return traits.sources ? helper("__source", [expression(object)]) : undefined;
  }
  const flag = FLAGS.get(name.text);
  if (flag === undefined) return undefined;
  const texts = [name.text, flag].map((text) => factory.createStringLiteral(text));
  return helper("__flag", [expression(object), ...texts]);
}

export function rewriteRegExp(
  node: ts.RegularExpressionLiteral,
  { factory }: Surroundings,
): ts.Node {
  const { pattern, flags } = splitRegExp(node.text);
  const rewritten = nativePattern(pattern, flags);
  return rewritten === undefined || rewritten === pattern
    ? node
    : factory.createRegularExpressionLiteral(`/${rewritten}/${flags}`);
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

/** Whether a call of a text's method that takes a RegExp is right as it is. */
export function isNativeMatching(name: string, values: readonly ts.Expression[]): boolean {
  const [pattern, by] = values;
  if (!pattern) return true;
  const isRegExp = ts.isRegularExpressionLiteral(pattern);
  if (isRegExp && readLiteral(pattern.text).program) return false;
  if (name === "match") {
    return isRegExp ? !/g[a-z]*$/.test(pattern.text) : ts.isStringLiteralLike(pattern);
  }
  if (name === "split") return isRegExp && !/\((?!\?)/.test(pattern.text.replace(/\\./g, ""));
  if (!by || (!isRegExp && !(ts.isStringLiteralLike(pattern) && pattern.text !== ""))) return false;
  if (ts.isStringLiteralLike(by))
    return isRegExp ? !/\$[$&`'<]/.test(by.text) : !by.text.includes("$");
  return isRegExp && (ts.isArrowFunction(by) || ts.isFunctionExpression(by));
}

/** The two parts of a literal such as `/a+/g`. */
export function splitRegExp(literal: string): { pattern: string; flags: string } {
  const end = literal.lastIndexOf("/");
  return { pattern: literal.slice(1, end), flags: literal.slice(end + 1) };
}
