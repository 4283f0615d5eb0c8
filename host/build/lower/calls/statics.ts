// Members of the language's own objects: constants, functions, methods of a prototype.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { helperOf, LOWERED } from "../helpers.ts";
import { isCallee } from "../members/inherited.ts";
import { CONVERSIONS, type Library, TEXTS } from "../visiting.ts";

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
    if (path === "Date.now" && isCallee(node)) return undefined;
    const constant = constantOf(path, factory);
    if (constant) return constant;
    const alias = ALIASES.get(path);
    if (path === "String.fromCharCode" || path === "String.fromCodePoint") {
      const isPlain =
        (TEXTS.has(path) && lowering.isNativeText(node.getStart())) || isGivenBytes(node);
      if (isPlain) return factory.createPropertyAccessExpression(node.expression, "fromCharCode");
    }
    if (LOWERED.has(alias ?? path)) return factory.createIdentifier(helperOf(alias ?? path));
    if (ts.isIdentifier(node.expression) && CONVERSIONS.has(node.expression.text)) return node;
  }
  return prototypeMethod(node, lowering);
}

/** `Number.EPSILON` and the like, as they are written out. */
function constantOf(path: string, factory: ts.NodeFactory): ts.Expression | undefined {
  if (path === "Number.EPSILON") {
    const [one, ulps] = [1, 2 ** 52].map((value) => factory.createNumericLiteral(value));
    if (one && ulps) return factory.createParenthesizedExpression(factory.createDivide(one, ulps));
  }
  const value = VALUES.get(path);
  if (value === undefined) return undefined;
  const literal = factory.createNumericLiteral(Math.abs(value));
  return value < 0 ? factory.createPrefixMinus(literal) : literal;
}

/** What stands for `Object.keys` where it is taken out of its object. */
export function takenMember(object: ts.Identifier, member: string, factory: ts.NodeFactory) {
  const path = `${object.text}.${member}`;
  const name = ALIASES.get(path) ?? path;
  if (LOWERED.has(name)) return factory.createIdentifier(helperOf(name));
  return constantOf(path, factory) ?? factory.createPropertyAccessExpression(object, member);
}

/** `String.fromCharCode(65, x & 255, Math.random() * 256)` */
function isGivenBytes(node: ts.PropertyAccessExpression): boolean {
  const { parent } = node;
  return (
    ts.isCallExpression(parent) && parent.expression === node && parent.arguments.every(isByte)
  );
}

function isByte(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isByte(node.expression);
  if (ts.isNumericLiteral(node)) return Number(node.text) <= 255 && /^\d+$/.test(node.text);
  if (ts.isCallExpression(node)) return memberName(node.expression) === "charCodeAt";
  if (!ts.isBinaryExpression(node)) return false;
  const { left, operatorToken, right } = node;
  if (operatorToken.kind === ts.SyntaxKind.AsteriskToken) {
    return left.getText() === "Math.random()" && Number(right.getText()) <= 256;
  }
  if (operatorToken.kind !== ts.SyntaxKind.AmpersandToken) return false;
  return isByte(left) || isByte(right);
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
