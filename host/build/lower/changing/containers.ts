// Objects whose members are found by a computed key as well as by their names: `t[key]` may be `t.a`.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { memberKey } from "./functions.ts";
import type { Holders } from "./holders.ts";

/** Objects that are asked by a key that may be any. */
export function keyedIn(file: ts.SourceFile): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && memberName(node) === undefined) {
      if (!ts.isNumericLiteral(node.argumentExpression)) found.push(node.expression);
    }
    const listed = listedBy(node);
    if (listed) found.push(listed);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `o` of `Object.values(o)` and `Object.entries(o)`. */
export function listedBy(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || !/^(values|entries)$/.test(memberName(node.expression) ?? "")) {
    return undefined;
  }
  const { expression: object } = node.expression as ts.PropertyAccessExpression;
  return object.getText() === "Object" ? node.arguments[0] : undefined;
}

/** Joins `.a` with the elements of `t`, where `t` is one of those that are asked by a key. */
export function joinMember(node: ts.Node, holders: Holders, asked: ReadonlySet<string>): void {
  const [object, name] = memberAt(node);
  if (!object || name === undefined) return;
  for (const each of holders.of(object)) if (asked.has(each)) holders.join(name, [`${each}[]`]);
}

/** What has a member, and the member's name, where one is written or read. */
function memberAt(node: ts.Node): [object?: ts.Node, name?: string] {
  if (ts.isPropertyDeclaration(node)) return [node.parent, memberKey(node.name)];
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
    return [node.parent, memberKey(node.name)];
  }
  const name = memberName(node);
  if (name === undefined || name === "length") return [];
  const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
  return isCalled ? [] : [(node as ts.PropertyAccessExpression).expression, `.${name}`];
}
