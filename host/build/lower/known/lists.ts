// Which expressions give an array, or a typed array, by what the names in them stand for.
import ts from "typescript";
import { ARRAYS } from "../../names/kinds.ts";
import { memberName } from "../../names/names.ts";
import type { Library } from "../visiting.ts";
import { kindOfMember } from "./number-kinds.ts";
import { returnedBy } from "./returned.ts";
import { scopeOf, writesOf } from "./scopes.ts";

/** What gives an array, whatever it is called on. */
const GIVES_ARRAY =
  /^(split|map|keys|values|entries|toSorted|toReversed|flat|flatMap|fill|sort|reverse|match|exec)$/;

/** How far names are followed from one to the next. */
const MOST_NAMES = 3;

export function isArray(object: ts.Expression, lowering: Library): boolean {
  const kind = kindOfMember(object, lowering.numberKind);
  if (ARRAYS.has(kind) || lowering.lists.has(object.getText())) return true;
  if (ts.isArrayLiteralExpression(object)) return true;
  if (ts.isIdentifier(object) && object.text === "arguments") return true;
  if (!ts.isCallExpression(object)) return false;
  return GIVES_ARRAY.test(memberName(object.expression) ?? "");
}

/** Also by what a name is given: `const h = this.heap`. */
export function isList(object: ts.Expression, lowering: Library, depth = 0): boolean {
  if (isArray(object, lowering) || kindOfMember(object, lowering.numberKind) === "bytes")
    return true;
  if (ts.isParenthesizedExpression(object)) return isList(object.expression, lowering, depth);
  if (depth > MOST_NAMES) return false;
  if (ts.isElementAccessExpression(object)) {
    return isListOfLists(object.expression, lowering, depth + 1);
  }
  if (ts.isCallExpression(object) || ts.isNewExpression(object)) {
    return /^(Array(\.(from|of))?|\w+\d+Array(\.(from|of))?|Object\.(keys|values|entries))$/.test(
      object.expression.getText(),
    );
  }
  const values = valuesOf(object);
  return values.length > 0 && values.every((each) => isList(each, lowering, depth + 1));
}

function isListOfLists(list: ts.Expression, lowering: Library, depth: number): boolean {
  if (kindOfMember(list, lowering.numberKind) === "lists") return true;
  if (depth > MOST_NAMES) return false;
  if (ts.isArrayLiteralExpression(list)) {
    return list.elements.length > 0 && list.elements.every((each) => isList(each, lowering, depth));
  }
  if (ts.isCallExpression(list)) {
    const isMade = /^(map|from)$/.test(memberName(list.expression) ?? "");
    const making = isMade ? list.arguments.at(-1) : undefined;
    const made = making ? returnedBy(making) : [];
    return made.length > 0 && made.every((each) => isList(each, lowering, depth));
  }
  const values = valuesOf(list);
  return values.length > 0 && values.every((each) => isListOfLists(each, lowering, depth + 1));
}

/** All that a variable is given; nothing where one of these is not known. */
function valuesOf(name: ts.Expression): readonly ts.Expression[] {
  const scope = ts.isIdentifier(name) ? scopeOf(name) : undefined;
  const values: ts.Expression[] = [];
  for (const { parent } of scope ? writesOf(scope, name.getText()) : []) {
    const isAssigned =
      ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const value = isAssigned
      ? parent.right
      : ts.isVariableDeclaration(parent)
        ? parent.initializer
        : undefined;
    if (!value) return [];
    values.push(value);
  }
  return values;
}
