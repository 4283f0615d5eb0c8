// `++` and `--` of what may be a text: Espruino adds the 1 to it as text, or takes no blanks.
import ts from "typescript";
import { isNumber } from "../known/number-kinds.ts";
import { isPath } from "../known/paths.ts";
import { scopeOf, writesOf } from "../known/scopes.ts";
import { isUsed } from "../members/member-writes.ts";
import type { Library } from "../visiting.ts";
import { asNumber, mayBeText } from "./conversions.ts";

const { SyntaxKind } = ts;

type Step = ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;
type Place = ts.Identifier | ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** `x++` -> `x = __Number(x) - -1`, or, where its value is taken, with that in a variable. */
export function rewriteTextStep(node: Step, lowering: Library): ts.Expression | undefined {
  const { operand, operator } = node;
  const isUp = operator === SyntaxKind.PlusPlusToken;
  if ((!isUp && operator !== SyntaxKind.MinusMinusToken) || !isPlace(operand)) return undefined;
  if (!mayBeText(operand, lowering) || isCounter(operand, lowering)) return undefined;
  const { factory } = lowering;
  const { place, before } = placeOf(operand, lowering);
  const one = factory.createNumericLiteral(1);
  // No sum: that would be of texts again.
  const stepped = (value: ts.Expression) =>
    factory.createSubtract(value, isUp ? factory.createPrefixMinus(one) : one);
  const number = asNumber(operand, lowering, place());
  if (!isUsed(node))
    return sequence([...before, factory.createAssignment(place(), stepped(number))]);
  const value = lowering.temporary();
  return sequence(
    ts.isPrefixUnaryExpression(node)
      ? [
          ...before,
          factory.createAssignment(value, stepped(number)),
          factory.createAssignment(place(), value),
          value,
        ]
      : [
          ...before,
          factory.createAssignment(value, number),
          factory.createAssignment(place(), stepped(value)),
          value,
        ],
  );

  function sequence(steps: readonly ts.Expression[]): ts.Expression {
    return factory.createParenthesizedExpression(
      steps.length === 1 && steps[0] ? steps[0] : factory.createCommaListExpression([...steps]),
    );
  }
}

function isPlace(node: ts.Expression): node is Place {
  if (ts.isIdentifier(node)) return true;
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return false;
  const isLength = ts.isPropertyAccessExpression(node) && node.name.text === "length";
  return !isLength && node.expression.kind !== SyntaxKind.SuperKeyword;
}

/** A variable that is given nothing but numbers, though another of its name is `any`. */
function isCounter(node: Place, { numberKind }: Library): boolean {
  const scope = ts.isIdentifier(node) ? scopeOf(node) : undefined;
  if (!scope || !ts.isIdentifier(node)) return false;
  return writesOf(scope, node.text).every(({ parent }) => {
    if (ts.isVariableDeclaration(parent)) {
      return parent.initializer !== undefined && isNumber(parent.initializer, numberKind);
    }
    if (ts.isBinaryExpression(parent)) {
      return isNumber(parent.right, numberKind);
    }
    return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
  });
}

interface Kept {
  /** The place, as often as it is named. */
  readonly place: () => Place;
  /** What has to be done once before. */
  readonly before: readonly ts.Expression[];
}

function placeOf(node: Place, lowering: Library): Kept {
  const { factory } = lowering;
  const asItIs = () => lowering.expression(node) as Place;
  if (ts.isIdentifier(node)) return { place: asItIs, before: [] };
  const { expression } = node;
  const key = ts.isElementAccessExpression(node) ? node.argumentExpression : undefined;
  const isKept = !key || isPath(key) || ts.isStringLiteralLike(key) || ts.isNumericLiteral(key);
  if (isPath(expression) && isKept) return { place: asItIs, before: [] };
  const object = lowering.temporary();
  const name = key && lowering.temporary();
  const before = [factory.createAssignment(object, lowering.expression(expression))];
  if (key && name) before.push(factory.createAssignment(name, lowering.expression(key)));
  const place = () =>
    name
      ? factory.createElementAccessExpression(object, name)
      : factory.createPropertyAccessExpression(object, (node as ts.PropertyAccessExpression).name);
  return { place, before };
}
