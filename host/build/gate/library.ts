// Uses of what Espruino's library lacks; the names stand in absent.ts.
import ts from "typescript";
import { takenFrom } from "../lower/calls/globals.ts";
import { LOWERED } from "../lower/helpers.ts";
import { TYPED_ARRAYS } from "../lower/traits.ts";
import { LIBRARY_OBJECTS } from "../names/library-aliases.ts";
import { isValue, memberName, uncast } from "../names/names.ts";
import { GLOBALS, METHODS, STATICS } from "./absent.ts";
import { isMissing } from "./absent-members.ts";
import { NATIVES } from "./classes.ts";
import { atName, globalName, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

const NO_SYMBOLS = "Espruino has none but Symbol.iterator; use a string that nothing else uses";

const NEVER_THERE =
  "Espruino has none; leave the question out, and what is done where there is one";

/** What to write for what the symbols stand for. */
const INSTEAD_OF_SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["asyncDispose", "close it in a finally block"],
  ["asyncIterator", "go over what gives promises with for..of, and await each"],
  ["dispose", "close it in a finally block"],
  ["hasInstance", "write a function that tells your kinds apart, and call it"],
  ["isConcatSpreadable", "spread the values, [...a, ...b]"],
  ["match", "write a method with a name, and call it"],
  ["matchAll", "write a method with a name, and call it"],
  ["replace", "write a method with a name, and call it"],
  ["search", "write a method with a name, and call it"],
  ["species", "make the object that you want in a method"],
  ["split", "write a method with a name, and call it"],
  ["toPrimitive", "write toString for text, and a method with a name that gives the number"],
  ["toStringTag", "write toString"],
]);

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
    if (advice === undefined || !isValue(node) || !globalName(node, place)) return undefined;
    if (!ts.isTypeOfExpression(node.parent)) return `${node.text}: ${advice}`;
    return `typeof ${node.text}: ${NEVER_THERE}`;
  }),
  rule<ts.Identifier>(SyntaxKind.Identifier, (node, place) => {
    const advice = CALLED_ONLY.get(node.text);
    if (advice === undefined || !isValue(node) || !globalName(node, place)) return undefined;
    const isRight = isCallee(node) || ts.isTypeOfExpression(node.parent);
    return isRight ? undefined : `${node.text} as a value: it ${advice}`;
  }),
  rule<MemberAccess>(MEMBERS, (node, place) => {
    const object = globalName(node.expression, place);
    const member = memberName(node);
    if (object === undefined || member === undefined) return undefined;
    if (object === "globalThis" || object === "global") {
      const advice = GLOBALS.get(member);
      if (advice !== undefined) return `${member}: ${advice}`;
      return object === "globalThis" && (LOWERED.has(member) || LIBRARY_OBJECTS.has(member))
        ? `globalThis.${member}: write ${member}`
        : undefined;
    }
    if (member === "prototype" && NATIVES.has(object) && !isBorrowed(node)) {
      return object === "Object"
        ? "Object.prototype: ask for what tells your kinds apart (Array.isArray, typeof, instanceof)"
        : `${object}.prototype: it has no methods on Espruino; call them on a value, [].slice.call(list)`;
    }
    if (object === "Symbol" && member !== "iterator") {
      return `Symbol.${member}: ${INSTEAD_OF_SYMBOLS.get(member) ?? NO_SYMBOLS}`;
    }
    if (member === "BYTES_PER_ELEMENT") return `${object}.${member}: write the number`;
    if (TYPED_ARRAYS.has(object) && (member === "from" || member === "of") && !isCallee(node)) {
      return `${object}.${member} as a value: call it, (list) => ${object}.${member}(list)`;
    }
    const advice = STATICS.get(`${object}.${member}`);
    return advice && `${object}.${member}: ${advice}`;
  }),
  rule<ts.VariableDeclaration | ts.ParameterDeclaration | ts.BinaryExpression>(
    [SyntaxKind.VariableDeclaration, SyntaxKind.Parameter, SyntaxKind.BinaryExpression],
    (node, place) => {
      const [pattern, value] = ts.isBinaryExpression(node)
        ? [node.left, node.right]
        : [node.name, node.initializer];
      const object = value && globalName(value, place);
      if (object === undefined) return undefined;
      const isLowered = ts.isVariableDeclaration(node) && takenFrom(node, uncast(value!));
      for (const member of takenNames(pattern)) {
        const path = `${object}.${member}`;
        const advice = STATICS.get(path);
        if (advice !== undefined) return `${path}: ${advice}`;
        if (TYPED_ARRAYS.has(object) && (member === "from" || member === "of"))
          return `${path} taken out of ${object}: write ${path} where it is used`;
        if (LOWERED.has(path) && !isLowered)
          return `${path} taken out of ${object}: write ${path} where it is used`;
      }
      return undefined;
    },
  ),
  rule<ts.Identifier>(SyntaxKind.Identifier, (node, place) => {
    if (node.text !== "Symbol" || !isValue(node) || !globalName(node, place)) return undefined;
    if (ts.isTypeOfExpression(node.parent)) return `typeof Symbol: ${NEVER_THERE}`;
    return ts.isPropertyAccessExpression(node.parent) ? undefined : `Symbol: ${NO_SYMBOLS}`;
  }),
  rule<ts.PropertyAccessExpression>(SyntaxKind.PropertyAccessExpression, (node, place) => {
    const { parent } = node;
    if (node.name.text !== "iterator" || globalName(node.expression, place) !== "Symbol") {
      return undefined;
    }
    const isRead = ts.isElementAccessExpression(parent) && parent.argumentExpression === node;
    const isAsked =
      (isRead && !isCallee(parent) && !isAssigned(parent)) ||
      ts.isTypeOfExpression(parent) ||
      (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.InKeyword);
    const isMaybe = isRead && isCalledIfThere(parent);
    return isAsked || isMaybe
      ? "Symbol.iterator asked for: arrays and texts have none on Espruino; call it, or ask for what tells your kinds apart (Array.isArray, typeof, instanceof)"
      : undefined;
  }),
  rule<MemberAccess>(
    MEMBERS,
    (node, { members }) => {
      const name = memberName(node);
      // What `this` has is the program's own: no class extends a native one but Error, Map and Set.
      if (name === undefined || node.expression.kind === SyntaxKind.ThisKeyword) return undefined;
      if (members.has(name)) return undefined;
      if (isCallee(node)) {
        const advice = METHODS.get(name);
        if (!advice && LOWERED.has(`.${name}`) && isCalledIfThere(node)) {
          return `.${name}?.(): the build has a helper for it; call it without ?.`;
        }
        return advice && `.${name}(): ${advice} (a method of your own is taken where its class is)`;
      }
      return isMissing(name) && !isBorrowed(node.expression)
        ? `.${name} as a value: Espruino has none; call it, or declare the property in a type`
        : undefined;
    },
    atName,
  ),
];

/** `keys` and `values` of `{ keys, values: all }`. */
function takenNames(pattern: ts.Node): string[] {
  const parts = ts.isObjectBindingPattern(pattern)
    ? pattern.elements.map(({ propertyName, name }) => propertyName ?? name)
    : ts.isObjectLiteralExpression(pattern)
      ? pattern.properties.map(({ name }) => name)
      : [];
  return parts.flatMap((name) => (name && ts.isIdentifier(name) ? [name.text] : []));
}

function isAssigned({ parent }: ts.ElementAccessExpression): boolean {
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.EqualsToken;
}

function isCallee(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** `list.toSorted?.()` */
function isCalledIfThere({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && parent.questionDotToken !== undefined;
}

/** `Array.prototype.slice.call`: the build takes the method of a value. */
function isBorrowed(node: ts.Node): boolean {
  const method = node.parent;
  const call = method.parent;
  return (
    ts.isPropertyAccessExpression(node) &&
    ["Array", "Object", "String"].includes(node.expression.getText()) &&
    ts.isPropertyAccessExpression(method) &&
    !isMissing(method.name.text) &&
    ts.isPropertyAccessExpression(call) &&
    (call.name.text === "call" || call.name.text === "apply")
  );
}
