// Calls whose arguments Espruino ignores, or takes in another sense.
import ts from "typescript";
import { uncast } from "../names/names.ts";
import { isOnlyNodes, MODULES_OF_BOARDS } from "../sources/node-modules.ts";
import { NATIVES } from "./classes.ts";
import { calledStatic, globalName, type Place, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

type Values = readonly ts.Expression[];

/** Calls of members of global objects. */
const STATIC_CALLS: Readonly<Record<string, (values: Values, place: Place) => string | undefined>> =
  {
    "Object.create": ([proto, second]) => {
      if (second) return "Object.create with two arguments: assign the properties afterwards";
      return proto?.kind === SyntaxKind.NullKeyword
        ? "Object.create(null): Espruino gives every object its prototype; use a Map"
        : undefined;
    },
    "Object.getPrototypeOf": ([of], { classes }) =>
      of && classes.has(of.getText())
        ? "Object.getPrototypeOf of a class: classes are plain functions on the board; ask one made of it with instanceof"
        : undefined,
    "Object.defineProperties": () => "Object.defineProperties: call Object.defineProperty for each",
    "Object.defineProperty": ([, , descriptor]) =>
      descriptor && isOpen(descriptor)
        ? undefined
        : "Object.defineProperty: every property is enumerable and can be written on Espruino; say enumerable: true, and writable: true with a value",
  };

const TIMERS = new Set(["setTimeout", "setInterval"]);
const CLEARS = new Set(["clearTimeout", "clearInterval", "clearWatch"]);

export const callRules: readonly Rule[] = [
  rule<ts.CallExpression>(SyntaxKind.CallExpression, (node, place) => {
    const [value] = node.arguments;
    if (!value || globalName(node.expression, place) !== "Object" || isAsking(node))
      return undefined;
    return `Object(${value.getText()}): a number or text stays what it is on Espruino; leave Object out, or ask Object(x) === x`;
  }),
  rule<ts.CallExpression>(SyntaxKind.CallExpression, (node, place) => {
    const path = calledStatic(node, place);
    return path === undefined ? undefined : STATIC_CALLS[path]?.(node.arguments, place);
  }),
  rule<ts.CallExpression>(SyntaxKind.CallExpression, ({ expression, arguments: values }, place) => {
    const name = globalName(expression, place);
    const [first] = values;
    if (name === undefined) return undefined;
    if (TIMERS.has(name) && first && ts.isStringLiteralLike(first)) {
      return `${name} with text: names are shortened in the bundle; pass a function`;
    }
    if (CLEARS.has(name) && (!first || ts.isSpreadElement(first))) {
      return `${name}(): it clears every timer there is; name the one`;
    }
    if (name !== "require" || !first || !ts.isStringLiteralLike(first)) return undefined;
    if (/^[./]/.test(first.text)) return `require("${first.text}"): import the file`;
    return isOnlyNodes(first.text) ? `require("${first.text}"): ${MODULES_OF_BOARDS}` : undefined;
  }),
  rule<ts.NewExpression>(
    SyntaxKind.NewExpression,
    ({ expression, arguments: values = [] }, place) => {
      const name = globalName(expression, place);
      if (name === undefined) return notMade(expression, place);
      if (!NATIVES.has(name)) return undefined;
      if (/^(Boolean|Number|String)$/.test(name)) {
        return `new ${name}: Espruino gives the plain value, no object; leave out new, or keep the value in an object of your own`;
      }
      return values.some(ts.isSpreadElement)
        ? `new ${name}(...): pass the arguments one by one`
        : undefined;
    },
  ),
];

/** A function whose value is no object, made new: Espruino gives the value. */
function notMade(callee: ts.Expression, { functions, classes }: Place): string | undefined {
  const name = nameOf(callee);
  if (!functions.has(name) || classes.has(name)) return undefined;
  const value = ts.forEachChild(callee.getSourceFile(), (statement) =>
    ts.isFunctionDeclaration(statement) && statement.name?.text === name && statement.body
      ? plainValueIn(statement.body)
      : undefined,
  );
  return (
    value && `new ${name}: it returns ${value.getText()}, which Espruino gives; make it a class`
  );
}

function nameOf(node: ts.Expression): string {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node)
    ? nameOf(node.expression)
    : node.getText();
}

function plainValueIn(node: ts.Node): ts.Expression | undefined {
  if (ts.isFunctionLike(node)) return undefined;
  if (ts.isReturnStatement(node) && node.expression) {
    const { expression } = node;
    const isPlain =
      ts.isLiteralExpression(expression) ||
      ts.isTemplateExpression(expression) ||
      ts.isPrefixUnaryExpression(expression) ||
      ts.isBinaryExpression(expression) ||
      expression.kind === SyntaxKind.TrueKeyword;
    return isPlain ? expression : undefined;
  }
  return ts.forEachChild(node, plainValueIn);
}

function isOpen(node: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  const says = (name: string) =>
    node.properties.some(
      (property) =>
        ts.isPropertyAssignment(property) &&
        property.name.getText() === name &&
        property.initializer.kind === SyntaxKind.TrueKeyword,
    );
  const hasValue = node.properties.some(({ name }) => name?.getText() === "value");
  return says("enumerable") && (!hasValue || says("writable"));
}

/** `Object(x) === x` */
function isAsking(call: ts.CallExpression): boolean {
  let at: ts.Node = call;
  while (uncast(at.parent) === call) at = at.parent;
  const { parent } = at;
  if (!ts.isBinaryExpression(parent) || !/^[=!]==?$/.test(parent.operatorToken.getText()))
    return false;
  const other = parent.left === at ? parent.right : parent.left;
  return uncast(other).getText() === uncast(call.arguments[0]!).getText();
}
