// Calls of methods that Espruino lacks or gets wrong -> calls of helpers.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { arityOf, helperOf, LOWERED } from "../helpers.ts";
import { kindOfMember } from "../known/number-kinds.ts";
import { TYPED_ARRAYS } from "../traits.ts";
import { inBase } from "../values/bases.ts";
import { mayBeText } from "../values/conversions.ts";
import { rewriteSetter } from "../values/dates.ts";
import { isText } from "../values/number-text.ts";
import { asText, asWord } from "../values/sums.ts";
import { type Library, TEXTS } from "../visiting.ts";
import { rewriteLatin } from "./latin-calls.ts";
import { bytesOfView, isRightAsItIs } from "./methods.ts";
import { rewriteMoving } from "./regexp.ts";
import { isNativeSearch, rewriteSearch } from "./searching.ts";

const { SyntaxKind } = ts;

/** `list.at(-1)`; what `this` has is the program's own. */
export function rewriteMethod(
  node: ts.CallExpression,
  lowering: Library,
): ts.Expression | undefined {
  const { expression: callee, arguments: values } = node;
  const iterated = iteratedBy(callee, lowering);
  if (iterated) return lowering.helper("__values", [lowering.expression(iterated)]);
  const name = memberName(callee);
  if (name === undefined) return undefined;
  const typed = typedArray(node, lowering);
  if (typed) return typed;
  if (bytesOfView(name) > 0) return viewed(node, name, lowering);
  const moved = rewriteMoving(node, name, lowering);
  if (moved) return moved;
  const set = rewriteSetter(node, lowering);
  if (set) return set;
  const latin = rewriteLatin(node, name, lowering);
  if (latin) return latin;
  if (lowering.changing.has(node)) {
    const { expression: list } = callee as ts.PropertyAccessExpression;
    return lowering.helper(`__${name}Changing`, [list, ...values].map(lowering.expression));
  }
  const some = ofSome(node, name, lowering);
  if (some) return some;
  if (!LOWERED.has(`.${name}`)) return undefined;
  const search = rewriteSearch(node, name, lowering);
  if (search) return search;
  if (isNativeSearch(node, name, lowering)) return undefined;
  if (name === "reduce" && !mayStartUndefined(values, lowering)) return undefined;
  if (TEXTS.has(`.${name}`) && lowering.isNativeText(node.getStart())) return undefined;
  const { expression: object } = callee as ts.PropertyAccessExpression;
  if (object.kind === SyntaxKind.ThisKeyword || object.kind === SyntaxKind.SuperKeyword) {
    return undefined;
  }
  if (name === "toString" && values.length === 1) return inBase(object, values[0]!, lowering);
  const words = wordsOf(node, name, lowering);
  if (isRightAsItIs(name, values, lowering.traits) || values.length > arityOf(name)) {
    return (
      words &&
      lowering.factory.updateCallExpression(node, lowering.expression(callee), undefined, words)
    );
  }
  if (ts.isIdentifier(object) && lowering.isGlobal(object) && object.text === "Object") {
    return undefined;
  }
  return lowering.helper(helperOf(`.${name}`), [
    lowering.expression(object),
    ...(words ?? values.map(lowering.expression)),
  ]);
}

/** `value.valueOf()`, which Espruino calls of null as well. */
function ofSome(
  { expression: callee, arguments: values }: ts.CallExpression,
  name: string,
  lowering: Library,
): ts.Expression | undefined {
  const isOne =
    name === "valueOf" || (name === "toString" && lowering.isNativeText(callee.getStart()));
  const { expression: object } = callee as ts.PropertyAccessExpression;
  if (!isOne || !mayBeText(object, lowering)) return undefined;
  const { factory } = lowering;
  const owner = lowering.helper("__some", [lowering.expression(object)]);
  const method = factory.createPropertyAccessExpression(owner, name);
  return factory.createCallExpression(method, undefined, values.map(lowering.expression));
}

/** What a text is put together of: `text.replace("{}", n)`, `text.concat(n)`. */
function wordsOf(
  { expression: callee, arguments: values }: ts.CallExpression,
  name: string,
  lowering: Library,
): readonly ts.Expression[] | undefined {
  const { expression: object } = callee as ts.PropertyAccessExpression;
  const isReplacing = name === "replace" || name === "replaceAll";
  if (!isReplacing && !(name === "concat" && isWords(object, lowering))) return undefined;
  return values.map((each) => (isReplacing ? asWord(each, lowering) : asPart(each, lowering)));
}

/** What `concat` adds to a text: the native one leaves undefined out. */
function asPart(node: ts.Expression, lowering: Library): ts.Expression {
  if (!ts.isSpreadElement(node)) return asText(node, lowering);
  const { factory } = lowering;
  const list = factory.createArrayLiteralExpression([
    factory.createSpreadElement(lowering.expression(node.expression)),
  ]);
  const map = factory.createPropertyAccessExpression(list, "map");
  const toText = [factory.createIdentifier("__text")];
  return factory.createSpreadElement(factory.createCallExpression(map, undefined, toText));
}

function isWords(node: ts.Expression, { texts, numberKind }: Library): boolean {
  return isText(node, texts) || kindOfMember(node, numberKind) === "text";
}

/** What `list[Symbol.iterator]()` goes over: arrays and texts have no such method. */
function iteratedBy(callee: ts.Expression, lowering: Library): ts.Expression | undefined {
  if (!ts.isElementAccessExpression(callee)) return undefined;
  const { expression: object, argumentExpression: key } = callee;
  if (object.kind === SyntaxKind.ThisKeyword || object.kind === SyntaxKind.SuperKeyword) {
    return undefined;
  }
  return lowering.pathOf(key) === "Symbol.iterator" ? object : undefined;
}

/** `Uint8Array.from(list)` and `Uint8Array.of(1, 2)` are made of an array. */
function typedArray(node: ts.CallExpression, lowering: Library): ts.Expression | undefined {
  const { expression: callee, arguments: values } = node;
  const path = lowering.pathOf(callee);
  const [, name, member] = /^(\w+)\.(from|of)$/.exec(path ?? "") ?? [];
  if (name === undefined || !TYPED_ARRAYS.has(name)) return undefined;
  const { factory } = lowering;
  const visited = values.map(lowering.expression);
  const list =
    member === "from"
      ? lowering.helper("__Array_from", visited)
      : factory.createArrayLiteralExpression(visited);
  return factory.createNewExpression(factory.createIdentifier(name), undefined, [list]);
}

/** `list.reduce(f, start)` */
function mayStartUndefined(values: readonly ts.Expression[], lowering: Library): boolean {
  const [, start] = values;
  if (values.length !== 2 || !start) return false;
  if (ts.isIdentifier(start))
    return !lowering.lists.has(start.text) && !lowering.texts.has(start.text);
  return (
    ts.isVoidExpression(start) ||
    ts.isPropertyAccessExpression(start) ||
    ts.isElementAccessExpression(start) ||
    ts.isCallExpression(start) ||
    ts.isConditionalExpression(start) ||
    ts.isParenthesizedExpression(start)
  );
}

/** `view.getInt16(2)`, which throws past the end. */
function viewed(
  node: ts.CallExpression,
  name: string,
  lowering: Library,
): ts.Expression | undefined {
  const { expression: callee, arguments: values } = node;
  const { factory } = lowering;
  const { expression: object } = callee as ts.PropertyAccessExpression;
  if (object.kind === SyntaxKind.ThisKeyword || object.kind === SyntaxKind.SuperKeyword) {
    return undefined;
  }
  return lowering.helper("__view", [
    lowering.expression(object),
    factory.createStringLiteral(name),
    factory.createNumericLiteral(bytesOfView(name)),
    ...values.map(lowering.expression),
  ]);
}
