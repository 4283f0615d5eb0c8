// The expressions of ES5, as the build leaves it, computed in the abstract on the state of a load.
import ts from "typescript";
import { evaluateCall, evaluateNew } from "./calls.ts";
import { Thing, truthOf, UNKNOWN, type Value } from "./heap.ts";
import type { Load } from "./load.ts";
import { assign, isMemberAccess, memberIn, read, remove } from "./names.ts";
import {
  assignmentOf,
  computeBinary,
  computeUnary,
  isAssignment,
  isIdentity,
  typeOf,
} from "./operators.ts";
import { isIn, isInstanceOf } from "./relations.ts";

const { SyntaxKind } = ts;

export function functionOf(load: Load, code: ts.FunctionLikeDeclaration): Thing {
  return new Thing("function", code.pos, { code, scopes: load.scopes });
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
    const condition = truthOf(evaluate(load, node.condition));
    if (condition !== UNKNOWN) return evaluate(load, condition ? node.whenTrue : node.whenFalse);
    load.isGuess = true;
    const [value, other] = [evaluate(load, node.whenTrue), evaluate(load, node.whenFalse)];
    return value instanceof Thing ? value : other;
  }
  if (ts.isVoidExpression(node)) return void evaluate(load, node.expression);
  if (ts.isTypeOfExpression(node)) {
    return typeOf(evaluate(load, node.expression));
  }
  if (ts.isDeleteExpression(node)) return remove(load, node.expression);
  if (ts.isRegularExpressionLiteral(node)) {
    return load.made("regexp", "RegExp", node.pos, { name: node.text });
  }
  if (node.kind === SyntaxKind.TrueKeyword) return true;
  if (node.kind === SyntaxKind.FalseKeyword) return false;
  if (node.kind === SyntaxKind.NullKeyword) return null;
  if (node.kind === SyntaxKind.ThisKeyword) return load.self;
  return UNKNOWN;
}

function objectOf(load: Load, { properties, pos }: ts.ObjectLiteralExpression): Thing {
  const made = new Thing("object", pos);
  made.isOpen = properties.some(({ name }) => name && ts.isComputedPropertyName(name));
  for (const property of properties) {
    if (ts.isPropertyAssignment(property)) {
      const value = evaluate(load, property.initializer);
      load.set(made, nameOf(property.name), value, property.pos);
    } else if (ts.isAccessor(property)) {
      const name = nameOf(property.name);
      const known = made.slots.get(name)?.value;
      const pair = known instanceof Thing ? known : new Thing("accessor", property.pos);
      const half = ts.isGetAccessor(property) ? "get" : "set";
      load.set(pair, half, functionOf(load, property), property.pos);
      load.set(made, name, pair, property.pos);
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
    load.set(made, String(index), evaluate(load, element), element.pos);
  });
  return made;
}

function evaluateBinary(load: Load, node: ts.BinaryExpression): Value {
  const { left, right } = node;
  const operator = node.operatorToken.kind;
  if (operator === SyntaxKind.EqualsToken) return assign(load, left, evaluate(load, right));
  if (isAssignment(operator)) {
    const before = evaluate(load, left);
    return assign(load, left, computeBinary(assignmentOf(operator), before, evaluate(load, right)));
  }
  const isGuess = load.isGuess;
  const first = evaluate(load, left);
  if (operator === SyntaxKind.CommaToken) {
    // It takes no part in the value.
    load.isGuess = isGuess;
    return evaluate(load, right);
  }
  const isAnd = operator === SyntaxKind.AmpersandAmpersandToken;
  if (isAnd || operator === SyntaxKind.BarBarToken) {
    const truth = truthOf(first);
    if (truth === !isAnd) return first;
    if (truth === UNKNOWN) load.isGuess = true;
    return evaluate(load, right);
  }
  const second = evaluate(load, right);
  if (operator === SyntaxKind.InstanceOfKeyword) return isInstanceOf(load, first, second, node.pos);
  if (operator === SyntaxKind.InKeyword) return isIn(first, second);
  if (first instanceof Thing !== second instanceof Thing && isIdentity(operator)) {
    // What the board gives is hardly what the program has made.
    if (first === UNKNOWN || second === UNKNOWN) load.isDoubtful = true;
    return operator === SyntaxKind.ExclamationEqualsEqualsToken;
  }
  return computeBinary(operator, first, second);
}

function step(value: Value, operator: ts.SyntaxKind): Value {
  if (typeof value !== "number") return UNKNOWN;
  return operator === SyntaxKind.PlusPlusToken ? value + 1 : value - 1;
}
