// Gives each function of a minified ES5 script its own `arguments`. Espruino keeps them as a variable
// of the function that reads them first, and a function inside it finds that variable
// (jswrap_arguments, src/jswrap_functions.c). Rest parameters are made of `arguments` too.
import ts from "typescript";
import type { Edit } from "../edits.ts";

/** Read from the global object they are always those of the running function, and kept in it. */
const TAKE = "global.arguments;";

export function ownArguments(file: ts.SourceFile): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: ts.Node, isInside: boolean): void => {
    const reads = isFunction(node) && readsArguments(node.body);
    if (reads && isInside) {
      const start = node.body.getStart(file) + 1;
      edits.push({ start, end: start, text: TAKE });
    }
    ts.forEachChild(node, (child) => visit(child, isInside || reads));
  };
  visit(file, false);
  return edits;
}

type FunctionWithBody = ts.FunctionLikeDeclaration & { readonly body: ts.Block };

function isFunction(node: ts.Node): node is FunctionWithBody {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** Whether a function does so itself, not one inside it. */
function readsArguments(node: ts.Node): boolean {
  if (isFunction(node)) return false;
  if (ts.isIdentifier(node) && node.text === "arguments") {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
    return !ts.isPropertyAssignment(parent) || parent.initializer === node;
  }
  return ts.forEachChild(node, (child) => readsArguments(child) || undefined) ?? false;
}
