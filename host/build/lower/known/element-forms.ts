// What the elements of a list can be as the key of a member, and the first of its pairs.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import type { Library } from "../visiting.ts";
import {
  type Asked,
  asking,
  formOf,
  isKnownText,
  isRight,
  type KeyForm,
  worst,
} from "./key-forms.ts";
import { kindOfMember } from "./number-kinds.ts";
import { returnedBy } from "./returned.ts";
import { scopeOf, writesOf } from "./scopes.ts";

/** Methods that give a list of the same elements, or of some. */
const SAME_ELEMENTS = /^(filter|slice|sort|reverse|toSorted|toReversed)$/;

/** Of what is read at an index, or given by a loop. */
export function formOfElement(list: ts.Expression, asked: Asked): KeyForm {
  const { lowering } = asked;
  if (ts.isParenthesizedExpression(list)) return formOfElement(list.expression, asked);
  const kind = kindOfMember(list, lowering.numberKind);
  if (kind === "texts" || isKnownText(list, lowering)) return "plain";
  if (kind === "bytes")
    return /\bFloat(32|64)/.test(list.getSourceFile().text) ? "fraction" : "plain";
  if (ts.isArrayLiteralExpression(list)) {
    return worst(
      list.elements.map((each) =>
        ts.isSpreadElement(each) ? formOfElement(each.expression, asked) : formOf(each, asked),
      ),
    );
  }
  if (ts.isIdentifier(list)) return formOfElementsOf(list, asked);
  if (!ts.isCallExpression(list)) return "unknown";
  const { expression: callee, arguments: values } = list;
  const name = memberName(callee) ?? "";
  if (/^(Object\.keys|Array\.from)$/.test(callee.getText())) {
    const [from] = values;
    return name === "keys" || !from
      ? "plain"
      : values.length === 1
        ? formOfElement(from, asked)
        : "unknown";
  }
  if (name === "split" || name === "match") return "plain";
  const owner = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  if (owner && SAME_ELEMENTS.test(name)) return formOfElement(owner, asked);
  const [each] = values;
  return name === "map" && each ? formOfMapped(each, asked) : "unknown";
}

/** `list.map(Math.floor)`, `list.map((each) => each.name)` */
function formOfMapped(mapping: ts.Expression, asked: Asked): KeyForm {
  if (/^Math\.(floor|ceil|round|trunc)$/.test(mapping.getText())) return "whole";
  const isArrow = ts.isArrowFunction(mapping) && !ts.isBlock(mapping.body);
  return isArrow ? formOf(mapping.body as ts.Expression, asked) : "unknown";
}

/** Of a list that is declared as one of texts: nothing else is put in it. */
function formOfElementsOf(list: ts.Identifier, asked: Asked): KeyForm {
  // The letters of a text.
  if (isRight(formOf(list, asked))) return "plain";
  const scope = scopeOf(list);
  const [write, ...others] = scope ? writesOf(scope, list.text) : [];
  if (!write || others.length > 0 || asked.seen.has(write)) return "unknown";
  const value = ts.isVariableDeclaration(write.parent) ? write.parent.initializer : undefined;
  if (!value) return "unknown";
  const inner = { ...asked, seen: new Set([...asked.seen, write]) };
  const isTexts =
    ts.isArrayLiteralExpression(value) &&
    value.elements.length > 0 &&
    value.elements.every((each) => isKnownText(each, asked.lowering));
  if (ts.isArrayLiteralExpression(value) && !isTexts) return "unknown";
  return formOfElement(value, inner);
}

/** Pairs, of which the first is a text. */
export function givesKeys(pairs: ts.Expression): boolean {
  return ts.isCallExpression(pairs) && pairs.expression.getText() === "Object.entries";
}

/** Of the keys in a list of pairs. */
export function formOfKeys(pairs: ts.Expression, lowering: Library): KeyForm {
  if (givesKeys(pairs)) return "plain";
  if (ts.isArrayLiteralExpression(pairs)) {
    return worst(pairs.elements.map((each) => formOfFirst(each, lowering)));
  }
  if (ts.isNewExpression(pairs) && pairs.expression.getText() === "Map") {
    const [given] = pairs.arguments ?? [];
    return given ? formOfKeys(given, lowering) : "unknown";
  }
  const callee = ts.isCallExpression(pairs) ? pairs.expression : undefined;
  if (!ts.isCallExpression(pairs) || !callee || !ts.isPropertyAccessExpression(callee))
    return "unknown";
  if (SAME_ELEMENTS.test(callee.name.text)) return formOfKeys(callee.expression, lowering);
  const [each] = pairs.arguments;
  if (callee.name.text !== "map" || !each) return "unknown";
  const given = returnedBy(each);
  return given.length > 0 ? worst(given.map((pair) => formOfFirst(pair, lowering))) : "unknown";
}

/** Of the first of a pair. */
function formOfFirst(pair: ts.Expression, lowering: Library): KeyForm {
  if (ts.isParenthesizedExpression(pair)) return formOfFirst(pair.expression, lowering);
  const [first] = ts.isArrayLiteralExpression(pair) ? pair.elements : [];
  return first ? formOf(first, asking(lowering)) : "unknown";
}
