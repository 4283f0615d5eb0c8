// Loops that nothing leaves. On a board nothing else runs meanwhile: no timer, no network, and in the
// end its watchdog restarts it.
import ts from "typescript";
import { type Place, type Rule, rule } from "./rule.ts";
import { mayEnd } from "./thrown-calls.ts";

const { SyntaxKind } = ts;

export const endlessLoopRules: readonly Rule[] = [
  rule<ts.WhileStatement | ts.DoStatement | ts.ForStatement>(
    [SyntaxKind.WhileStatement, SyntaxKind.DoStatement, SyntaxKind.ForStatement],
    (node, place) => {
      const condition = ts.isForStatement(node) ? node.condition : node.expression;
      if (condition && !isAlwaysTrue(condition)) return undefined;
      const parts = ts.isForStatement(node) ? [node.statement, node.incrementor] : [node.statement];
      if (parts.some((part) => part && mayLeave(part, node, place))) return undefined;
      return "a loop that nothing leaves: no timer, event or connection of the board runs meanwhile, until its watchdog restarts it; write setInterval(() => { ... }, milliseconds), or E.reboot() to start again";
    },
  ),
];

function isAlwaysTrue(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isAlwaysTrue(node.expression);
  if (node.kind === SyntaxKind.TrueKeyword) return true;
  if (ts.isNumericLiteral(node)) return Number(node.text) !== 0;
  return (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === SyntaxKind.ExclamationToken &&
    (node.operand.getText() === "0" || node.operand.kind === SyntaxKind.FalseKeyword)
  );
}

/** What waits or yields lets the rest of the program run. */
function mayLeave(node: ts.Node, loop: ts.Node, place: Place): boolean {
  if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return false;
  if (
    ts.isReturnStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    (ts.isForOfStatement(node) && node.awaitModifier)
  ) {
    return true;
  }
  if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) return leaves(node, loop);
  if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && mayEnd(node, place)) return true;
  return ts.forEachChild(node, (child) => mayLeave(child, loop, place) || undefined) ?? false;
}

/** Whether the jump goes beyond the loop. */
function leaves(jump: ts.BreakOrContinueStatement, loop: ts.Node): boolean {
  const { label } = jump;
  for (let at = jump.parent; at !== loop; at = at.parent) {
    if (label) {
      if (ts.isLabeledStatement(at) && at.label.text === label.text) return false;
    } else if (ts.isIterationStatement(at, false)) return false;
    else if (ts.isSwitchStatement(at) && ts.isBreakStatement(jump)) return false;
  }
  return ts.isBreakStatement(jump) || (label !== undefined && !isLabelOf(label.text, loop));
}

function isLabelOf(name: string, { parent }: ts.Node): boolean {
  return ts.isLabeledStatement(parent) && (parent.label.text === name || isLabelOf(name, parent));
}
