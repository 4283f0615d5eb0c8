// The statements of ES5, as the build leaves it, run in the abstract on the state of a load.
import ts from "typescript";
import { evaluate, functionOf } from "./expressions.ts";
import { truthOf, UNKNOWN, type Value } from "./heap.ts";
import type { Load } from "./load.ts";
import { isCounted } from "./operators.ts";

/** What the program throws. */
export class Thrown extends Error {
  constructor(readonly value: Value) {
    super();
  }
}

/** How a statement ends, if not by its end. */
interface End {
  readonly kind: "break" | "continue" | "return";
  readonly value?: Value;
  /** Whether only the board knows that it ends so: what follows runs too. */
  readonly isGuess?: true;
}

export function runBlock(load: Load, statements: Iterable<ts.Statement>): End | undefined {
  let guessed: End | undefined;
  for (const statement of statements) {
    const end = runStatement(load, statement);
    if (end && !end.isGuess) return end;
    guessed = widest(guessed, end);
  }
  return guessed;
}

const REACH: readonly End["kind"][] = ["continue", "break", "return"];

/** The one that ends more. */
function widest(one: End | undefined, other: End | undefined): End | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return REACH.indexOf(one.kind) < REACH.indexOf(other.kind) ? other : one;
}

function runStatement(load: Load, node: ts.Statement): End | undefined {
  load.step();
  const { isGuess, isDoubtful } = load;
  const end = runKind(load, node);
  // What may not be reached is a guess.
  if (end === undefined) {
    load.isGuess = isGuess;
    load.isDoubtful = isDoubtful;
  }
  return end;
}

function runKind(load: Load, node: ts.Statement): End | undefined {
  if (ts.isVariableStatement(node)) return declareAll(load, node.declarationList);
  if (ts.isExpressionStatement(node)) return void evaluate(load, node.expression);
  if (ts.isFunctionDeclaration(node)) {
    return node.name && declare(load, node.name.text, functionOf(load, node), node.pos);
  }
  if (ts.isReturnStatement(node)) {
    return { kind: "return", value: node.expression && evaluate(load, node.expression) };
  }
  if (ts.isBlock(node)) return runBlock(load, node.statements);
  if (ts.isIfStatement(node)) return runIf(load, node);
  if (ts.isIterationStatement(node, false)) return runLoop(load, node);
  if (ts.isSwitchStatement(node)) return runSwitch(load, node);
  if (ts.isTryStatement(node)) return runTry(load, node);
  if (ts.isLabeledStatement(node)) return runStatement(load, node.statement);
  if (ts.isBreakStatement(node)) return { kind: "break" };
  if (ts.isContinueStatement(node)) return { kind: "continue" };
  if (ts.isThrowStatement(node)) {
    const value = evaluate(load, node.expression);
    if (!load.isGuess) throw new Thrown(value);
    return { kind: "return" };
  }
  return undefined;
}

function declareAll(load: Load, { declarations }: ts.VariableDeclarationList): undefined {
  for (const { name, initializer, pos } of declarations) {
    if (!ts.isIdentifier(name)) continue;
    const before = load.isGuess;
    const value = initializer && evaluate(load, initializer);
    if (initializer || !load.scope.slots.has(name.text)) declare(load, name.text, value, pos);
    load.isGuess = before;
  }
}

function declare(load: Load, name: string, value: Value, at: number): undefined {
  load.set(load.scope, name, value, at);
}

function runIf(
  load: Load,
  { expression, thenStatement, elseStatement }: ts.IfStatement,
): End | undefined {
  const condition = truthOf(evaluate(load, expression));
  if (condition !== UNKNOWN) {
    if (condition) return runStatement(load, thenStatement);
    return elseStatement && runStatement(load, elseStatement);
  }
  const ends = [thenStatement, elseStatement].map((branch) => {
    if (branch === undefined || endsByThrowing(branch)) return undefined;
    load.isGuess = true;
    return runStatement(load, branch);
  });
  load.isGuess = true;
  return guess(widest(ends[0], ends[1]));
}

/** What may end the load by an error is taken not to: a firmware that works has none. */
function endsByThrowing(node: ts.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.at(-1) : node;
  return last !== undefined && ts.isThrowStatement(last);
}

function guess(end: End | undefined): End | undefined {
  return end && { ...end, isGuess: true };
}

/** Where only the board knows how often it runs, it runs once. */
function runLoop(load: Load, node: ts.IterationStatement): End | undefined {
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    evaluate(load, node.expression);
    if (ts.isVariableDeclarationList(node.initializer)) declareAll(load, node.initializer);
    load.isGuess = true;
    return afterLoop(guess(runStatement(load, node.statement)));
  }
  const { initializer, incrementor, ...parts } = node as ts.ForStatement;
  if (initializer && ts.isVariableDeclarationList(initializer)) declareAll(load, initializer);
  else if (initializer) evaluate(load, initializer);
  const condition = parts.condition ?? (node as ts.WhileStatement | ts.DoStatement).expression;
  const before = load.isGuess;
  const mostTurns = isCounted(condition) ? Number.POSITIVE_INFINITY : load.mostTurns;
  for (let turns = 0; turns < mostTurns; turns++) {
    const isChecked = turns > 0 || !ts.isDoStatement(node);
    const goesOn = isChecked && condition ? truthOf(evaluate(load, condition)) : true;
    if (goesOn === false) return undefined;
    if (goesOn === UNKNOWN) load.isGuess = true;
    const end = runStatement(load, node.statement);
    if (goesOn === UNKNOWN) return afterLoop(guess(end));
    if (end && end.kind !== "continue") return afterLoop(end);
    load.isGuess = before;
    if (incrementor) evaluate(load, incrementor);
  }
  return undefined;
}

function afterLoop(end: End | undefined): End | undefined {
  return end?.kind === "return" ? end : undefined;
}

function runSwitch(load: Load, { expression, caseBlock }: ts.SwitchStatement): End | undefined {
  const value = evaluate(load, expression);
  const { clauses } = caseBlock;
  const values = clauses.map((clause) =>
    ts.isCaseClause(clause) ? evaluate(load, clause.expression) : undefined,
  );
  let first = clauses.findIndex((clause, i) => ts.isCaseClause(clause) && values[i] === value);
  if (first < 0) first = clauses.findIndex(ts.isDefaultClause);
  if (value === UNKNOWN) {
    first = 0;
    load.isGuess = true;
  }
  if (first < 0) return undefined;
  const end = runBlock(
    load,
    clauses.slice(first).flatMap((clause) => [...clause.statements]),
  );
  if (end?.kind === "break") return undefined;
  return value === UNKNOWN ? guess(end) : end;
}

function runTry(
  load: Load,
  { tryBlock, catchClause, finallyBlock }: ts.TryStatement,
): End | undefined {
  let end: End | undefined;
  load.tries++;
  try {
    end = runBlock(load, tryBlock.statements);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    if (!catchClause) {
      const last = finallyBlock && runBlock(load, finallyBlock.statements);
      if (last && !last.isGuess) return last;
      throw error;
    }
    end = load.inCatch(catchClause, error.value, () =>
      runBlock(load, catchClause.block.statements),
    );
  } finally {
    load.tries--;
  }
  return (finallyBlock && runBlock(load, finallyBlock.statements)) ?? end;
}
