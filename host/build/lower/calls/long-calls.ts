// Calls that are given a list: one call takes 256 arguments on the interpreter
// (JS_MAX_FUNCTION_ARGUMENTS, src/jsutils.h), so the language's own functions are given it by parts.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { isArray } from "../known/lists.ts";
import { isPath } from "../known/paths.ts";
import type { Library } from "../visiting.ts";

const { SyntaxKind } = ts;

/** `Math.max(...list)`, whose values are lowered. */
export function mostOf(
  { expression: callee, arguments: given }: ts.CallExpression,
  values: readonly ts.Expression[],
  lowering: Library,
): ts.Expression {
  return mostOfList(lowering.expression(callee), listOf(given, values, lowering), lowering);
}

/** `Math.max.apply(null, list)` */
export function mostOfList(callee: ts.Expression, list: ts.Expression, lowering: Library) {
  const { factory } = lowering;
  const apply = factory.createPropertyAccessExpression(callee, "apply");
  const parts = lowering.helper("__inParts", [callee, list]);
  return factory.createCallExpression(apply, undefined, [factory.createNull(), parts]);
}

/** `String.fromCharCode(...codes)`, and with `apply` */
export function charactersOf(
  node: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  const [callee, list] = characterCodes(node, lowering) ?? [];
  if (!callee || !list) return undefined;
  const { factory } = lowering;
  const parts = lowering.helper("__inParts", [lowering.expression(callee), list]);
  const join = factory.createPropertyAccessExpression(parts, "join");
  return factory.createCallExpression(join, undefined, [factory.createStringLiteral("")]);
}

function characterCodes(
  { expression: callee, arguments: values }: ts.CallExpression,
  lowering: Library,
): readonly [ts.Expression, ts.Expression] | undefined {
  const NAMES = /^String\.from(CharCode|CodePoint)$/;
  if (values.some(ts.isSpreadElement)) {
    if (!NAMES.test(lowering.pathOf(callee) ?? "")) return undefined;
    return [callee, listOf(values, values.map(lowering.expression), lowering)];
  }
  const [, list] = values;
  if (!list || values.length !== 2 || !ts.isPropertyAccessExpression(callee)) return undefined;
  if (callee.name.text !== "apply" || !NAMES.test(lowering.pathOf(callee.expression) ?? "")) {
    return undefined;
  }
  return [callee.expression, lowering.expression(list)];
}

/** `list.push(...more)`, `list.push.apply(list, more)` */
export function pushOfList(node: ts.CallExpression, lowering: Library): ts.Expression | undefined {
  const { expression: callee, arguments: values } = node;
  const [object, more] = values.some(ts.isSpreadElement)
    ? [callee, listOf(values, values.map(lowering.expression), lowering)]
    : appliedPush(node, lowering);
  if (!object || !more || memberName(object) !== "push") return undefined;
  const { expression: list } = object as ts.PropertyAccessExpression;
  if (list.kind === SyntaxKind.ThisKeyword || list.kind === SyntaxKind.SuperKeyword) {
    return undefined;
  }
  return lowering.helper("__push", [lowering.expression(list), more]);
}

function appliedPush(
  { expression: callee, arguments: [self, more, ...others] }: ts.CallExpression,
  lowering: Library,
): readonly ts.Expression[] {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "apply") return [];
  const { expression: push } = callee;
  if (!ts.isPropertyAccessExpression(push) || !self || !more || others.length > 0) return [];
  const isOwn = isPath(self) && push.expression.getText() === self.getText();
  return isOwn ? [push, lowering.expression(more)] : [];
}

/** What is given, as one array: itself where it is one. */
function listOf(
  given: readonly ts.Expression[],
  lowered: readonly ts.Expression[],
  lowering: Library,
): ts.Expression {
  const [list, another] = given;
  const [values] = lowered;
  if (list && !another && ts.isSpreadElement(list) && values && ts.isSpreadElement(values)) {
    if (isArray(list.expression, lowering)) return values.expression;
  }
  return lowering.factory.createArrayLiteralExpression(lowered);
}
