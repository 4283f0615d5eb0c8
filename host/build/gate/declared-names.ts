// The names a source file declares as values, wherever in it; ambient ones excepted.
import ts from "typescript";

export function declaredNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const add = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else
      for (const element of name.elements) if (!ts.isOmittedExpression(element)) add(element.name);
  };
  const visit = (node: ts.Node): void => {
    if (isAmbient(node)) return;
    if (ts.isVariableDeclaration(node) || ts.isParameter(node)) add(node.name);
    else if (ts.isImportClause(node) && node.name) names.add(node.name.text);
    else if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node)) names.add(node.name.text);
    else if (
      (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isEnumDeclaration(node)) &&
      node.name &&
      ts.isIdentifier(node.name) &&
      !ts.isMethodDeclaration(node) &&
      !ts.isAccessor(node)
    ) {
      names.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

function isAmbient(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeNode(node)) return true;
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false)
  );
}
