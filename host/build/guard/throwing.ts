// What throws in a `try`: Espruino reads on to the `catch` by counting braces, and loses count in an
// object literal and in the arguments of a native function (jspeFactorObject and jspeFunctionCall in
// src/jsparse.c). Nothing is caught then. The code of a function is left at once instead.
import ts from "typescript";
import { mayThrow } from "../names/may-throw.ts";
import { around, type Guard } from "./guard.ts";
import { startsStatement } from "./statements.ts";

export function guardThrowing(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  if (!losesCount(node, file) || !isOutermostTried(node, file)) return undefined;
  const call = usesThis(node) ? ".call(this)" : "()";
  return startsStatement(node, file)
    ? around(node, file, "(function(){return ", `}${call})`)
    : around(
        node,
        file,
        `function(){return${ts.isObjectLiteralExpression(node) ? "" : " "}`,
        `}${call}`,
      );
}

function losesCount(node: ts.Node, file: ts.SourceFile): boolean {
  if (ts.isObjectLiteralExpression(node))
    return node.properties.slice(0, -1).some((each) => mayThrow(each));
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  const thrower = node.arguments?.slice(0, -1).find((each) => mayThrow(each));
  // A brace in what it then reads, wherever in the expression.
  return thrower !== undefined && file.text.slice(thrower.end, outermost(node).end).includes("{");
}

function outermost(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent && !ts.isStatement(at.parent) && !ts.isFunctionLike(at.parent)) at = at.parent;
  return at;
}

/** Whether a `try` of the same function leads to a `catch` or `finally`, and nothing around it does. */
function isOutermostTried(node: ts.Node, file: ts.SourceFile): boolean {
  for (let at = node; at.parent && !ts.isFunctionLike(at); at = at.parent) {
    if (at !== node && losesCount(at, file)) return false;
    if (ts.isTryStatement(at.parent) && at !== at.parent.finallyBlock) return true;
  }
  return false;
}

function usesThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => usesThis(child) || undefined) ?? false;
}
