// Function declarations to the top of their block: Espruino declares a function when it gets
// there, not before.
import ts from "typescript";
import type { Surroundings } from "../rewrite.ts";

export function functionsFirst(node: ts.Block | ts.SourceFile, { factory }: Surroundings): ts.Node {
  const functions = node.statements.filter(ts.isFunctionDeclaration);
  if (functions.length === 0) return node;
  const others = node.statements.filter((statement) => !ts.isFunctionDeclaration(statement));
  const statements = [...functions, ...others];
  return ts.isBlock(node)
    ? factory.updateBlock(node, statements)
    : factory.updateSourceFile(node, statements);
}
