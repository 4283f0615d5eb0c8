// Which function of the same source a call is sure to run. Told by names: one that stands for a single
// function, and is given nothing else.
import ts from "typescript";
import { isWrite, memberName } from "../names/names.ts";
import { ANY_CLASS } from "./changed-names.ts";
import type { Place } from "./rule.ts";

/** A class stands for what `new` runs of it. */
export type Called = ts.FunctionLikeDeclaration | ts.ClassDeclaration;

interface Index {
  /** Whatever is declared under a name, wherever. */
  readonly declared: ReadonlyMap<string, readonly ts.Node[]>;
  /** Names and members that are assigned to. */
  readonly written: ReadonlySet<string>;
  /** Classes that others extend, here or wherever they are imported. */
  readonly open: ReadonlySet<string>;
}

const indices = new WeakMap<ts.SourceFile, Index>();

function indexOf(source: ts.SourceFile): Index {
  const known = indices.get(source);
  if (known) return known;
  const declared = new Map<string, ts.Node[]>();
  const written = new Set<string>();
  const open = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = declaredName(node);
    if (name !== undefined) {
      const same = declared.get(name);
      if (same) same.push(node);
      else declared.set(name, [node]);
    }
    if (ts.isHeritageClause(node)) {
      for (const { expression } of node.types) open.add(expression.getText());
    }
    if (ts.isExportSpecifier(node)) open.add((node.propertyName ?? node.name).text);
    if (ts.isExportAssignment(node)) open.add(node.expression.getText());
    if (ts.isClassDeclaration(node) && node.name && isExported(node)) open.add(node.name.text);
    if (isWrite(node)) {
      const target = ts.isBinaryExpression(node)
        ? node.left
        : (node as ts.PrefixUnaryExpression).operand;
      written.add(memberName(target) ?? target.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const index = { declared, written, open };
  indices.set(source, index);
  return index;
}

function isExported(node: ts.ClassDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function declaredName(node: ts.Node): string | undefined {
  const isNamed =
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isImportClause(node) ||
    ts.isImportSpecifier(node) ||
    ts.isNamespaceImport(node) ||
    ts.isEnumDeclaration(node);
  return isNamed ? node.name?.getText() : undefined;
}

/** Whatever the source declares under the name. */
export function declarationsOf(name: string, source: ts.SourceFile): readonly ts.Node[] {
  return indexOf(source).declared.get(name) ?? [];
}

/** What the node runs: by a call, by `new`, or by an accessor of its own class. */
export function calledBy(node: ts.Node, place: Place): Called | undefined {
  if (ts.isNewExpression(node)) {
    const made = onlyOne(node.expression);
    return made && ts.isClassDeclaration(made) ? made : undefined;
  }
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    if (ts.isPropertyAccessExpression(callee)) {
      return ownMember(callee, place, ts.isMethodDeclaration);
    }
    const named = onlyOne(callee);
    return named && functionIn(named);
  }
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const isTarget = isWrite(node.parent) && (node.parent as ts.BinaryExpression).right !== node;
  return ownMember(node, place, isTarget ? ts.isSetAccessor : ts.isGetAccessor);
}

/** What alone has the name, for good. */
function onlyOne(name: ts.Node): ts.Node | undefined {
  if (!ts.isIdentifier(name)) return undefined;
  const source = name.getSourceFile();
  const { declared, written } = indexOf(source);
  const [only, ...others] = declared.get(name.text) ?? [];
  return others.length > 0 || written.has(name.text) ? undefined : only;
}

function functionIn(node: ts.Node): Called | undefined {
  if (ts.isFunctionDeclaration(node)) return node.body && node;
  if (!ts.isVariableDeclaration(node) || !node.initializer) return undefined;
  const { initializer } = node;
  return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)
    ? initializer
    : undefined;
}

/** `this.name` in a class of which nobody else makes another one. */
function ownMember(
  { expression: object, name }: ts.PropertyAccessExpression,
  { changed }: Place,
  isKind: (node: ts.Node) => node is ts.MethodDeclaration | ts.AccessorDeclaration,
): Called | undefined {
  if (object.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const around = memberAround(object);
  const owner = around?.parent;
  if (!around || !owner || !ts.isClassDeclaration(owner) || !owner.name) return undefined;
  const { open, written } = indexOf(owner.getSourceFile());
  if (!ts.isPrivateIdentifier(name) && open.has(owner.name.text)) {
    // Without the other sources, what is exported may be extended.
    const isExtended = changed?.has(owner.name.text) || changed?.has(ANY_CLASS);
    if (!changed || isExtended || changed.has(name.text)) return undefined;
  }
  const found = owner.members.filter(
    (member) => member.name?.getText() === name.text && isStatic(member) === isStatic(around),
  );
  const [only] = found.filter(isKind);
  if (!only?.body || (ts.isMethodDeclaration(only) && written.has(name.text))) return undefined;
  return only;
}

/** The member whose `this` it is. */
function memberAround(node: ts.Node): ts.ClassElement | undefined {
  for (let at = node; at.parent; at = at.parent) {
    if (ts.isClassLike(at.parent)) return at as ts.ClassElement;
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return undefined;
  }
  return undefined;
}

function isStatic(member: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(member) &&
    (ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}

/** The function whose run comes to the node, without a call in between. */
export function runOf(node: ts.Node): Called | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isPropertyDeclaration(at) || ts.isConstructorDeclaration(at)) {
      return ts.isClassDeclaration(at.parent) && !isStatic(at) ? at.parent : undefined;
    }
    if (ts.isFunctionLike(at)) return at as ts.FunctionLikeDeclaration;
    if (ts.isClassLike(at)) return undefined;
  }
  return undefined;
}

/** What a run goes through, in order; nothing for a generator, which only starts when it is asked. */
export function partsOf(called: Called): readonly ts.Node[] {
  if (!ts.isClassDeclaration(called)) {
    return called.asteriskToken || !called.body ? [] : [called.body];
  }
  const fields = called.members.filter(ts.isPropertyDeclaration);
  const initializers = fields.flatMap((field) =>
    field.initializer && !isStatic(field) ? [field.initializer] : [],
  );
  const made = called.members.find((one) => ts.isConstructorDeclaration(one) && one.body);
  const body = made && (made as ts.ConstructorDeclaration).body;
  return body ? [...initializers, body] : initializers;
}
