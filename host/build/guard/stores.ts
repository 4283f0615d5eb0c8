// `a.b = f()`: Espruino looks for `a.b` before the call, and where `f` has made it meanwhile adds a
// second one; where `f` has removed it, it writes to what is no part of `a` any more
// (jspeAssignmentExpression in src/jsparse.c). A function takes the value first instead.
import ts from "typescript";
import { memberName } from "../names/names.ts";
import { type Guard, insert } from "./guard.ts";

const { SyntaxKind } = ts;

/** Any element: its key is not known. */
const ELEMENT = "[]";

/** Before the name of a member that is stored and may have been removed. */
const REMOVED = "-";

/** Methods that make or remove elements, or put other ones in their places. */
const MOVING = /^(push|pop|shift|unshift|splice|sort|reverse)$/;

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

interface Store extends ts.BinaryExpression {
  readonly left: Member;
}

export function guardStore(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  if (!isStore(node)) return undefined;
  const { left, right } = node;
  if (!changesMember(left, right, file)) return undefined;
  const start = node.getStart(file);
  const isStatement = ts.isExpressionStatement(node.parent);
  const give = isStatement ? "" : "return ";
  const key = ts.isPropertyAccessExpression(left) ? undefined : left.argumentExpression;
  const head = key
    ? `(function(o,k,v){${give}o[k]=v})(`
    : `(function(o,v){${give}o.${memberName(left)}=v})(`;
  // What stands between the object, the key and the value becomes a comma.
  return {
    before: insert(start, head),
    within: [
      { start: left.expression.end, end: (key ?? right).getStart(file), text: "," },
      ...(key ? [{ start: key.end, end: right.getStart(file), text: "," }] : []),
    ],
    after: insert(node.end, ")"),
  };
}

function isStore(node: ts.Node): node is Store {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === SyntaxKind.EqualsToken &&
    isMember(node.left)
  );
}

export function isMember(node: ts.Node): node is Member {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function keyOf(member: Member): string {
  return memberName(member) ?? ELEMENT;
}

/** Whether evaluating `value` may store or remove a member of the name of `member`. */
function changesMember(member: Member, value: ts.Expression, file: ts.SourceFile): boolean {
  return mayStore(value, keyOf(member), functionsOf(file));
}

export function removesMember(member: Member, value: ts.Expression, file: ts.SourceFile): boolean {
  return mayStore(value, REMOVED + keyOf(member), functionsOf(file));
}

function mayStore(value: ts.Expression, key: string, functions: Functions): boolean {
  const seen = new Set<string>();
  const doingIn = (code: ts.Node): Doing => {
    const doing = functions.doings.get(code) ?? doingOf(code, functions.given);
    functions.doings.set(code, doing);
    return doing;
  };
  const visit = ({ stores, calls, callsUnknown }: Doing): boolean => {
    if (stores.has(key)) return true;
    if (callsUnknown && functions.stored.has(key)) return true;
    return [...calls].some((name) => {
      if (seen.has(name)) return false;
      seen.add(name);
      return (functions.byName.get(name) ?? []).some((code) => visit(doingIn(code)));
    });
  };
  return visit(doingOf(value, functions.given, true));
}

/** What a piece of code stores, deletes and calls, told by names. */
interface Doing {
  readonly stores: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  /** It calls a function that it was given. */
  readonly callsUnknown: boolean;
}

interface Functions {
  readonly byName: ReadonlyMap<string, readonly ts.Node[]>;
  /** What any function stores. */
  readonly stored: ReadonlySet<string>;
  /** Names of parameters, and of variables that hold no function written there. */
  readonly given: ReadonlySet<string>;
  /** What each function does, found where it is asked for. */
  readonly doings: Map<ts.Node, Doing>;
}

const KNOWN = new WeakMap<ts.SourceFile, Functions>();

function functionsOf(file: ts.SourceFile): Functions {
  const known = KNOWN.get(file);
  if (known) return known;
  const given = new Set<string>();
  const byName = new Map<string, ts.Node[]>();
  const visit = (node: ts.Node): void => {
    const name = ts.isFunctionLike(node) && nameOf(node);
    if (name) byName.set(name, [...(byName.get(name) ?? []), node]);
    const isGiven =
      ts.isParameter(node) ||
      (ts.isVariableDeclaration(node) &&
        (!node.initializer || !ts.isFunctionLike(node.initializer)));
    if (isGiven) given.add(node.name.getText());
    node.forEachChild(visit);
  };
  visit(file);
  const functions = { byName, given, stored: doingOf(file, given).stores, doings: new Map() };
  KNOWN.set(file, functions);
  return functions;
}

/** `name` of a function, `.name` of a member. */
function nameOf(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name.getText();
  if (ts.isPropertyAssignment(parent)) return `.${parent.name.getText()}`;
  if (!ts.isBinaryExpression(parent)) return undefined;
  return ts.isIdentifier(parent.left) ? parent.left.text : `.${memberName(parent.left)}`;
}

function doingOf(code: ts.Node, given: ReadonlySet<string>, isValue = false): Doing {
  const stores = new Set<string>();
  const calls = new Set<string>();
  let callsUnknown = false;
  const call = (callee: ts.Expression): void => {
    const member = memberName(callee);
    if (member !== undefined) {
      calls.add(`.${member}`);
      if (MOVING.test(member)) stores.add(ELEMENT).add(REMOVED + ELEMENT);
      // f.call(o), f.apply(o)
      if (member === "call" || member === "apply") {
        call((callee as ts.PropertyAccessExpression).expression);
      }
    } else if (ts.isIdentifier(callee)) {
      calls.add(callee.text);
      if (given.has(callee.text)) callsUnknown = true;
    } else if (ts.isElementAccessExpression(callee)) callsUnknown = true;
  };
  const visit = (node: ts.Node): void => {
    // Nobody calls a function that is only put somewhere.
    if (isValue && ts.isFunctionLike(node) && !isCalled(node)) return;
    if (isStore(node)) stores.add(keyOf(node.left));
    if (ts.isDeleteExpression(node) && isMember(node.expression))
      stores.add(keyOf(node.expression));
    if (ts.isCallExpression(node)) {
      call(node.expression);
      // What it is given it may call.
      for (const value of node.arguments) if (ts.isIdentifier(value)) calls.add(value.text);
      // The helper that stores for an assignment whose worth is taken.
      const [, key] = node.arguments;
      if (node.arguments.length === 3 && key && ts.isStringLiteral(key)) stores.add(key.text);
    }
    if (ts.isNewExpression(node)) call(node.expression);
    node.forEachChild(visit);
  };
  visit(code);
  return { stores, calls, callsUnknown };
}

/** At once, or by what it is given to; what a function declares it may call later. */
function isCalled(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isCalled(parent);
  if (ts.isPropertyAssignment(parent)) return isCalled(parent.parent);
  if (ts.isArrayLiteralExpression(parent)) return isCalled(parent);
  return !ts.isBinaryExpression(parent) || !isStore(parent);
}
