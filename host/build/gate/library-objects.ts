// An object of the language's library, or one of its functions, as a value: handed on, kept, taken as a
// default. What is called of it there is the interpreter's own, which is not what the language has.
import ts from "typescript";
import { aliasedObject, LIBRARY_OBJECTS } from "../names/library-aliases.ts";
import { isValue, memberName, uncast } from "../names/names.ts";
import { globalName, type Place, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

/** What is taken for a helper where it is an argument. */
const CONVERSIONS = new Set(["Number", "String"]);

/** How to call it by its name. */
const CALLS: ReadonlyMap<string, string> = new Map([
  ["Array", "(value) => Array.isArray(value)"],
  ["Date", "() => new Date()"],
  ["JSON", "(value) => JSON.stringify(value)"],
  ["Math", "(value) => Math.round(value)"],
  ["Number", "(value) => Number(value)"],
  ["Object", "(value) => Object.keys(value)"],
  ["Promise", "(value) => Promise.resolve(value)"],
  ["RegExp", "(text) => /a+/.test(text)"],
  ["String", "(value) => String(value)"],
]);

/** Those that lowering brings along. */
const OWN_CLASSES = /^(Map|Set|Promise|\w*Error)$/;

/** What to ask instead of `value.constructor === Array`. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ["Array", "Array.isArray(value)"],
  ["Boolean", 'typeof value === "boolean"'],
  ["Function", 'typeof value === "function"'],
  ["Number", 'typeof value === "number"'],
  ["Object", 'typeof value === "object"'],
  ["String", 'typeof value === "string"'],
]);

const EQUALITIES: readonly ts.SyntaxKind[] = [
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
];

export const libraryObjectRules: readonly Rule[] = [
  // After one `instanceof Array` the interpreter gives an array another function for its constructor.
  rule<ts.BinaryExpression>(SyntaxKind.BinaryExpression, (node, place) => {
    if (!EQUALITIES.includes(node.operatorToken.kind)) return undefined;
    const sides = [node.left, node.right].map(uncast);
    const made = sides.find((side) => memberName(side) !== "constructor");
    if (!made || !ts.isIdentifier(made) || !sides.some((side) => side !== made)) return undefined;
    if (!sides.every((side) => side === made || memberName(side) === "constructor"))
      return undefined;
    const name = globalName(made, place);
    if (name === undefined || !/^[A-Z]/.test(name) || OWN_CLASSES.test(name)) return undefined;
    const instead = KINDS.get(name) ?? `value instanceof ${name}`;
    return `.constructor compared with ${name}: on Espruino it may be another function than that; ask ${instead}`;
  }),
  rule<ts.Identifier>(SyntaxKind.Identifier, (node, place) => {
    if (!isValue(node)) return undefined;
    const object = globalName(node, place);
    if (object === undefined || !LIBRARY_OBJECTS.has(object)) return undefined;
    const value = around(node);
    if (isHarmless(value, object) || isAlias(value, place)) return undefined;
    if (ts.isBinaryExpression(value.parent) && CONVERSIONS.has(object)) {
      return `${object} compared with what was handed on, which is a function of the build; tell kinds apart by a text of your own ("number")`;
    }
    const name = isComputed(value)
      ? `${object}[key] by a key that is computed`
      : `${object} as a value`;
    return `${name}: what is called there is the interpreter's own, which differs; call it by its name, ${CALLS.get(object)}`;
  }),
];

/** `(JSON as any)!` */
function around(node: ts.Node): ts.Node {
  return uncast(node.parent) === uncast(node) ? around(node.parent) : node;
}

function isComputed({ parent }: ts.Node): boolean {
  return ts.isElementAccessExpression(parent) && memberName(parent) === undefined;
}

function isHarmless(value: ts.Node, object: string): boolean {
  const { parent } = value;
  if (ts.isPropertyAccessExpression(parent)) return true;
  if (ts.isElementAccessExpression(parent)) return memberName(parent) !== undefined;
  if (ts.isCallExpression(parent)) {
    return parent.expression === value || CONVERSIONS.has(object) || isThis(value, parent);
  }
  if (ts.isNewExpression(parent)) return parent.expression === value;
  if (ts.isIfStatement(parent) || ts.isExpressionStatement(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === value;
  // What else may be there is looked at where it is taken out.
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) {
    return ts.isObjectBindingPattern(parent.name);
  }
  if (ts.isBinaryExpression(parent)) return isHarmlessOperand(value, parent, object);
  return (
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isExpressionWithTypeArguments(parent)
  );
}

/** `Math.min.apply(Math, list)`, which has no use for it. */
function isThis(value: ts.Node, { arguments: [first], expression: callee }: ts.CallExpression) {
  if (first !== value || !ts.isPropertyAccessExpression(callee)) return false;
  const { expression: method, name } = callee;
  return (
    /^(apply|bind|call)$/.test(name.text) &&
    ts.isPropertyAccessExpression(method) &&
    LIBRARY_OBJECTS.has(method.expression.getText())
  );
}

function isHarmlessOperand(value: ts.Node, at: ts.BinaryExpression, object: string): boolean {
  const { left, operatorToken, right } = at;
  const { kind } = operatorToken;
  if (kind === SyntaxKind.InstanceOfKeyword) return right === value;
  if (kind === SyntaxKind.AmpersandAmpersandToken) return left === value;
  if (kind === SyntaxKind.EqualsToken) return ts.isObjectLiteralExpression(left);
  const isComparison = EQUALITIES.includes(kind);
  // One that was handed on is a helper.
  const other = left === value ? right : left;
  return isComparison && (!CONVERSIONS.has(object) || memberName(uncast(other)) === "constructor");
}

/** `const J = JSON`, which no other file knows by that name. */
function isAlias({ parent }: ts.Node, { declared }: Place): boolean {
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const statement = parent.parent.parent;
  return (
    aliasedObject(parent.name, declared) !== undefined &&
    !(ts.isVariableStatement(statement) && statement.modifiers !== undefined) &&
    !isExported(parent.name.text, parent.getSourceFile())
  );
}

function isExported(name: string, { statements }: ts.SourceFile): boolean {
  return statements.some(
    (statement) =>
      ts.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some(
        ({ name: as, propertyName = as }) => propertyName.text === name,
      ),
  );
}
