// Methods of texts that go by letters and blanks: Espruino's know those of ASCII alone. For programs that
// have a text with others.
import ts from "typescript";
import type { Library } from "../visiting.ts";

const { SyntaxKind } = ts;

const TRIMMING: ReadonlyMap<string, string> = new Map([
  ["trim", "trim"],
  ["trimStart", "trimStart"],
  ["trimLeft", "trimStart"],
  ["trimEnd", "trimEnd"],
  ["trimRight", "trimEnd"],
]);

/** `text.toUpperCase()`, `text.trim()` */
export function rewriteLatin(
  { expression: callee, arguments: values }: ts.CallExpression,
  name: string,
  { traits, factory, expression, helper }: Library,
): ts.Expression | undefined {
  const { expression: object } = callee as ts.PropertyAccessExpression;
  if (!traits.latin) return undefined;
  const isOwn = object.kind === SyntaxKind.ThisKeyword || object.kind === SyntaxKind.SuperKeyword;
  if (isOwn || values.length > 0) return undefined;
  if (name === "toUpperCase" || name === "toLowerCase") {
    const isUpper = name === "toUpperCase" ? [factory.createNumericLiteral(1)] : [];
    return helper("__inCase", [expression(object), ...isUpper]);
  }
  const trimming = TRIMMING.get(name);
  if (trimming === undefined) return undefined;
  return helper("__trimmed", [expression(object), factory.createStringLiteral(trimming)]);
}
