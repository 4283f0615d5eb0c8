// The statements of ES5, as the build leaves it, run in the abstract on the state of a load.
import ts from "typescript";
import { evaluate, functionOf } from "./expressions.ts";
import { isTrue, set, UNKNOWN, type Value } from "./heap.ts";
import type { Load } from "./load.ts";

/** What the program throws. */
export class Thrown extends Error {
  constructor(readonly value: Value) {
    super();
  }
}

/** How a statement ends, if not by its end. */
type End = "break" | "continue" | { readonly value: Value } | undefined;

export function runBlock(load: Load, statements: Iterable<ts.Statement>): End {
  for (const statement of statements) {
    const end = runStatement(load, statement);
    if (end !== undefined) return end;
  }
  return undefined;
}

function runStatement(load: Load, node: ts.Statement): End {
  load.step();
  if (ts.isVariableStatement(node)) return declareAll(load, node.declarationList);
  if (ts.isExpressionStatement(node)) return void evaluate(load, node.expression);
  if (ts.isFunctionDeclaration(node)) {
    return node.name && declare(load, node.name.text, functionOf(load, node), node.pos);
  }
  if (ts.isReturnStatement(node)) {
    return { value: node.expression && evaluate(load, node.expression) };
  }
  if (ts.isBlock(node)) return runBlock(load, node.statements);
  if (ts.isIfStatement(node)) return runIf(load, node);
  if (ts.isIterationStatement(node, false)) return runLoop(load, node);
  if (ts.isSwitchStatement(node)) return runSwitch(load, node);
  if (ts.isTryStatement(node)) return runTry(load, node);
  if (ts.isLabeledStatement(node)) return runStatement(load, node.statement);
  if (ts.isBreakStatement(node)) return "break";
  if (ts.isContinueStatement(node)) return "continue";
  if (ts.isThrowStatement(node)) {
    const value = evaluate(load, node.expression);
    if (load.doubts === 0) throw new Thrown(value);
    return { value: undefined };
  }
  return undefined;
}

function declareAll(load: Load, { declarations }: ts.VariableDeclarationList): undefined {
  for (const { name, initializer, pos } of declarations) {
    if (!ts.isIdentifier(name)) continue;
    const value = initializer && evaluate(load, initializer);
    if (initializer || !load.scope.slots.has(name.text)) declare(load, name.text, value, pos);
  }
}

function declare(load: Load, name: string, value: Value, at: number): undefined {
  set(load.scope, name, value, at);
}

function runIf(load: Load, { expression, thenStatement, elseStatement }: ts.IfStatement): End {
  const condition = evaluate(load, expression);
  if (condition !== UNKNOWN) {
    if (isTrue(condition)) return runStatement(load, thenStatement);
    return elseStatement && runStatement(load, elseStatement);
  }
  // Neither may end what follows: it runs where the other was taken.
  load.doubts++;
  runStatement(load, thenStatement);
  if (elseStatement) runStatement(load, elseStatement);
  load.doubts--;
  return undefined;
}

function runLoop(load: Load, node: ts.IterationStatement): End {
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    evaluate(load, node.expression);
    if (ts.isVariableDeclarationList(node.initializer)) declareAll(load, node.initializer);
    const end = runStatement(load, node.statement);
    return typeof end === "object" ? end : undefined;
  }
  if (ts.isForStatement(node) && node.initializer) {
    if (ts.isVariableDeclarationList(node.initializer)) declareAll(load, node.initializer);
    else evaluate(load, node.initializer);
  }
  const condition = ts.isForStatement(node)
    ? node.condition
    : (node as ts.WhileStatement | ts.DoStatement).expression;
  for (let isFirst = true; ; isFirst = false) {
    const isChecked = !(isFirst && ts.isDoStatement(node));
    const goesOn = isChecked && condition ? evaluate(load, condition) : true;
    if (goesOn !== UNKNOWN && !isTrue(goesOn)) return undefined;
    const end = runStatement(load, node.statement);
    if (typeof end === "object") return end;
    if (end === "break") return undefined;
    if (ts.isForStatement(node) && node.incrementor) evaluate(load, node.incrementor);
    if (goesOn === UNKNOWN) return undefined;
  }
}

function runSwitch(load: Load, { expression, caseBlock }: ts.SwitchStatement): End {
  const value = evaluate(load, expression);
  const { clauses } = caseBlock;
  const values = clauses.map((clause) =>
    ts.isCaseClause(clause) ? evaluate(load, clause.expression) : undefined,
  );
  let first = clauses.findIndex((clause, i) => ts.isCaseClause(clause) && values[i] === value);
  if (first < 0) first = clauses.findIndex(ts.isDefaultClause);
  if (value === UNKNOWN) first = 0;
  if (first < 0) return undefined;
  const end = runBlock(
    load,
    clauses.slice(first).flatMap((clause) => [...clause.statements]),
  );
  return end === "break" ? undefined : end;
}

function runTry(load: Load, { tryBlock, catchClause, finallyBlock }: ts.TryStatement): End {
  let end: End;
  try {
    end = runBlock(load, tryBlock.statements);
  } catch (error) {
    if (!(error instanceof Thrown) || !catchClause) throw error;
    const name = catchClause.variableDeclaration?.name;
    if (name && ts.isIdentifier(name)) declare(load, name.text, error.value, name.pos);
    end = runBlock(load, catchClause.block.statements);
  }
  return (finallyBlock && runBlock(load, finallyBlock.statements)) ?? end;
}
