// What the language's library calls by a name: functions that are called, and those that are passed on.
// Knows names only; how a helper does it is its own matter.
import ts from "typescript";
import { helperOf, LOWERED } from "../helpers.ts";
import { isNumber } from "../known/number-kinds.ts";
import { isTimerCall } from "../known/timer-times.ts";
import { rewriteEntries } from "../members/keys.ts";
import { rewriteOwn } from "../members/own-members.ts";
import { mayBeText } from "../values/conversions.ts";
import { rewriteNow, rewriteToday } from "../values/dates.ts";
import { ERROR_NAMES } from "../values/errors.ts";
import { asWord } from "../values/sums.ts";
import { CONVERSIONS, type Library, TEXTS } from "../visiting.ts";
import { rewriteBind } from "./binding.ts";
import { rewriteGotten } from "./gotten.ts";
import { charactersOf, pushOfList } from "./long-calls.ts";
import { rewriteApplied, rewriteMath } from "./math-calls.ts";
import { rewriteMethod } from "./method-calls.ts";
import { takenMember } from "./statics.ts";
import { rewriteTakenCall } from "./taken-calls.ts";

/** Functions that the interpreter gets wrong for texts alone. */
const OF_TEXTS = new Set(["isNaN", "isFinite"]);

export function rewriteCall(node: ts.CallExpression, lowering: Library): ts.Expression | undefined {
  const { factory } = lowering;
  const { expression: callee } = node;
  const values = (): ts.Expression[] => node.arguments.map(lowering.expression);
  if (ts.isIdentifier(callee)) {
    if (lowering.isGlobal(callee) && ERROR_NAMES.has(callee.text)) {
      const texts = node.arguments.map((each) => asWord(each, lowering));
      return factory.createNewExpression(lowering.expression(callee), undefined, texts);
    }
    if (lowering.isGlobal(callee) && callee.text === "Date") return rewriteToday(lowering);
    // It makes a text of a number by itself.
    if (lowering.isGlobal(callee) && callee.text === "encodeURIComponent") {
      const texts = node.arguments.map((each) => asWord(each, lowering));
      return lowering.helper("__encodeURIComponent", texts);
    }
    if (lowering.isGlobal(callee) && callee.text === "parseInt") return parsed(node, lowering);
    if (!isTimerCall(node, lowering.traits.declared)) return undefined;
    const { timers, promises } = lowering.traits;
    const isOrdered = timers && !lowering.isNativeTimer(node.getStart());
    if (!isOrdered && !promises) return undefined;
    return lowering.helper(isOrdered ? "__inTurn" : "__timer", [callee, ...values()]);
  }
  if (isTagCall(callee)) return lowering.helper("__tag", values());
  const taken = rewriteTakenCall(node, lowering) ?? rewriteBind(node, lowering);
  if (taken) return taken;
  const path = lowering.pathOf(callee);
  const entries = rewriteEntries(node, path, lowering);
  if (entries) return entries;
  if (path === "Number.parseInt") return parsed(node, lowering);
  const own = rewriteOwn(node, lowering);
  if (own) return own;
  if (path === "Array.apply" && node.arguments.length === 2) return made(node, lowering);
  if (path === "Date.now") return rewriteNow(node, lowering);
  const math = path?.startsWith("Math.") ? rewriteMath(node, path, lowering) : undefined;
  if (math) return math;
  const applied = rewriteApplied(node, lowering);
  if (applied) return applied;
  const long = charactersOf(node, lowering) ?? pushOfList(node, lowering);
  if (long) return long;
  if (path !== undefined && LOWERED.has(path)) return undefined;
  return rewriteMethod(node, lowering) ?? rewriteGotten(node, lowering);
}

/** `parseInt(value)` of what may be a number: the interpreter writes 1e21 as 10e+20. */
function parsed(
  { arguments: values }: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  const [value] = values;
  if (!value || values.length > 2 || !mayBeText(value, lowering)) return undefined;
  return lowering.helper("__parsed", values.map(lowering.expression));
}

/** `Array.apply(null, { length: 3 })`: the interpreter takes an array alone. */
function made({ arguments: [, list] }: ts.CallExpression, lowering: Library) {
  return list && ts.isObjectLiteralExpression(list)
    ? lowering.helper("__Array_from", [lowering.expression(list)])
    : undefined;
}

/** `typeof Math`: to the interpreter a function. */
export function rewriteTypeOf(
  { expression }: ts.TypeOfExpression,
  lowering: Library,
): ts.StringLiteral | undefined {
  const isOne = ts.isIdentifier(expression) && /^(Math|JSON|console)$/.test(expression.text);
  return isOne && lowering.isGlobal(expression)
    ? lowering.factory.createStringLiteral("object")
    : undefined;
}

/** What `const { keys } = Object` may take, for the lowering. */
const TAKEN_FROM = /^(Array|JSON|Math|Number|Object|String)$/;

/** Names and members of `const { keys, values: all } = Object`; undefined for any other pattern. */
export function takenFrom(
  { name }: ts.VariableDeclaration,
  object: ts.Node | undefined,
): readonly (readonly [ts.Identifier, string])[] | undefined {
  if (!object || !ts.isIdentifier(object) || !TAKEN_FROM.test(object.text)) return undefined;
  if (!ts.isObjectBindingPattern(name)) return undefined;
  const taken: (readonly [ts.Identifier, string])[] = [];
  for (const { name: bound, propertyName = bound, initializer, dotDotDotToken } of name.elements) {
    if (!ts.isIdentifier(bound) || !ts.isIdentifier(propertyName)) return undefined;
    // Of what is there, no default is taken.
    if (initializer && !LOWERED.has(`${object.text}.${propertyName.text}`)) return undefined;
    if (dotDotDotToken) return undefined;
    taken.push([bound, propertyName.text]);
  }
  return taken;
}

/** `const { keys } = Object` -> `const keys = Object.keys`, which is a helper. */
export function rewriteTaken(
  node: ts.VariableDeclarationList,
  lowering: Library,
): ts.VariableDeclarationList | undefined {
  const { factory } = lowering;
  const isOne = (each: ts.VariableDeclaration) =>
    takenFrom(each, each.initializer) !== undefined &&
    lowering.isGlobal(each.initializer as ts.Identifier);
  if (!node.declarations.some(isOne)) return undefined;
  const declarations = node.declarations.flatMap((each) => {
    const taken = isOne(each) ? takenFrom(each, each.initializer) : undefined;
    if (!taken) return [ts.visitNode(each, lowering.visit, ts.isVariableDeclaration)];
    const object = each.initializer as ts.Identifier;
    return taken.map(([name, member]) => {
      const value = takenMember(object, member, factory);
      return factory.createVariableDeclaration(name, undefined, undefined, value);
    });
  });
  return factory.updateVariableDeclarationList(node, declarations);
}

export function rewriteGlobal(node: ts.Identifier, lowering: Library): ts.Identifier | undefined {
  const { text } = node;
  if (!LOWERED.has(text) || !lowering.isGlobal(node)) return undefined;
  if (ERROR_NAMES.has(text) && !lowering.traits.errors) return undefined;
  if (CONVERSIONS.has(text) && !ts.isCallExpression(node.parent)) return undefined;
  if (TEXTS.has(text) && lowering.isNativeText(node.getStart())) return undefined;
  if (OF_TEXTS.has(text) && isGivenNumber(node, lowering)) return undefined;
  return lowering.factory.createIdentifier(helperOf(text));
}

function isGivenNumber({ parent }: ts.Identifier, { numberKind }: Library): boolean {
  const [value] = ts.isCallExpression(parent) ? parent.arguments : [];
  return value !== undefined && isNumber(value, numberKind);
}

/** `Object.prototype.toString.call` */
function isTagCall(callee: ts.Expression): boolean {
  return /^Object\.prototype\.toString\.(call|apply)$/.test(callee.getText());
}
