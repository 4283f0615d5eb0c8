// Keys of members that the interpreter takes for others (jsvAsArrayIndex, src/jsvar.c): it keeps a whole
// number below 0 apart from its text where it is a double, and a fraction by eleven decimals. A helper
// makes a text of those, wherever a key may be one. Owns which places are keys, and which may be such.
import ts from "typescript";
import { formOfKeys } from "../known/element-forms.ts";
import { formOfKey, formOfNumber, isRight, type KeyForm } from "../known/key-forms.ts";
import { ANY, leastOfIndex } from "../known/least.ts";
import { isList } from "../known/lists.ts";
import { kindOfMember } from "../known/number-kinds.ts";
import { isText } from "../values/number-text.ts";
import type { Library } from "../visiting.ts";
import { isTarget } from "./inherited.ts";

const { SyntaxKind } = ts;

/** What asks for a member by its second argument. */
const ASKS_SECOND =
  /^Object\.(hasOwn|defineProperty|getOwnPropertyDescriptor|prototype\.(hasOwnProperty|propertyIsEnumerable)\.call)$/;

/** A key as the interpreter has to be given it; undefined where it is right as it is. */
export function keyed(
  node: ts.Node,
  lowering: Library,
  lower: () => ts.Node,
): ts.Expression | undefined {
  if (isNamedByNumber(node)) return lowering.factory.createStringLiteral(String(Number(node.text)));
  const object = ownerAt(node);
  if (object === undefined) return undefined;
  const key = node as ts.Expression;
  if (ts.isNumericLiteral(key)) {
    return formOfNumber(Number(key.text)) === "plain"
      ? undefined
      : lowering.factory.createStringLiteral(String(Number(key.text)));
  }
  const name = keyHelper(key, object ?? undefined, lowering);
  return name && lowering.helper(name, [lower() as ts.Expression]);
}

/** `{ 0.1: 1 }` */
function isNamedByNumber(node: ts.Node): node is ts.NumericLiteral {
  if (!ts.isNumericLiteral(node) || !node.parent) return false;
  const { parent } = node;
  const isName =
    (ts.isObjectLiteralElement(parent) || ts.isClassElement(parent)) && parent.name === node;
  const isTaken = ts.isBindingElement(parent) && parent.propertyName === node;
  return (isName || isTaken) && formOfNumber(Number(node.text)) !== "plain";
}

/** Whose key stands there: null where that is none to look at, undefined where it is no key. */
function ownerAt(node: ts.Node): ts.Expression | null | undefined {
  const { parent } = node;
  if (parent === undefined) return undefined;
  if (ts.isElementAccessExpression(parent)) {
    return parent.argumentExpression === node ? parent.expression : undefined;
  }
  if (ts.isComputedPropertyName(parent)) return null;
  if (ts.isBinaryExpression(parent)) {
    const isAsked = parent.operatorToken.kind === SyntaxKind.InKeyword && parent.left === node;
    return isAsked && !ts.isPrivateIdentifier(node) ? parent.right : undefined;
  }
  if (!ts.isCallExpression(parent)) return undefined;
  const { expression: callee, arguments: values } = parent;
  if (values[1] === node && ASKS_SECOND.test(callee.getText())) return values[0];
  const isOwn =
    ts.isPropertyAccessExpression(callee) &&
    /^(hasOwnProperty|propertyIsEnumerable)$/.test(callee.name.text);
  return isOwn && values[0] === node ? callee.expression : undefined;
}

/** The helper that a key needs, which is not the literal of a number. */
export function keyHelper(
  key: ts.Expression,
  object: ts.Expression | undefined,
  lowering: Library,
): "__key" | "__exactKey" | undefined {
  if (ts.isStringLiteralLike(key) || key.getText() === "Symbol.iterator") return undefined;
  // What is asked of that is a name of the board.
  if (object && ts.isIdentifier(object) && object.text === "global") return undefined;
  const kind = object && kindOfMember(object, lowering.numberKind);
  if (kind === "text" || kind === "bytes" || (object && isText(object, lowering.texts))) {
    return undefined;
  }
  const form = formOfKey(key, lowering);
  // A text has no keys but places.
  if (isRight(form) || (object && isRight(formOfKey(object, lowering)))) return undefined;
  if (object && isList(object, lowering)) {
    return mayBeBelow(key) && isListOfNames(object, key, form, lowering) ? "__key" : undefined;
  }
  if (form === "fraction") return lowering.isNativeText(key.getStart()) ? "__key" : "__exactKey";
  return leastOfIndex(key, ANY) >= 0 ? undefined : "__key";
}

/** Its whole part. */
function mayBeBelow(key: ts.Expression): boolean {
  return !(leastOfIndex(key, ANY, true) >= 0);
}

/** An array that the script writes below 0, as far as it shows that: no place in a list is. */
function isListOfNames(
  list: ts.Expression,
  key: ts.Expression,
  form: KeyForm,
  lowering: Library,
): boolean {
  const file = list.getSourceFile();
  let known = WRITTEN_BELOW.get(file);
  if (!known) {
    known = writtenBelow(file, lowering);
    WRITTEN_BELOW.set(file, known);
  }
  return known.has(list.getText()) && (form !== "unknown" || !ts.isElementAccessExpression(key));
}

const WRITTEN_BELOW = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

function writtenBelow(file: ts.SourceFile, lowering: Library): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && isTarget(node)) {
      const { expression: list, argumentExpression: key } = node;
      const form = formOfKey(key, lowering);
      if ((form === "whole" || form === "fraction") && mayBeBelow(key)) names.add(list.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** `Object.fromEntries(list.map((each) => [each.at, each]))` */
export function rewriteEntries(
  node: ts.CallExpression,
  path: string | undefined,
  lowering: Library,
): ts.CallExpression | undefined {
  const [pairs] = node.arguments;
  if (path !== "Object.fromEntries" || !pairs || node.arguments.length !== 1) return undefined;
  const form = formOfKeys(pairs, lowering);
  if (isRight(form)) return undefined;
  const isExact = form === "fraction" && !lowering.isNativeText(node.getStart());
  const key = lowering.factory.createIdentifier(isExact ? "__exactKey" : "__key");
  return lowering.factory.updateCallExpression(
    node,
    lowering.expression(node.expression),
    undefined,
    [lowering.helper("__keyed", [lowering.expression(pairs), key])],
  );
}
