// The expressions of ES5, as the build leaves it, computed in the abstract on the state of a load.
// What the board's own functions hold on to is board-calls.ts's.
import ts from "typescript";
import { type BoardCall, callBoard } from "./board-calls.ts";
import { isTrue, listOf, set, Thing, UNKNOWN, type Value } from "./heap.ts";
import type { Load } from "./load.ts";
import { assignmentOf, computeBinary, computeUnary, isAssignment } from "./operators.ts";

const { SyntaxKind } = ts;

/** Not `Object` and `process`, which are there from the start. */
const BUILT_IN = new Set(
  "Math JSON Date E Promise Array String Number Error RegExp console Boolean Function Uint8Array Int8Array Uint8ClampedArray Uint16Array Int16Array Uint24Array Uint32Array Int32Array Float32Array Float64Array ArrayBuffer DataView TypeError Serial1 Serial2 I2C1 I2C2 SPI1 SPI2".split(
    " ",
  ),
);

type MemberAccess = ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function functionOf(load: Load, code: ts.FunctionLikeDeclaration): Thing {
  return new Thing("function", code.pos, code, load.scopes);
}

export function evaluate(load: Load, node: ts.Expression): Value {
  load.step();
  if (ts.isParenthesizedExpression(node)) return evaluate(load, node.expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return read(load, node.text, node.pos);
  if (ts.isFunctionExpression(node)) return functionOf(load, node);
  if (ts.isObjectLiteralExpression(node)) return objectOf(load, node);
  if (ts.isArrayLiteralExpression(node)) return arrayOf(load, node);
  if (isMemberAccess(node)) return memberIn(load, node);
  if (ts.isCallExpression(node)) return evaluateCall(load, node);
  if (ts.isNewExpression(node)) return evaluateNew(load, node);
  if (ts.isBinaryExpression(node)) return evaluateBinary(load, node);
  if (ts.isPrefixUnaryExpression(node)) {
    const value = evaluate(load, node.operand);
    const { operator } = node;
    if (operator !== SyntaxKind.PlusPlusToken && operator !== SyntaxKind.MinusMinusToken) {
      return computeUnary(operator, value);
    }
    return assign(load, node.operand, step(value, operator));
  }
  if (ts.isPostfixUnaryExpression(node)) {
    const value = evaluate(load, node.operand);
    assign(load, node.operand, step(value, node.operator));
    return value;
  }
  if (ts.isConditionalExpression(node)) {
    const condition = evaluate(load, node.condition);
    if (condition !== UNKNOWN) {
      return evaluate(load, isTrue(condition) ? node.whenTrue : node.whenFalse);
    }
    const [value, other] = [evaluate(load, node.whenTrue), evaluate(load, node.whenFalse)];
    return value instanceof Thing ? value : other;
  }
  if (ts.isVoidExpression(node)) return void evaluate(load, node.expression);
  if (ts.isTypeOfExpression(node) || ts.isDeleteExpression(node)) {
    evaluate(load, node.expression);
    return UNKNOWN;
  }
  if (ts.isRegularExpressionLiteral(node)) return load.made("regexp", "RegExp", node.pos);
  if (node.kind === SyntaxKind.TrueKeyword) return true;
  if (node.kind === SyntaxKind.FalseKeyword) return false;
  if (node.kind === SyntaxKind.NullKeyword) return null;
  if (node.kind === SyntaxKind.ThisKeyword) return load.self;
  return UNKNOWN;
}

function read(load: Load, name: string, at: number): Value {
  for (const scope of load.scopes) {
    const slot = scope.slots.get(name);
    if (slot) return slot.value;
  }
  if (name === "arguments") return takeArguments(load, at);
  if (name === "undefined") return undefined;
  if (name === "NaN" || name === "Infinity") return Number(name);
  if (name === "global") return load.globals;
  const slot = load.globals.slots.get(name);
  if (slot) return slot.value;
  return BUILT_IN.has(name) ? load.native("builtin", name, at) : UNKNOWN;
}

/** They become a variable of the function that reads them (jswrap_arguments). */
function takeArguments(load: Load, at: number): Thing {
  const list = listOf(load.values, at);
  set(load.scope, "arguments", list, at);
  return list;
}

function objectOf(load: Load, { properties, pos }: ts.ObjectLiteralExpression): Thing {
  const made = new Thing("object", pos);
  for (const property of properties) {
    if (ts.isPropertyAssignment(property)) {
      const value = evaluate(load, property.initializer);
      set(made, nameOf(property.name), value, property.pos);
    } else if (ts.isAccessor(property)) {
      const name = nameOf(property.name);
      const known = made.slots.get(name)?.value;
      const pair = known instanceof Thing ? known : new Thing("object", property.pos);
      const half = ts.isGetAccessor(property) ? "get" : "set";
      set(pair, half, functionOf(load, property), property.pos);
      set(made, name, pair, property.pos);
    }
  }
  return made;
}

function nameOf(name: ts.PropertyName): string {
  return ts.isComputedPropertyName(name) ? "?" : (name as ts.Identifier).text;
}

function arrayOf(load: Load, { elements, pos }: ts.ArrayLiteralExpression): Thing {
  const made = new Thing("array", pos);
  elements.forEach((element, index) => {
    set(made, String(index), evaluate(load, element), element.pos);
  });
  return made;
}

function memberIn(load: Load, node: MemberAccess, owner = evaluate(load, node.expression)): Value {
  const name = memberName(load, node);
  lookInto(load, owner, name, node.pos);
  if (typeof owner === "string") {
    return name === "length" ? owner.length : (owner[Number(name)] ?? UNKNOWN);
  }
  if (!(owner instanceof Thing) || name === undefined) return UNKNOWN;
  // A function of its own for each that keeps it.
  if (owner.kind === "builtin") return new Thing("object", node.pos);
  if (name === "length" && owner.kind === "array") return owner.slots.size;
  return memberOf(load, owner, name, node.pos);
}

/** What a text or an array has not itself is looked up in the prototype, which is then made. */
function lookInto(load: Load, owner: Value, name: string | undefined, at: number): void {
  if (/^\d+$/.test(name ?? "0")) return;
  if (typeof owner === "string") load.made("object", "String", at);
  if (owner instanceof Thing && owner.kind === "array") load.made("object", "Array", at);
}

function memberOf(load: Load, owner: Thing, name: string, at: number): Value {
  const slot = owner.slots.get(name);
  if (slot) return slot.value;
  if (owner.kind === "function" && name === "prototype") {
    // Made when it is first asked for.
    const prototype = new Thing("object", at);
    set(owner, "prototype", prototype, at);
    return prototype;
  }
  const above = owner.slots.get("__proto__")?.value;
  return above instanceof Thing ? memberOf(load, above, name, at) : UNKNOWN;
}

function memberName(load: Load, node: MemberAccess): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const value = evaluate(load, node.argumentExpression);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function evaluateCall(load: Load, node: ts.CallExpression): Value {
  const { expression, pos } = node;
  const isMember = isMemberAccess(expression);
  const owner = isMember ? evaluate(load, expression.expression) : undefined;
  const callee = isMember ? memberIn(load, expression, owner) : evaluate(load, expression);
  const values = node.arguments.map((argument) => evaluate(load, argument));
  if (callee instanceof Thing && callee.code) return load.call(callee, owner, values);
  const name = isMember ? memberName(load, expression) : expression.getText();
  return callBoard(load, { callee, name: name ?? "", owner, isMember, values, at: pos });
}

function evaluateNew(load: Load, { expression, arguments: given, pos }: ts.NewExpression): Value {
  const maker = evaluate(load, expression);
  const values = (given ?? []).map((argument) => evaluate(load, argument));
  if (maker instanceof Thing && maker.code) {
    const made = new Thing("object", pos);
    const prototype = memberOf(load, maker, "prototype", maker.at);
    if (prototype instanceof Thing) set(prototype, "constructor", maker, maker.at);
    set(made, "__proto__", prototype, pos);
    const value = load.call(maker, made, values);
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

function evaluateBinary(load: Load, node: ts.BinaryExpression): Value {
  const { left, right } = node;
  const operator = node.operatorToken.kind;
  if (operator === SyntaxKind.EqualsToken) return assign(load, left, evaluate(load, right));
  if (isAssignment(operator)) {
    const before = evaluate(load, left);
    return assign(load, left, computeBinary(assignmentOf(operator), before, evaluate(load, right)));
  }
  const first = evaluate(load, left);
  if (operator === SyntaxKind.CommaToken) return evaluate(load, right);
  const isAnd = operator === SyntaxKind.AmpersandAmpersandToken;
  if (isAnd || operator === SyntaxKind.BarBarToken) {
    if (first !== UNKNOWN && isTrue(first) !== isAnd) return first;
    return evaluate(load, right);
  }
  return computeBinary(operator, first, evaluate(load, right));
}

function assign(load: Load, target: ts.Expression, value: Value): Value {
  if (ts.isParenthesizedExpression(target)) return assign(load, target.expression, value);
  if (ts.isIdentifier(target)) {
    const scope = load.scopes.find(({ slots }) => slots.has(target.text)) ?? load.globals;
    set(scope, target.text, value, target.pos);
  } else if (isMemberAccess(target)) {
    const owner = evaluate(load, target.expression);
    const name = memberName(load, target);
    if (owner instanceof Thing && name !== undefined && owner.kind !== "buffer") {
      set(owner, name, value, target.pos);
    }
  }
  return value;
}

function isMemberAccess(node: ts.Node): node is MemberAccess {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function step(value: Value, operator: ts.SyntaxKind): Value {
  if (typeof value !== "number") return UNKNOWN;
  return operator === SyntaxKind.PlusPlusToken ? value + 1 : value - 1;
}
