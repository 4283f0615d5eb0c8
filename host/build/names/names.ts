// Questions about names in a source: which it declares as values or members, and what one stands for.
import ts from "typescript";

/** Wherever in the file; ambient ones excepted. */
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

/** What the file calls members of its own: of classes, objects and types. */
export function memberNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      (ts.isClassElement(node) ||
        ts.isTypeElement(node) ||
        ts.isObjectLiteralElement(node) ||
        ts.isParameterPropertyDeclaration(node, node.parent)) &&
      node.name &&
      (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))
    ) {
      names.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** Functions and classes that the file declares under a name that stands for nothing else in it. */
export function functionNames(source: ts.SourceFile): {
  readonly functions: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
} {
  const functions = new Set<string>();
  const classes = new Set<string>();
  const others = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) {
      others.add(node.name.getText());
    }
    if (ts.isClassDeclaration(node) && node.name) classes.add(node.name.text);
    if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name) {
      functions.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const name of others) {
    functions.delete(name);
    classes.delete(name);
  }
  return { functions, classes };
}

function isAmbient(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeNode(node)) return true;
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false)
  );
}

/** `value` of `(value as any)!`. */
export function uncast(node: ts.Node): ts.Node {
  const isAround =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node);
  return isAround ? uncast(node.expression) : node;
}

/** The name in `object.name` and `object["name"]`. */
export function memberName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return undefined;
}

/** Whether an identifier is read as a value: not a member's name, nor a declaration's. */
export function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) {
    return parent.initializer === node;
  }
  if (ts.isPropertyDeclaration(parent) || ts.isEnumMember(parent)) {
    return parent.initializer === node;
  }
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent)) return false;
  if (ts.isNamespaceImport(parent) || ts.isExportSpecifier(parent)) return false;
  return !(ts.isFunctionLike(parent) || ts.isClassLike(parent) || ts.isEnumDeclaration(parent));
}

/** Whether a node is an assignment, `++` or `--`. */
export function isWrite(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken)
  );
}
