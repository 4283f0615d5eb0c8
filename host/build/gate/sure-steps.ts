// What each run of a function is sure to read or call of what is declared around it, in order. Found once for each
// function: many calls lead to it.
import ts from "typescript";
import { isValue } from "../names/names.ts";
import { blockDeclarations, boundBy } from "./block-declarations.ts";

const { SyntaxKind } = ts;

export type NamedFunction = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

export interface Step {
  readonly does: "read" | "call";
  readonly name: string;
}

const known = new WeakMap<NamedFunction, readonly Step[]>();

/** None for a generator, which a call only makes. */
export function sureSteps(made: NamedFunction): readonly Step[] {
  const steps = known.get(made) ?? stepsOf(made);
  known.set(made, steps);
  return steps;
}

function stepsOf(made: NamedFunction): readonly Step[] {
  const { asteriskToken, body, name, parameters } = made;
  const steps: Step[] = [];
  if (!body || asteriskToken) return steps;
  /** @param own names that stand for something of the function's there */
  const visit = (node: ts.Node, own: ReadonlySet<string>): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return;
    const names = new Set([...own, ...declaredBy(node)]);
    if (ts.isIdentifier(node) && isValue(node) && !own.has(node.text)) {
      if (!ts.isTypeOfExpression(node.parent)) steps.push({ does: "read", name: node.text });
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const called = node.expression.text;
      if (!own.has(called)) steps.push({ does: "call", name: called });
    }
    const isList = ts.isBlock(node) || ts.isDoStatement(node);
    let isReached = true;
    ts.forEachChild(node, (child) => {
      if (!isReached) return;
      if (isSure(child)) visit(child, names);
      // What stands below may not be reached.
      isReached = !isList || !mayLeave(child);
    });
  };
  const bound = parameters.flatMap((parameter) => boundBy(parameter.name));
  visit(body, new Set([...bound, ...(name ? [name.text] : []), ...hoistedIn(body)]));
  return steps;
}

/** Names of the block, or of the head of the loop, alone. */
function declaredBy(node: ts.Node): Iterable<string> {
  if (ts.isBlock(node)) return blockDeclarations(node).keys();
  if (!ts.isForStatement(node) && !ts.isForInStatement(node) && !ts.isForOfStatement(node)) {
    return [];
  }
  const { initializer } = node;
  return initializer && ts.isVariableDeclarationList(initializer)
    ? initializer.declarations.flatMap((declaration) => boundBy(declaration.name))
    : [];
}

/** Each `var` and function, at whatever depth. */
function hoistedIn(body: ts.Node): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name) names.push(node.name.text);
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      names.push(...node.declarations.flatMap((declaration) => boundBy(declaration.name)));
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return names;
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

/** @param isInLoop whether a `break` or `continue` ends no more than a part of the node */
function mayLeave(node: ts.Node, isInLoop = false): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  if (ts.isBreakOrContinueStatement(node)) return !isInLoop || node.label !== undefined;
  const within = isInLoop || ts.isIterationStatement(node, false) || ts.isSwitchStatement(node);
  return ts.forEachChild(node, (child) => mayLeave(child, within) || undefined) ?? false;
}
