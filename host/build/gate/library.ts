// Uses of what Espruino's library lacks; the names stand in absent.ts.
import ts from "typescript";
import { GLOBALS, METHODS, STATICS } from "./absent.ts";
import { NATIVES } from "./classes.ts";
import { globalName, isValue, memberName, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

const MEMBERS = [SyntaxKind.PropertyAccessExpression, SyntaxKind.ElementAccessExpression] as const;

type MemberAccess = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** Functions that may be called, but not passed on: the lowering is at the call. */
const CALLED_ONLY: ReadonlyMap<string, string> = new Map([
  ["clearTimeout", "throws when it is given undefined; pass (id) => clearTimeout(id)"],
  ["clearInterval", "throws when it is given undefined; pass (id) => clearInterval(id)"],
  ["clearWatch", "throws when it is given undefined; pass (id) => clearWatch(id)"],
]);

export const libraryRules: readonly Rule[] = [
  rule<ts.Identifier>(SyntaxKind.Identifier, (node, place) => {
    const advice = GLOBALS.get(node.text);
    return advice !== undefined && isValue(node) && globalName(node, place)
      ? `${node.text}: ${advice}`
      : undefined;
  }),
  rule<ts.Identifier>(SyntaxKind.Identifier, (node, place) => {
    const advice = CALLED_ONLY.get(node.text);
    if (advice === undefined || !isValue(node) || !globalName(node, place)) return undefined;
    const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
    return isCalled ? undefined : `${node.text} as a value: it ${advice}`;
  }),
  rule<MemberAccess>(MEMBERS, (node, place) => {
    const object = globalName(node.expression, place);
    const member = memberName(node);
    if (object === undefined || member === undefined) return undefined;
    if (object === "globalThis" || object === "global") {
      const advice = GLOBALS.get(member);
      return advice && `${member}: ${advice}`;
    }
    if (member === "prototype" && NATIVES.has(object)) {
      return `${object}.prototype: it has no methods on Espruino; call them on a value, [].slice.call(list)`;
    }
    if (member === "BYTES_PER_ELEMENT") return `${object}.${member}: write the number`;
    if (object === "Math" && member === "round" && !isCallee(node)) {
      return "Math.round as a value: Espruino rounds -2.5 to -3; pass (x) => Math.round(x)";
    }
    const advice = STATICS.get(`${object}.${member}`);
    return advice && `${object}.${member}: ${advice}`;
  }),
  rule<ts.VariableDeclaration>(SyntaxKind.VariableDeclaration, ({ name, initializer }, place) => {
    if (!initializer || !ts.isObjectBindingPattern(name)) return undefined;
    const object = globalName(initializer, place);
    for (const { propertyName, name: bound } of name.elements) {
      const member = propertyName ?? bound;
      const path = ts.isIdentifier(member) ? `${object}.${member.text}` : "";
      const advice = STATICS.get(path);
      if (advice !== undefined) return `${path}: ${advice}`;
    }
    return undefined;
  }),
  rule<ts.CallExpression>(
    SyntaxKind.CallExpression,
    ({ expression: callee, arguments: values }) => {
      if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) {
        return undefined;
      }
      const name = memberName(callee);
      // What `this` has is the program's own: no class extends a native one but Error.
      if (name === undefined || callee.expression.kind === SyntaxKind.ThisKeyword) return undefined;
      const advice = METHODS.get(name);
      if (advice !== undefined)
        return `.${name}(): ${advice} (a method of your own needs another name)`;
      if (values.length === 0 && (name === "keys" || name === "values" || name === "entries")) {
        return `.${name}(): use Object.${name}(list), or an index`;
      }
      if (name === "with" && values.length === 2) return ".with(): use slice, then set the element";
      if (name === "lastIndexOf" && !values[0]?.getText().match(/^["'`]/)) {
        return ".lastIndexOf(): arrays have none on Espruino; loop from the end (a string's takes a literal)";
      }
      return undefined;
    },
  ),
];

function isCallee(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}
