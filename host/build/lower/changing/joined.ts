// Joins the names of a script that may hold one array.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { returnedBy } from "../known/returned.ts";
import { joinMember, keyedIn } from "./containers.ts";
import { type Code, calleeOf, memberKey, namesOf } from "./functions.ts";
import { type Holders, NEW } from "./holders.ts";

const { SyntaxKind } = ts;

const ASSIGNS: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.EqualsToken,
  SyntaxKind.BarBarEqualsToken,
  SyntaxKind.AmpersandAmpersandEqualsToken,
  SyntaxKind.QuestionQuestionEqualsToken,
]);

/** What is joined may join the elements of it, so more than once. */
const ROUNDS = 4;

export function joinNames(
  file: ts.SourceFile,
  holders: Holders,
  functions: ReadonlyMap<string, readonly Code[]>,
): void {
  const keyed = keyedIn(file);
  let asked: ReadonlySet<string> = new Set();
  const visit = (node: ts.Node): void => {
    joinAt(node, holders, functions);
    if (asked.size > 0) joinMember(node, holders, asked);
    ts.forEachChild(node, visit);
  };
  for (let round = 0; round < ROUNDS; round++) {
    holders.grew = false;
    asked = new Set(keyed.flatMap((each) => holders.of(each)));
    visit(file);
    if (!holders.grew) return;
  }
}

function joinAt(
  node: ts.Node,
  holders: Holders,
  functions: ReadonlyMap<string, readonly Code[]>,
): void {
  if (ts.isVariableDeclaration(node)) {
    const { parent } = node.parent;
    if (ts.isForOfStatement(parent)) {
      bindElement(node.name, holders.elementsOf(parent.expression), holders);
    } else bind(node.name, node.initializer ? holders.of(node.initializer) : [], holders);
  } else if (ts.isParameter(node)) {
    bind(node.name, node.initializer ? holders.of(node.initializer) : [], holders);
  } else if (ts.isBinaryExpression(node) && ASSIGNS.has(node.operatorToken.kind)) {
    for (const key of holders.of(node.left)) holders.join(key, holders.of(node.right));
  } else if (ts.isPropertyAssignment(node)) {
    holders.join(memberKey(node.name), holders.of(node.initializer));
  } else if (ts.isShorthandPropertyAssignment(node)) {
    holders.join(memberKey(node.name), holders.of(node.name));
  } else if (ts.isPropertyDeclaration(node) && node.initializer) {
    holders.join(memberKey(node.name), holders.of(node.initializer));
  } else if (ts.isReturnStatement(node) && node.expression) {
    const around = ts.findAncestor(node, ts.isFunctionLike);
    if (around) gives(around, node.expression, holders);
  } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) gives(node, node.body, holders);
  else if (ts.isArrayLiteralExpression(node)) {
    const [list] = holders.of(node);
    for (const each of node.elements) {
      const values = ts.isSpreadElement(each)
        ? holders.elementsOf(each.expression)
        : holders.of(each);
      holders.join(`${list}[]`, values);
    }
  } else if (ts.isClassLike(node)) {
    const base = node.heritageClauses?.[0]?.types[0]?.expression;
    const [own = ""] = holders.of(node);
    holders.join(own, [...namesOf(node, holders), ...(base ? holders.of(base) : [])]);
  } else if (ts.isCallExpression(node)) joinCall(node, holders, functions);
  else if (ts.isNewExpression(node)) giveAll(node, node.arguments ?? [], holders, functions);
}

function gives(code: Code, value: ts.Expression, holders: Holders): void {
  for (const name of namesOf(code, holders)) {
    holders.join(ts.isAccessor(code) ? name : `()${name}`, holders.of(value));
  }
}

/** What is assigned to a name or a pattern. */
function bind(name: ts.BindingName, values: readonly string[], holders: Holders): void {
  if (ts.isIdentifier(name)) {
    holders.join(holders.keyOf(name), values);
    return;
  }
  for (const element of name.elements) {
    if (ts.isOmittedExpression(element)) continue;
    const key = element.propertyName ?? element.name;
    const isMember = ts.isObjectBindingPattern(name) && ts.isIdentifier(key);
    const own = isMember ? [`.${key.text}`] : values.map((each) => holders.find(`${each}[]`));
    bind(element.name, own, holders);
    if (element.initializer) bind(element.name, holders.of(element.initializer), holders);
  }
}

/** An entry of a Map or an object is a key and a value. */
function bindElement(name: ts.BindingName, elements: readonly string[], holders: Holders): void {
  bind(name, elements, holders);
  if (!ts.isArrayBindingPattern(name)) return;
  for (const each of name.elements) {
    if (!ts.isOmittedExpression(each)) bind(each.name, elements, holders);
  }
}

function joinCall(
  node: ts.CallExpression,
  holders: Holders,
  functions: ReadonlyMap<string, readonly Code[]>,
): void {
  const { expression: callee, arguments: values } = node;
  giveAll(node, values, holders, functions);
  const member = memberName(callee);
  if (member === undefined) return;
  const { expression: object } = callee as ts.PropertyAccessExpression;
  const [first, second] = values;
  if (first && (member === "push" || member === "unshift" || member === "set")) {
    const elements = holders.elementsOf(object);
    for (const each of elements) holders.join(each, holders.of(second ?? first));
  }
  const callbacks = callbacksOf(node, holders, functions);
  if (NEW.test(member)) {
    const isMade = /^(map|flatMap|from)$/.test(member);
    const elements = isMade
      ? callbacks.flatMap(returnedBy).flatMap((each) => holders.of(each))
      : [object, ...values].flatMap((each) => holders.elementsOf(each));
    for (const each of holders.elementsOf(node)) holders.join(each, elements);
  }
  for (const code of callbacks) {
    const { element, list } = visitedBy(code, member);
    const elements = holders.elementsOf(object);
    if (element) bindElement(element.name, elements, holders);
    if (list) bind(list.name, holders.of(object), holders);
  }
}

/** Parameters of the functions of that name. */
function giveAll(
  { expression: callee }: ts.CallExpression | ts.NewExpression,
  values: readonly ts.Expression[],
  holders: Holders,
  functions: ReadonlyMap<string, readonly Code[]>,
): void {
  const name = calleeOf(callee, holders);
  for (const code of functions.get(name ?? "") ?? []) {
    const parameters = ts.isClassLike(code)
      ? (code.members.find(ts.isConstructorDeclaration)?.parameters ?? [])
      : code.parameters;
    parameters.forEach(({ name: bound }, i) => {
      const value = values[i];
      if (value) bind(bound, holders.of(value), holders);
    });
  }
}

/** The functions that a call may be given first. */
export function callbacksOf(
  { arguments: [first] }: ts.CallExpression,
  holders: Holders,
  functions: ReadonlyMap<string, readonly Code[]>,
): readonly Code[] {
  if (!first) return [];
  const isBound = ts.isCallExpression(first) && memberName(first.expression) === "bind";
  if (isBound) {
    const { expression: bound } = first.expression as ts.PropertyAccessExpression;
    return functions.get(calleeOf(bound, holders) ?? "") ?? [];
  }
  return ts.isFunctionLike(first) ? [first] : (functions.get(calleeOf(first, holders) ?? "") ?? []);
}

/** The parameters that a method gives an element, and the list itself. */
export function visitedBy(
  code: Code,
  method: string,
): {
  readonly element: ts.ParameterDeclaration | undefined;
  readonly list: ts.ParameterDeclaration | undefined;
} {
  const at = method.startsWith("reduce") ? 1 : 0;
  const parameters = ts.isClassLike(code) ? [] : code.parameters;
  return { element: parameters[at], list: parameters[at + 2] };
}
