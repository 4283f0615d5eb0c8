// Calls that mean something else on Espruino than in the language.
import ts from "typescript";
import { isPath } from "../known/paths.ts";
import type { Surroundings } from "../rewrite.ts";

/** `clearTimeout(undefined)` throws, and without an argument clears every timer there is. */
const CLEARS = new Set(["clearTimeout", "clearInterval", "clearWatch"]);

export function rewriteCall(node: ts.CallExpression, { factory }: Surroundings): ts.Node {
  const { expression: callee, arguments: values } = node;
  const [first] = values;
  if (ts.isIdentifier(callee) && CLEARS.has(callee.text) && values.length === 1 && first) {
    // Ids start at 1 (jsiTimerAdd, src/jsinteractive.c), so only what is no id is falsy.
    return isPath(first)
      ? factory.createLogicalAnd(first, node)
      : factory.createCallExpression(factory.createIdentifier("__clear"), undefined, [
          callee,
          first,
        ]);
  }
  if (isMember(callee, "Math", "round") && values.length === 1 && first) {
    // Espruino rounds -2.5 to -3.
    // Less minus a half: a text is no text then.
    const half = factory.createSubtract(
      factory.createParenthesizedExpression(first),
      factory.createPrefixMinus(factory.createNumericLiteral("0.5")),
    );
    const floor = factory.createPropertyAccessExpression(factory.createIdentifier("Math"), "floor");
    return factory.createCallExpression(floor, undefined, [half]);
  }
  return node;
}

function isMember(node: ts.Expression, object: string, member: string): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === object &&
    node.name.text === member
  );
}

/** `new X(...values)`, `new X(await value)`: TypeScript's `bind.apply` makes no object on Espruino. */
export function rewriteNew(node: ts.NewExpression, { factory }: Surroundings): ts.Node {
  const values = node.arguments ?? [];
  const isApplied =
    values.some(ts.isSpreadElement) || (values.some(isInterrupted) && !isNative(node.expression));
  if (!isApplied) return node;
  return factory.createCallExpression(factory.createIdentifier("__new"), undefined, [
    node.expression,
    factory.createArrayLiteralExpression(values),
  ]);
}

/** What Espruino makes of its own classes is right. */
const NATIVE = /^(?:Date|DataView|ArrayBuffer|(?:\w+\d)?Array)$/;

function isNative(made: ts.Expression): boolean {
  return ts.isIdentifier(made) && NATIVE.test(made.text);
}

/** Whether a function is left and entered again in the midst of a value. */
function isInterrupted(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, isInterrupted) ?? false);
}
