// Moves declarations of a minified ES5 script above their first use. Espruino declares a `var` and
// a function when it gets there, and an undeclared name becomes a global; terser counts on hoisting.
import ts from "typescript";
import type { Edit } from "../edits.ts";

interface Variable {
  readonly lists: Set<ts.VariableDeclarationList>;
  first: ts.VariableDeclaration;
  hoist: boolean;
}

interface Scope {
  readonly node: ts.SourceFile | ts.FunctionLikeDeclaration;
  readonly outer: Scope | undefined;
  readonly variables: Map<string, Variable>;
  /** Parameters and functions, which hide outer names, and where functions are declared. */
  readonly others: Map<string, number>;
  firstCall?: number;
}

/** A defect of the pipeline: terser moves functions up (`hoist_funs`), and has not. */
class LateFunctionError extends Error {
  override name = "LateFunctionError";
  constructor(name: string) {
    super(`the bundle uses function ${name} above its declaration`);
  }
}

/** `file` has its parents set. */
export function declareFirst(file: ts.SourceFile): Edit[] {
  const scopes = new Map<ts.Node, Scope>();
  collectDeclarations(file, undefined, scopes);
  markUses(file, scopes);
  return [...scopes.values()].flatMap((scope) => editsOf(scope, file));
}

function collectDeclarations(
  node: ts.SourceFile | ts.FunctionLikeDeclaration,
  outer: Scope | undefined,
  scopes: Map<ts.Node, Scope>,
): void {
  const scope: Scope = { node, outer, variables: new Map(), others: new Map() };
  scopes.set(node, scope);
  if (!ts.isSourceFile(node)) {
    for (const { name } of node.parameters) scope.others.set(name.getText(), 0);
    if (ts.isFunctionExpression(node) && node.name) scope.others.set(node.name.text, 0);
  }
  const visit = (child: ts.Node): void => {
    if (ts.isFunctionDeclaration(child) && child.name) {
      scope.others.set(child.name.text, child.pos);
    }
    if (ts.isFunctionLike(child)) {
      collectDeclarations(child as ts.FunctionLikeDeclaration, scope, scopes);
      return;
    }
    if (ts.isVariableDeclaration(child) && ts.isVariableDeclarationList(child.parent)) {
      const name = child.name.getText();
      const known = scope.variables.get(name);
      if (known) known.lists.add(child.parent);
      else {
        const lists = new Set([child.parent]);
        scope.variables.set(name, { lists, first: child, hoist: false });
      }
    }
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
}

function markUses(file: ts.SourceFile, scopes: ReadonlyMap<ts.Node, Scope>): void {
  const visit = (node: ts.Node, scope: Scope): void => {
    if (ts.isIdentifier(node) && isReference(node)) markUse(node, scope);
    const inner = scopes.get(node) ?? scope;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  const scope = scopes.get(file);
  if (scope) visit(file, scope);
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isVariableDeclaration(parent)) return parent.initializer === node;
  return !ts.isFunctionLike(parent);
}

function markUse(node: ts.Identifier, from: Scope): void {
  for (let scope: Scope | undefined = from; scope; scope = scope.outer) {
    const declaredAt = scope.others.get(node.text);
    if (declaredAt !== undefined) {
      if (scope === from && node.pos < declaredAt) throw new LateFunctionError(node.text);
      return;
    }
    const variable = scope.variables.get(node.text);
    if (variable) {
      const region = regionOf(variable.first, scope.node);
      const isOutside = node.pos < region.pos || node.pos >= region.end;
      // A function that stands above the declaration runs below it, unless it is called before.
      const isEarly =
        node.pos < variable.first.pos &&
        (scope === from || firstCallOf(scope) < variable.first.pos);
      if (isOutside || isEarly) variable.hoist = true;
      return;
    }
  }
}

/** Where a scope first calls what may call its functions: not a call of the board with plain values. */
function firstCallOf(scope: Scope): number {
  scope.firstCall ??= callIn(scope.node, scope) ?? Number.POSITIVE_INFINITY;
  return scope.firstCall;
}

function callIn(node: ts.Node, scope: Scope): number | undefined {
  if (node !== scope.node && ts.isFunctionLike(node)) return undefined;
  const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
  if (isCall && namesOwn(node, scope)) return node.pos;
  return ts.forEachChild(node, (child) => callIn(child, scope));
}

function namesOwn(node: ts.Node, scope: Scope): boolean {
  if (ts.isFunctionLike(node)) return true;
  if (ts.isIdentifier(node) && isReference(node)) {
    for (let at: Scope | undefined = scope; at; at = at.outer) {
      if (at.variables.has(node.text) || at.others.has(node.text)) return true;
    }
  }
  return ts.forEachChild(node, (child) => namesOwn(child, scope) || undefined) ?? false;
}

/** The nearest part around a declaration that may run or not, or run by itself. */
function regionOf(declaration: ts.VariableDeclaration, scope: ts.Node): ts.Node {
  // What starts a `for` runs whenever the `for` does.
  let node: ts.Node = declaration.parent.parent;
  while (node !== scope) {
    const { parent } = node;
    const isBody = ts.isBlock(node) && ts.isFunctionLike(parent);
    const isPart =
      ts.isIfStatement(parent) ||
      ts.isIterationStatement(parent, false) ||
      ts.isTryStatement(parent) ||
      ts.isCatchClause(parent) ||
      ts.isCaseOrDefaultClause(parent);
    if (isBody || isPart) return node;
    node = parent;
  }
  return node;
}

function editsOf({ node, variables, others }: Scope, file: ts.SourceFile): Edit[] {
  const hoisted = new Set<string>();
  const lists = new Set<ts.VariableDeclarationList>();
  // A list is hoisted whole, and so are the other lists of its names.
  let grown = true;
  while (grown) {
    grown = false;
    for (const [name, variable] of variables) {
      const taken = variable.hoist || [...variable.lists].some((list) => lists.has(list));
      if (!taken || hoisted.has(name)) continue;
      hoisted.add(name);
      for (const list of variable.lists) lists.add(list);
      grown = true;
    }
  }
  const edits = [...lists].flatMap((list) => undeclare(list, file));
  const names = [...variables.keys()].filter((name) => hoisted.has(name) && !others.has(name));
  if (names.length > 0) {
    const start = ts.isSourceFile(node) ? 0 : (node.body?.getStart(file) ?? 0) + 1;
    edits.push({ start, end: start, text: `var ${names.join(",")};` });
  }
  return edits;
}

/** `var a,b=1,c` -> `b=1`; never touches what an initializer holds. */
function undeclare(list: ts.VariableDeclarationList, file: ts.SourceFile): Edit[] {
  const isForIn = ts.isForInStatement(list.parent) || ts.isForOfStatement(list.parent);
  const kept = list.declarations.filter((declaration) => isForIn || declaration.initializer);
  const edits: Edit[] = [];
  let start = list.getStart(file);
  kept.forEach((declaration, index) => {
    edits.push({ start, end: declaration.getStart(file), text: index ? "," : "" });
    start = declaration.end;
  });
  edits.push({ start, end: list.end, text: "" });
  return edits;
}
