// Which names a script means: where each is declared, and what writes it there. Goes by the text of a
// name within the block that declares it; one of that name in a function inside counts as well.
import ts from "typescript";
import { isWrite } from "../../names/names.ts";
import { isAssignmentPattern } from "../members/member-writes.ts";

/** The block, loop or function that declares a name; undefined for one of the board. */
export function scopeOf(name: ts.Identifier): ts.Node | undefined {
  for (let at: ts.Node = name.parent; at; at = at.parent) {
    if (declaredIn(at).has(name.text)) return at;
  }
  return undefined;
}

const DECLARED = new WeakMap<ts.Node, ReadonlySet<string>>();

function declaredIn(scope: ts.Node): ReadonlySet<string> {
  const known = DECLARED.get(scope);
  if (known) return known;
  const names = new Set<string>();
  for (const name of bindingsOf(scope)) addTo(names, name);
  DECLARED.set(scope, names);
  return names;
}

/** Names that a declaration binds, those within its pattern included. */
export function addTo(names: Set<string>, binding: ts.BindingName): void {
  if (ts.isIdentifier(binding)) names.add(binding.text);
  else {
    for (const element of binding.elements) {
      if (!ts.isOmittedExpression(element)) addTo(names, element.name);
    }
  }
}

function bindingsOf(scope: ts.Node): ts.BindingName[] {
  if (ts.isFunctionLike(scope)) {
    const { body } = scope as ts.FunctionLikeDeclaration;
    return [...scope.parameters.map(({ name }) => name), ...(body ? variablesOf(body) : [])];
  }
  if (ts.isSourceFile(scope)) return [...variablesOf(scope), ...blockNames(scope.statements)];
  if (ts.isBlock(scope) || ts.isCaseOrDefaultClause(scope)) return blockNames(scope.statements);
  if (ts.isCatchClause(scope)) {
    return scope.variableDeclaration ? [scope.variableDeclaration.name] : [];
  }
  const isLoop =
    ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope);
  return isLoop && scope.initializer && ts.isVariableDeclarationList(scope.initializer)
    ? listed(scope.initializer)
    : [];
}

/** What `let`, `const`, `function` and `class` declare there. */
function blockNames(statements: readonly ts.Statement[]): ts.BindingName[] {
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return listed(statement.declarationList);
    const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return isNamed && statement.name ? [statement.name] : [];
  });
}

function listed({ declarations, flags }: ts.VariableDeclarationList): ts.BindingName[] {
  return flags & ts.NodeFlags.BlockScoped ? declarations.map(({ name }) => name) : [];
}

/** What `var` declares, wherever in the function. */
function variablesOf(body: ts.Node): ts.BindingName[] {
  const names: ts.BindingName[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      names.push(...node.declarations.map(({ name }) => name));
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return names;
}

const USES = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();

/** Where a variable is named within a node, its declaration included. */
export function usesOf(scope: ts.Node, name: string): readonly ts.Identifier[] {
  const file = scope.getSourceFile();
  let known = USES.get(file);
  if (!known) {
    known = collectUses(file);
    USES.set(file, known);
  }
  return (known.get(name) ?? []).filter(({ pos, end }) => pos >= scope.pos && end <= scope.end);
}

function collectUses(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Identifier[]> {
  const found = new Map<string, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    const isMember =
      ts.isIdentifier(node) &&
      ((ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
        (ts.isPropertyAssignment(node.parent) && node.parent.name === node));
    if (ts.isIdentifier(node) && !isMember) {
      const list = found.get(node.text);
      if (list) list.push(node);
      else found.set(node.text, [node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A name, or `this.name` and any other member of that name. */
export type Written = ts.Identifier | ts.PrivateIdentifier | ts.PropertyAccessExpression;

const WRITES = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly Written[]>>();

/** Where a name, or a member with its dot before it, is declared or written within a node. */
export function writesOf(scope: ts.Node, name: string): readonly Written[] {
  const file = scope.getSourceFile();
  let known = WRITES.get(file);
  if (!known) {
    known = collectWrites(file);
    WRITES.set(file, known);
  }
  const isWithin = ({ pos, end }: ts.Node): boolean => pos >= scope.pos && end <= scope.end;
  return (known.get(name) ?? []).filter(isWithin);
}

function collectWrites(file: ts.SourceFile): ReadonlyMap<string, readonly Written[]> {
  const found = new Map<string, Written[]>();
  const add = (name: string, written: Written): void => {
    const list = found.get(name);
    if (list) list.push(written);
    else found.set(name, [written]);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      if (isMember(node)) add(`.${node.text}`, node);
      else if (ts.isIdentifier(node) && isWritten(node)) add(node.text, node);
    } else if (ts.isPropertyAccessExpression(node) && isWritten(node)) {
      add(`.${node.name.text}`, node);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isMember(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node;
  const isOwn = ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent);
  return (isOwn || ts.isMethodDeclaration(parent) || ts.isAccessor(parent)) && parent.name === node;
}

function isWritten(node: ts.Identifier | ts.PropertyAccessExpression): boolean {
  const { parent } = node;
  const isDeclared =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isClassDeclaration(parent);
  if (isDeclared) return parent.name === node;
  if (isWrite(parent)) return !ts.isBinaryExpression(parent) || parent.left === node;
  if (ts.isForOfStatement(parent)) return parent.initializer === node;
  return (
    (ts.isArrayLiteralExpression(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isPropertyAssignment(parent)) &&
    isAssignmentPattern(node)
  );
}
