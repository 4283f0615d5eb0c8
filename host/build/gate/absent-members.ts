// Members that native objects of the language have and Espruino's have not, read without a call: they
// would be undefined. Goes by names, and takes those alone that hardly stand for a member of one's own.
import ts from "typescript";
import { LOWERED } from "../lower/helpers.ts";
import { memberName, uncast } from "../names/names.ts";
import { METHODS, PROPERTIES } from "./absent.ts";
import { NATIVES } from "./classes.ts";
import { globalName, type Place, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

type MemberAccess = ts.PropertyAccessExpression | ts.ElementAccessExpression;

export const absentMemberRules: readonly Rule[] = [
  rule<MemberAccess>(
    [SyntaxKind.PropertyAccessExpression, SyntaxKind.ElementAccessExpression],
    (node, place) => {
      const name = memberName(node);
      const { expression: object } = node;
      if (name === undefined || object.kind === SyntaxKind.ThisKeyword) return undefined;
      if (isCallee(node) || isAssigned(node)) return undefined;
      const owner = globalName(object, place);
      if (owner !== undefined && (NATIVES.has(owner) || /^(Map|Set|\w+Error)$/.test(owner))) {
        return name === "name"
          ? `${owner}.name: functions and classes have no name on the board; write the text`
          : undefined;
      }
      const advice = adviceOn(name, isNative(object), place);
      return advice && `.${name} as a value: Espruino has none; ${advice}`;
    },
  ),
  rule<ts.BindingElement>(
    SyntaxKind.BindingElement,
    ({ name, propertyName = name, parent }, place) => {
      if (!ts.isObjectBindingPattern(parent) || !ts.isIdentifier(propertyName)) return undefined;
      const { text } = propertyName;
      const isCalled = isMissing(text) && /[A-Z]/.test(text) && !place.members.has(text);
      const advice = isCalled ? "call it on its object" : adviceOn(text, false, place);
      return advice && `${text} taken out: Espruino has none; ${advice}`;
    },
  ),
  rule<ts.BinaryExpression>(SyntaxKind.BinaryExpression, ({ left, operatorToken }, place) => {
    if (operatorToken.kind !== SyntaxKind.InKeyword || !ts.isStringLiteralLike(left)) {
      return undefined;
    }
    // What every object has, is lowered.
    if (/^(isPrototypeOf|propertyIsEnumerable|toLocaleString)$/.test(left.text)) return undefined;
    const advice = adviceOn(left.text, false, place);
    return advice && `'${left.text}' in: Espruino has none; ${advice}`;
  }),
];

/** Methods that Espruino has, and that are lowered where it gets them wrong. */
const PRESENT = new Set(
  "concat endsWith fill filter find findIndex includes indexOf join keys map match padEnd padStart reduce replace replaceAll set slice sort splice split startsWith subarray toString values".split(
    " ",
  ),
);

export function isMissing(method: string): boolean {
  return LOWERED.has(`.${method}`) && !PRESENT.has(method);
}

/** What to write for a member; a single word may be one of the program's own. */
function adviceOn(name: string, isNativeObject: boolean, { members }: Place): string | undefined {
  if (members.has(name)) return undefined;
  const property = PROPERTIES.get(name);
  if (property !== undefined) return property;
  return isNativeObject || /[A-Z]/.test(name) ? METHODS.get(name) : undefined;
}

/** A text, a number, an array, or what `new Set` makes. */
function isNative(cast: ts.Expression): boolean {
  const node = uncast(cast);
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isRegularExpressionLiteral(node) ||
    (ts.isNewExpression(node) && /^(Map|Set|Date|[A-Z]\w+\dArray)$/.test(node.expression.getText()))
  );
}

function isCallee(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

function isAssigned(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === SyntaxKind.EqualsToken
  );
}
