// Methods of texts, and concat of arrays, that are called for another object, or bound to one:
// `text.includes.bind(text)`. The helper that stands for the method is called, or bound, with that object first.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { helperOf } from "../helpers.ts";
import { isKnownText } from "../known/key-forms.ts";
import { isArray } from "../known/lists.ts";
import type { Library } from "../visiting.ts";

const { SyntaxKind } = ts;

const METHODS =
  /^(concat|endsWith|includes|indexOf|lastIndexOf|match|padEnd|padStart|replace|replaceAll|split|startsWith)$/;

export function rewriteTakenCall(
  { expression: callee, arguments: values }: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { factory, expression } = lowering;
  const how = memberName(callee);
  if (how !== "call" && how !== "apply" && how !== "bind") return undefined;
  const { expression: method } = callee as ts.PropertyAccessExpression;
  const name = memberName(method);
  const [object, ...rest] = values;
  if (name === undefined || !METHODS.test(name) || !object || ts.isSpreadElement(object)) {
    return undefined;
  }
  const { expression: owner } = method as ts.PropertyAccessExpression;
  // The native one of an array leaves undefined out.
  const isJoining = name === "concat" && isOfArray(owner, lowering);
  if (!isJoining && !isOfText(owner, object, lowering)) return undefined;
  const given = [object, ...rest].map(expression);
  const helper = helperOf(`.${name}`);
  if (how === "call") return lowering.helper(helper, given);
  const member = factory.createPropertyAccessExpression(factory.createIdentifier(helper), how);
  const [first, list] = given;
  const all =
    how === "apply" && first && list
      ? [factory.createArrayLiteralExpression([first, factory.createSpreadElement(list)])]
      : how === "apply"
        ? [factory.createArrayLiteralExpression(given)]
        : given;
  return factory.createCallExpression(member, undefined, [factory.createVoidZero(), ...all]);
}

function isOfArray(owner: ts.Expression, lowering: Library): boolean {
  return owner.getText() === "Array.prototype" || isArray(owner, lowering);
}

/** Whether the method is a text's, or that of the object it is called for. */
function isOfText(owner: ts.Expression, object: ts.Expression, lowering: Library): boolean {
  if (owner.kind === SyntaxKind.ThisKeyword || owner.kind === SyntaxKind.SuperKeyword) return false;
  if (owner.getText() === "String.prototype" || isKnownText(owner, lowering)) return true;
  return owner.getText() === object.getText() && !isArray(owner, lowering);
}
