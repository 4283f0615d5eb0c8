// What a value can be, told by what the sources say of its name and by what is done to make it.
import ts from "typescript";
import type { NumberKind } from "../../names/kinds.ts";
import { memberName } from "../../names/names.ts";
import type { NumberNames } from "../../names/number-names.ts";
import { BITWISE } from "../values/number-text.ts";

const { SyntaxKind } = ts;

const GIVES_NUMBER =
  /(^|\.)(Math\.\w+|indexOf|charCodeAt|parseInt|parseFloat|Number|getTime|getTimezoneOffset|Date\.now|millis)$/;

/** Whether a value can be nothing but a number. */
export function isNumber(node: ts.Expression, kindOf: NumberNames): boolean {
  const both = (a: ts.Expression, b: ts.Expression) => isNumber(a, kindOf) && isNumber(b, kindOf);
  if (ts.isNumericLiteral(node) || ts.isPostfixUnaryExpression(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isNumber(node.expression, kindOf);
  if (ts.isConditionalExpression(node)) return both(node.whenTrue, node.whenFalse);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.PlusToken || OTHERWISE.has(kind)) return both(node.left, node.right);
    return ARITHMETIC.has(kind);
  }
  if (ts.isElementAccessExpression(node)) {
    const kind = kindOfMember(node.expression, kindOf);
    return kind === "list" || kind === "bytes";
  }
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    return GIVES_NUMBER.test(callee.getText()) || kindOfMember(callee, kindOf) === "function";
  }
  return /^(Math\.\w+|.*\.length)$/.test(node.getText()) || kindOfMember(node, kindOf) === "number";
}

/** What the sources say of a name, or of a member by its name. */
export function kindOfMember(node: ts.Expression, kindOf: NumberNames): NumberKind | undefined {
  if (ts.isIdentifier(node)) return kindOf(node.text, node.getStart());
  const name = memberName(node);
  return name === undefined ? undefined : kindOf(name.replace("#", ""));
}

const OTHERWISE: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.QuestionQuestionToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.AmpersandAmpersandToken,
]);

export const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.MinusToken,
  SyntaxKind.AsteriskToken,
  SyntaxKind.AsteriskAsteriskToken,
  SyntaxKind.SlashToken,
  SyntaxKind.PercentToken,
  ...BITWISE,
]);
