// `list.forEach(f)` where `f` may change the list: Espruino goes from one variable of it to the next,
// so it misses what follows one that was removed, and visits what was added. Finds such calls.
import ts from "typescript";
import { isWrite, memberName } from "../../names/names.ts";
import { isPlace } from "../known/places.ts";
import { scopeOf, usesOf } from "../known/scopes.ts";
import { functionsIn } from "./functions.ts";
import { Holders } from "./holders.ts";
import { callbacksOf, joinNames, visitedBy } from "./joined.ts";
import { Reaching } from "./reaching.ts";
import { isVisit } from "./visits.ts";

const CHANGING = /^(push|pop|shift|unshift|splice|sort|reverse|copyWithin)$/;

export function changingCalls(file: ts.SourceFile): ReadonlySet<ts.Node> {
  const found = new Set<ts.Node>();
  const visits: ts.CallExpression[] = [];
  const changes: [list: ts.Expression, at: ts.Node][] = [];
  const visit = (node: ts.Node): void => {
    if (isVisit(node)) visits.push(node);
    const list = changedBy(node);
    if (list && mayBeUnderWay(list, node)) changes.push([list, node]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (visits.length === 0 || changes.length === 0) return found;
  const holders = new Holders();
  const functions = functionsIn(file, holders);
  joinNames(file, holders, functions);
  const changed = changes.map(([list, at]) => ({ at, keys: holders.of(list) }));
  const reaching = new Reaching(holders, functions, new Set(changes.map(([, at]) => at)), file);
  for (const call of visits) {
    const { expression: list } = call.expression as ts.PropertyAccessExpression;
    const given = callbacksOf(call, holders, functions).flatMap((code) => {
      const name = visitedBy(code, memberName(call.expression) ?? "").list?.name;
      return name && ts.isIdentifier(name) ? holders.of(name) : [];
    });
    const keys = new Set([...holders.of(list), ...given]);
    const own = changed.filter((one) => one.keys.some((key) => keys.has(key)));
    const nodes = new Set(own.map(({ at }) => at));
    if (nodes.size > 0 && reaching.mayRun(call.arguments[0]!, nodes)) found.add(call);
  }
  return found;
}

/** The list whose elements become more or fewer. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node)) {
    const isChange = CHANGING.test(memberName(node.expression) ?? "");
    return isChange ? (node.expression as ts.PropertyAccessExpression).expression : undefined;
  }
  const target = ts.isDeleteExpression(node) ? node.expression : targetOf(node);
  if (!target) return undefined;
  if (memberName(target) === "length") return (target as ts.PropertyAccessExpression).expression;
  if (!ts.isElementAccessExpression(target)) return undefined;
  if (ts.isDeleteExpression(node)) return target.expression;
  // What is put in the place of an element is there already.
  const { argumentExpression: key } = target;
  const isOwn = ts.isStringLiteral(key) || (ts.isIdentifier(key) && isPlaceName(key));
  return isOwn ? undefined : target.expression;
}

/** What no function does is done before or after; so is what one does to an array of its own. */
function mayBeUnderWay(list: ts.Expression, change: ts.Node): boolean {
  const around = functionAround(change);
  if (!around) return false;
  const scope = ts.isIdentifier(list) && scopeOf(list);
  const declaration = scope && usesOf(scope, (list as ts.Identifier).text)[0]?.parent;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return true;
  const { initializer, parent } = declaration;
  const isOwn =
    (parent.flags & ts.NodeFlags.Const) !== 0 &&
    initializer !== undefined &&
    ts.isArrayLiteralExpression(initializer) &&
    functionAround(declaration) === around;
  // A generator goes on in the midst of what others do.
  return !isOwn || ("asteriskToken" in around && around.asteriskToken !== undefined);
}

function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(node, ts.isFunctionLike);
}

function targetOf(node: ts.Node): ts.Expression | undefined {
  if (!isWrite(node)) return undefined;
  return ts.isBinaryExpression(node)
    ? node.left
    : (node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression).operand;
}

function isPlaceName(name: ts.Identifier): boolean {
  const scope = scopeOf(name);
  if (!scope || !ts.isFunctionLike(scope)) return false;
  const parameter = scope.parameters.find((each) => each.name.getText() === name.text);
  return parameter !== undefined && isPlace(parameter);
}
