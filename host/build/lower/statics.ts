// Members of the language's own objects: constants, functions, methods of a prototype.
import ts from "typescript";
import { helperOf, LOWERED } from "./helpers.ts";
import { isCallee } from "./inherited.ts";
import { CONVERSIONS, type Library } from "./visiting.ts";

/** The hidden property that is `Symbol.iterator`. */
export const ITERATOR_KEY = "\xff_i";

const VALUES: ReadonlyMap<string, number> = new Map([
  ["Number.MAX_SAFE_INTEGER", Number.MAX_SAFE_INTEGER],
  ["Number.MIN_SAFE_INTEGER", Number.MIN_SAFE_INTEGER],
  // Espruino's is the least that has all its bits.
  ["Number.MIN_VALUE", Number.MIN_VALUE],
]);

const ALIASES: ReadonlyMap<string, string> = new Map([
  ["Number.parseFloat", "parseFloat"],
  ["Number.parseInt", "parseInt"],
  ["String.fromCodePoint", "String.fromCharCode"],
]);

/** What has the methods of a prototype, for `Array.prototype.slice.call(list)`. */
const PROTOTYPES = new Set(["Array", "Object", "String"]);

export function rewriteMember(
  node: ts.PropertyAccessExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { factory } = lowering;
  const path = lowering.pathOf(node);
  if (path === "Symbol.iterator") return factory.createStringLiteral(ITERATOR_KEY);
  if (path !== undefined) {
    if (path === "Number.EPSILON") {
      const [one, ulps] = [1, 2 ** 52].map((value) => factory.createNumericLiteral(value));
      if (one && ulps)
        return factory.createParenthesizedExpression(factory.createDivide(one, ulps));
    }
    if (path === "Date.now" && isCallee(node)) return undefined;
    const value = VALUES.get(path);
    if (value !== undefined) {
      const literal = factory.createNumericLiteral(Math.abs(value));
      return value < 0 ? factory.createPrefixMinus(literal) : literal;
    }
    const alias = ALIASES.get(path);
    if (alias === "String.fromCharCode") {
      return factory.createPropertyAccessExpression(node.expression, "fromCharCode");
    }
    if (LOWERED.has(alias ?? path)) return factory.createIdentifier(helperOf(alias ?? path));
    if (ts.isIdentifier(node.expression) && CONVERSIONS.has(node.expression.text)) return node;
  }
  return prototypeMethod(node, lowering);
}

function prototypeMethod(
  node: ts.PropertyAccessExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { factory } = lowering;
  const { expression: owner } = node;
  if (!ts.isPropertyAccessExpression(owner) || owner.name.text !== "prototype") return undefined;
  const { expression: name } = owner;
  if (!ts.isIdentifier(name) || !lowering.isGlobal(name) || !PROTOTYPES.has(name.text)) {
    return undefined;
  }
  const value =
    name.text === "Array"
      ? factory.createArrayLiteralExpression()
      : name.text === "String"
        ? factory.createStringLiteral("")
        : factory.createParenthesizedExpression(factory.createObjectLiteralExpression());
  return factory.createPropertyAccessExpression(value, node.name);
}
