// Template literals: plain ones -> `+`, tagged ones -> a call.
import ts from "typescript";
import type { Surroundings } from "../rewrite.ts";

/**
 * TypeScript's `"".concat(x)` differs from `+` only for an object with a `valueOf` of its own, which
 * the gate refuses; `+` is shorter, and quicker on the board.
 */
export function rewriteTemplate(
  { head, templateSpans }: ts.TemplateExpression,
  { factory }: Surroundings,
): ts.Expression {
  const operands: ts.Expression[] = [];
  if (head.text !== "" || templateSpans[0]?.literal.text === "") {
    operands.push(factory.createStringLiteral(head.text));
  }
  for (const { expression, literal } of templateSpans) {
    operands.push(expression);
    if (literal.text !== "") operands.push(factory.createStringLiteral(literal.text));
  }
  return operands.reduce((left, right) => factory.createAdd(left, right));
}

/** The strings are one constant for the whole run, as the language wants, above every use. */
export function rewriteTaggedTemplate(
  { tag, template }: ts.TaggedTemplateExpression,
  visit: (node: ts.Node) => ts.Node,
  { factory, constant }: Surroundings,
): ts.Node {
  const parts = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template]
    : [template.head, ...template.templateSpans.map((span) => span.literal)];
  const values = ts.isNoSubstitutionTemplateLiteral(template)
    ? []
    : template.templateSpans.map((span) => ts.visitNode(span.expression, visit, ts.isExpression));
  const listOf = (texts: readonly string[]) =>
    factory.createArrayLiteralExpression(texts.map((text) => factory.createStringLiteral(text)));
  const strings = constant(
    factory.createCallExpression(factory.createIdentifier("__template"), undefined, [
      listOf(parts.map((part) => part.text)),
      listOf(parts.map((part) => part.rawText ?? part.text)),
    ]),
  );
  return factory.createCallExpression(ts.visitNode(tag, visit, ts.isExpression), undefined, [
    strings,
    ...values,
  ]);
}
