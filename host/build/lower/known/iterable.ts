// What may be no array or text where it is gone over, and no object where it is asked for a member: what
// is `any`, and was not asked before.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { isMadeObject } from "../members/inherited.ts";
import { mayBeText } from "../values/conversions.ts";
import type { Library } from "../visiting.ts";
import { isList } from "./lists.ts";
import { scopeOf, usesOf, writesOf } from "./scopes.ts";
import { isShown } from "./tests-around.ts";

const { SyntaxKind } = ts;

/** Methods of arrays, and of texts, that give one. */
const GIVES_LIST = /^(filter|slice|concat|splice)$/;

/** `for (const x of value)`, `[...value]`, `const [a] = value` */
export function mayBeNoList(node: ts.Expression, lowering: Library): boolean {
  const either = eitherOf(node);
  if (either) return either.some((each) => mayBeNoList(each, lowering));
  if (!mayBeText(node, lowering) || isList(node, lowering) || isRest(node)) return false;
  if (ts.isCallExpression(node) && GIVES_LIST.test(memberName(node.expression) ?? "")) return false;
  if (isNamedList(node, lowering)) return false;
  const test = `Array.isArray(${node.getText()})`;
  return !isShown(node, (condition, holds) => holds && condition.getText() === test);
}

/** `"a" in value` */
export function mayBeNoObject(node: ts.Expression, lowering: Library): boolean {
  const either = eitherOf(node);
  if (either) return either.some((each) => mayBeNoObject(each, lowering));
  if (!mayBeText(node, lowering) || isList(node, lowering) || isNamedList(node, lowering)) {
    return false;
  }
  if (isMadeObject(node)) return false;
  const text = node.getText();
  const isObject = isShown(node, (condition, holds) => {
    const is = equality(condition, holds);
    return is?.[0] === `typeof ${text}` && is[1] === '"object"';
  });
  const isSome = isShown(node, (condition, holds) => {
    if (condition.getText() === text) return holds;
    const isNot = equality(condition, !holds);
    return isNot?.[0] === text && isNot[1] === "null";
  });
  const isMade = () =>
    isShown(
      node,
      (condition, holds) => holds && condition.getText().startsWith(`${text} instanceof `),
    );
  return !(isObject && isSome) && !isMade();
}

/** The two that a value is one of. */
function eitherOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isParenthesizedExpression(node)) return [node.expression];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  const isEither = kind === SyntaxKind.QuestionQuestionToken || kind === SyntaxKind.BarBarToken;
  return isEither ? [node.left, node.right] : undefined;
}

/** The sides of a condition that says they are equal. */
function equality(condition: ts.Expression, holds: boolean): [string, string] | undefined {
  if (!ts.isBinaryExpression(condition)) return undefined;
  const { left, operatorToken, right } = condition;
  return (holds ? /^===?$/ : /^!==?$/).test(operatorToken.getText())
    ? [left.getText(), right.getText()]
    : undefined;
}

function isNamedList(node: ts.Expression, { isAnyList }: Library): boolean {
  if (ts.isIdentifier(node)) return isAnyList(node.text, node.getStart());
  const name = memberName(node);
  return name !== undefined && (isAnyList(name.replace("#", "")) || isMadeList(node));
}

/** `this.list`, which nothing is written to but arrays. */
function isMadeList(node: ts.Expression): boolean {
  const isOwn =
    ts.isPropertyAccessExpression(node) && node.expression.kind === SyntaxKind.ThisKeyword;
  const writes = isOwn ? writesOf(node.getSourceFile(), `.${node.name.text}`) : [];
  const values = writes.map(({ parent }) =>
    ts.isBinaryExpression(parent)
      ? parent.right
      : ts.isPropertyDeclaration(parent)
        ? parent.initializer
        : undefined,
  );
  return values.length > 0 && values.every((each) => each && ts.isArrayLiteralExpression(each));
}

/** `...list` of a function, and its `arguments`. */
function isRest(node: ts.Expression): boolean {
  const scope = ts.isIdentifier(node) ? scopeOf(node) : undefined;
  if (!scope || !ts.isIdentifier(node)) return node.getText() === "arguments";
  return usesOf(scope, node.text).some(({ parent }) => {
    const isParameter = ts.isParameter(parent) || ts.isBindingElement(parent);
    return isParameter && parent.dotDotDotToken !== undefined;
  });
}
