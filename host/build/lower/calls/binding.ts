// `bind` of a function that is bound: it keeps what it was given for `this`, and on Espruino takes the
// new one. Owns which functions may be bound.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { scopeOf, writesOf } from "../known/scopes.ts";
import type { Library } from "../visiting.ts";

/** `bound.bind(o, 1)` */
export function rewriteBind(node: ts.CallExpression, lowering: Library): ts.Expression | undefined {
  const { expression: callee } = node;
  const [object, ...values] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "bind") return undefined;
  const { expression: bound } = callee;
  if (!object || ts.isSpreadElement(object) || bindsIn(node.getSourceFile()) < 2) return undefined;
  if (!mayBeBound(bound, lowering)) return undefined;
  const { factory } = lowering;
  const isName = ts.isIdentifier(bound);
  const name = isName ? bound : lowering.temporary();
  const first = isName
    ? name
    : factory.createParenthesizedExpression(
        factory.createAssignment(name, lowering.expression(bound)),
      );
  return factory.createCallExpression(
    factory.createPropertyAccessExpression(first, "bind"),
    undefined,
    [
      lowering.helper("__boundTo", [name, lowering.expression(object)]),
      ...values.map(lowering.expression),
    ],
  );
}

const BINDS = new WeakMap<ts.SourceFile, number>();

/** One alone binds nothing that is bound. */
function bindsIn(file: ts.SourceFile): number {
  const known = BINDS.get(file);
  if (known !== undefined) return known;
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (isBind(node)) count += 1;
    ts.forEachChild(node, visit);
  };
  visit(file);
  BINDS.set(file, count);
  return count;
}

function isBind(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && memberName(node.expression) === "bind";
}

function mayBeBound(bound: ts.Expression, lowering: Library): boolean {
  const seen = new Set<ts.Node>();
  const mayBe = (node: ts.Expression): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    if (ts.isParenthesizedExpression(node)) return mayBe(node.expression);
    if (ts.isFunctionExpression(node) || ts.isArrowFunction(node)) return false;
    if (ts.isIdentifier(node)) {
      if (lowering.isGlobal(node)) return false;
      const scope = scopeOf(node);
      return !scope || writesOf(scope, node.text).some(({ parent }) => mayGive(parent));
    }
    const name = memberName(node);
    if (name === undefined) return true;
    const writes = writesOf(node.getSourceFile(), `.${name}`);
    if (writes.length === 0) return mayBe((node as ts.PropertyAccessExpression).expression);
    return writes.some(({ parent }) => mayGive(parent));
  };
  const mayGive = (write: ts.Node): boolean => {
    if (ts.isMethodDeclaration(write) || ts.isFunctionDeclaration(write)) return false;
    if (ts.isClassDeclaration(write)) return false;
    const isStart =
      ts.isVariableDeclaration(write) ||
      ts.isPropertyDeclaration(write) ||
      ts.isPropertyAssignment(write);
    const value = isStart
      ? write.initializer
      : ts.isBinaryExpression(write)
        ? write.right
        : undefined;
    if (!value) return true;
    // `this.tick = this.tick.bind(this)` binds what is not, each time an object is made.
    return value !== bound.parent.parent && mayBe(value);
  };
  return mayBe(bound);
}
