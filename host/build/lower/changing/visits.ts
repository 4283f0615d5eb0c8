// Calls that go through a list.
import ts from "typescript";
import { memberName } from "../../names/names.ts";

/** Methods that go through a list by a callback. */
const VISITING = /^(forEach|map|filter|some|every|reduce|find|findIndex|flatMap)$/;

export function isVisit(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const { length } = node.arguments;
  return VISITING.test(memberName(node.expression) ?? "") && length > 0 && length < 3;
}
