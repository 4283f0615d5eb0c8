// Whether a call may be the way out of what would run without an end: by an exception that somebody
// takes. Told by names, within one source.
import ts from "typescript";
import { memberName } from "../names/names.ts";
import { declarationsOf } from "./called-functions.ts";
import { globalName, type Place } from "./rule.ts";

/** Calls that end the run of the program there and then. */
const ENDS = /^(E\.reboot|(ESP32|ESP8266)\.(reboot|deepSleep\w*))$/;

export function mayEnd(node: ts.CallExpression | ts.NewExpression, place: Place): boolean {
  const { expression: callee } = node;
  if (ENDS.test(callee.getText())) return true;
  if (isInTry(node)) return true;
  if (isInterpreters(callee, place)) return false;
  const name = ts.isIdentifier(callee) ? callee.text : memberName(callee);
  const source = node.getSourceFile();
  const declarations = name === undefined ? [] : declarationsOf(name, source);
  // An import, or a member of what is not seen here, throws for one who catches.
  if (declarations.every(isImport)) return catches(source);
  // A parameter, or what a variable holds, is any function.
  return declarations.some((one) => !isCode(one) || throws(one));
}

/** Of the interpreter or the language: `print`, `D2.set`, `Math.max`. */
function isInterpreters(callee: ts.Expression, place: Place): boolean {
  const object = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  return globalName(object, place) !== undefined;
}

/** What is thrown there is caught within the same function. */
function isInTry(node: ts.Node): boolean {
  for (let at = node; at.parent && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause) return true;
  }
  return false;
}

const throws = foundIn(ts.isThrowStatement);

const catches = foundIn((node) => ts.isCatchClause(node) || memberName(node) === "catch");

/** Whether there is such a node in another; looked for once in each, as many calls ask the same. */
function foundIn(is: (node: ts.Node) => boolean): (node: ts.Node) => boolean {
  const known = new WeakMap<ts.Node, boolean>();
  const find = (node: ts.Node): boolean =>
    is(node) || (ts.forEachChild(node, (child) => find(child) || undefined) ?? false);
  return (node) => {
    const found = known.get(node) ?? find(node);
    known.set(node, found);
    return found;
  };
}

function isImport(node: ts.Node): boolean {
  return ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node);
}

function isCode(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return true;
  const { initializer } = node as ts.VariableDeclaration;
  return initializer !== undefined && ts.isFunctionLike(initializer);
}
