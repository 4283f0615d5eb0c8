// Which names a piece of JavaScript declares. Pure; knows no global object.
import type { AnyNode, Pattern } from "acorn";

/** Names declared in a function, block or parameter list. */
export class Scope {
  readonly names = new Set<string>();
  constructor(readonly outer: Scope | undefined) {}

  /** Whether any name is declared here or further out. */
  get hasNames(): boolean {
    return this.names.size > 0 || (this.outer?.hasNames ?? false);
  }

  has(name: string): boolean {
    return this.names.has(name) || (this.outer?.has(name) ?? false);
  }
}

export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const value of Object.values(node) as unknown[]) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof (item as AnyNode | null)?.type === "string") children.push(item as AnyNode);
    }
  }
  return children;
}

function isFunction({ type }: AnyNode): boolean {
  return /^(Function(Declaration|Expression)|ArrowFunctionExpression)$/.test(type);
}

/** Of `var`, down to but not into functions, and of a function body's own declarations. */
export function addVarNames(node: AnyNode, names: Set<string>): void {
  if (isFunction(node) || node.type === "ClassDeclaration" || node.type === "ClassExpression")
    return;
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    for (const { id } of node.declarations) addPatternNames(id, names);
  }
  for (const child of childrenOf(node)) addVarNames(child, names);
}

export function addLexicalNames(node: AnyNode, names: Set<string>): void {
  const statements =
    node.type === "SwitchStatement" ? node.cases.flatMap(childrenOf) : childrenOf(node);
  for (const statement of statements) {
    if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") {
      if (statement.id) names.add(statement.id.name);
    } else if (statement.type === "VariableDeclaration" && statement.kind !== "var") {
      for (const { id } of statement.declarations) addPatternNames(id, names);
    }
  }
}

export function addPatternNames(node: Pattern, names: Set<string>): void {
  switch (node.type) {
    case "Identifier":
      names.add(node.name);
      return;
    case "ObjectPattern":
      for (const property of node.properties) {
        addPatternNames(
          property.type === "RestElement" ? property.argument : property.value,
          names,
        );
      }
      return;
    case "ArrayPattern":
      for (const element of node.elements) if (element) addPatternNames(element, names);
      return;
    case "RestElement":
      addPatternNames(node.argument, names);
      return;
    case "AssignmentPattern":
      addPatternNames(node.left, names);
      return;
  }
}
