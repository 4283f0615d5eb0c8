// Assignments to an array's length, beyond the forms that are lowered.
import ts from "typescript";
import { isPath } from "../lower/known/paths.ts";
import { memberName } from "../names/names.ts";
import { type Rule, rule } from "./rule.ts";
import { isAssigned } from "./syntax.ts";

const { SyntaxKind } = ts;

const LOWERED = new Set([
  SyntaxKind.EqualsToken,
  SyntaxKind.PlusEqualsToken,
  SyntaxKind.MinusEqualsToken,
]);

const ADVICE = "an array's length is constant on Espruino; write list.length = n, or use splice";

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

const MEMBERS = [SyntaxKind.PropertyAccessExpression, SyntaxKind.ElementAccessExpression] as const;

export const assignmentRules: readonly Rule[] = [
  rule<Member>(MEMBERS, (node) => {
    if (memberName(node) !== "length") return undefined;
    const isOnPath = isPath(node.expression);
    const { parent } = node;
    if (ts.isBinaryExpression(parent) && parent.left === node) {
      const operator = parent.operatorToken.kind;
      if (operator < SyntaxKind.FirstAssignment || operator > SyntaxKind.LastAssignment) {
        return undefined;
      }
      const isLowered = LOWERED.has(operator);
      const isPlain = operator === SyntaxKind.EqualsToken || isOnPath;
      return isLowered && isPlain ? undefined : `${parent.getText()}: ${ADVICE}`;
    }
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      const { operator } = parent;
      if (operator !== SyntaxKind.PlusPlusToken && operator !== SyntaxKind.MinusMinusToken) {
        return undefined;
      }
      return ts.isExpressionStatement(parent.parent) && isOnPath
        ? undefined
        : `${parent.getText()}: ${ADVICE}`;
    }
    return isAssigned(node) ? `${node.getText()} in a destructuring: ${ADVICE}` : undefined;
  }),
];
