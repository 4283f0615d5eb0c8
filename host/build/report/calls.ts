// Calls in a load that is run in the abstract. What the board's own functions hold on to is
// board-calls.ts's.
import type ts from "typescript";
import { type BoardCall, callBoard } from "./board-calls.ts";
import { evaluate } from "./expressions.ts";
import { Thing, type Value } from "./heap.ts";
import type { Load } from "./load.ts";
import { isMemberAccess, memberIn, memberName, memberOf } from "./names.ts";
import { Thrown } from "./statements.ts";

export function evaluateCall(load: Load, node: ts.CallExpression): Value {
  const { expression, pos } = node;
  const isMember = isMemberAccess(expression);
  const owner = isMember ? evaluate(load, expression.expression) : undefined;
  const callee = isMember ? memberIn(load, expression, owner) : evaluate(load, expression);
  // The object twice: as what has the member, and as `this` (jspeFactorFunctionCall, jspeFunctionCall).
  const values = load.locks.during([callee, owner, owner], () =>
    argumentsOf(load, callee, node.arguments),
  );
  if (callee instanceof Thing && callee.code) {
    return load.locks.during([callee, owner], () => load.call(callee, owner, values));
  }
  const call = boardCall(load, expression, callee, owner, values, pos);
  return load.locks.during([callee, owner, owner, ...values], () => callBoard(load, call));
}

function boardCall(
  load: Load,
  expression: ts.Expression,
  callee: Value,
  owner: Value,
  values: readonly Value[],
  at: number,
): BoardCall {
  if (callee instanceof Thing && callee.kind === "member" && callee.name !== "") {
    return { name: callee.name, owner: undefined, isMember: false, values, at };
  }
  const isMember = isMemberAccess(expression);
  const name = isMember ? memberName(load, expression) : expression.getText();
  return { name: name ?? "", owner, isMember, values, at };
}

export function evaluateNew(
  load: Load,
  { expression, arguments: given, pos }: ts.NewExpression,
): Value {
  const maker = evaluate(load, expression);
  const values = load.locks.during([maker], () => argumentsOf(load, maker, given ?? []));
  if (maker instanceof Thing && maker.code) {
    const made = new Thing("object", pos);
    const prototype = memberOf(load, maker, "prototype", maker.at);
    if (prototype instanceof Thing) load.set(prototype, "constructor", maker, maker.at);
    load.set(made, "__proto__", prototype, pos);
    const value = load.locks.during([maker, made], () => load.call(maker, made, values));
    return value instanceof Thing ? value : made;
  }
  const call: BoardCall = {
    name: `new ${expression.getText()}`,
    owner: undefined,
    isMember: false,
    values,
    at: pos,
  };
  return callBoard(load, call);
}

function argumentsOf(load: Load, callee: Value, given: readonly ts.Expression[]): Value[] {
  try {
    return given.map((argument) => evaluate(load, argument));
  } catch (error) {
    // The interpreter never unlocks the scopes around a function that is then not called
    // (`functionScope` of jspeFunctionCall, src/jsparse.c).
    if (error instanceof Thrown && callee instanceof Thing) {
      for (const scope of callee.scopes) load.hold(scope);
    }
    throw error;
  }
}
