// What the sources of a build change of each other's classes: which are extended, and which members are
// assigned to. Told by names: of a class with none of them `this.name` is its own.
import ts from "typescript";
import { declaredNames, isWrite, memberName } from "../names/names.ts";

/** Among the names where a source extends what no name tells. */
export const ANY_CLASS = "*";

export function changedNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  // Classes of this source, and what it imports, by the name that it has where it is declared.
  const known = new Map<string, string>();
  const extended: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node)) {
      known.set(node.name.text, (node.propertyName ?? node.name).text);
    }
    if (ts.isClassDeclaration(node) && node.name) known.set(node.name.text, node.name.text);
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword) {
      if (!ts.isInterfaceDeclaration(node.parent)) {
        extended.push(...node.types.map(({ expression }) => expression));
      }
    }
    // Extended elsewhere it has another name.
    if (ts.isExportSpecifier(node) && node.propertyName) names.add(node.propertyName.text);
    if (isWrite(node)) {
      const target = ts.isBinaryExpression(node)
        ? node.left
        : (node as ts.PrefixUnaryExpression).operand;
      const member = memberName(target);
      if (member !== undefined) names.add(member);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const declared = declaredNames(source);
  for (const expression of extended) {
    // One of the language or the board.
    if (ts.isIdentifier(expression) && !declared.has(expression.text)) continue;
    const name = ts.isIdentifier(expression) ? known.get(expression.text) : memberName(expression);
    names.add(name === undefined || name === "default" ? ANY_CLASS : name);
  }
  return names;
}
