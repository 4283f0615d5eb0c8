// What each run of a function is sure to read, call or declare by name, in order. Found once for each
// function: many calls lead to it.
import ts from "typescript";
import { isValue } from "../names/names.ts";
import { boundBy } from "./block-declarations.ts";

const { SyntaxKind } = ts;

export type NamedFunction = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

export interface Step {
  readonly does: "read" | "call" | "declare";
  readonly name: string;
}

const known = new WeakMap<NamedFunction, readonly Step[]>();

/** None for a generator, which a call only makes. */
export function sureSteps(made: NamedFunction): readonly Step[] {
  const steps = known.get(made) ?? stepsOf(made);
  known.set(made, steps);
  return steps;
}

function stepsOf({ asteriskToken, body, parameters }: NamedFunction): readonly Step[] {
  const steps: Step[] = [];
  if (!body || asteriskToken) return steps;
  const own = new Set(parameters.flatMap((parameter) => boundBy(parameter.name)));
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && isValue(node) && !own.has(node.text)) {
      if (!ts.isTypeOfExpression(node.parent)) steps.push({ does: "read", name: node.text });
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      steps.push({ does: "call", name: node.expression.text });
    }
    ts.forEachChild(node, (child) => {
      if (isSure(child)) visit(child);
    });
  };
  if (!ts.isBlock(body)) {
    visit(body);
    return steps;
  }
  for (const statement of body.statements) {
    const declared = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ name }) => name)
      : [];
    // Which names a pattern hides does not matter: what stands below it does not count.
    if (!declared.every(ts.isIdentifier)) break;
    for (const { text } of declared) steps.push({ does: "declare", name: text });
    if (isSure(statement)) visit(statement);
    // What stands below may not be reached.
    if (mayLeave(statement)) break;
  }
  return steps;
}

/** Whether a part runs whenever what it is a part of does. */
function isSure(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isForStatement(parent)) return parent.initializer === node || parent.condition === node;
  if (ts.isForOfStatement(parent) || ts.isSwitchStatement(parent))
    return parent.expression === node;
  if (ts.isTryStatement(parent)) return false;
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return true;
  const { kind } = parent.operatorToken;
  return (
    kind !== SyntaxKind.AmpersandAmpersandToken &&
    kind !== SyntaxKind.BarBarToken &&
    kind !== SyntaxKind.QuestionQuestionToken
  );
}

function mayLeave(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  return ts.forEachChild(node, (child) => mayLeave(child) || undefined) ?? false;
}
