// Members that are accessors, and whether a read of one can be told from none: Espruino reads an
// accessor once more after it was assigned to, and takes a write to one without a setter.
import ts from "typescript";
import { isWrite, memberName } from "../../names/names.ts";
import { scopeOf, writesOf } from "./scopes.ts";

export interface Accessors {
  /** Names of accessors with a setter, a read of which does more than give a value. */
  readonly told: ReadonlySet<string>;
  /** Names of all accessors a read of which does more. */
  readonly effective: ReadonlySet<string>;
  /** Names of those that have a getter alone, in some class or object. */
  readonly readOnly: ReadonlySet<string>;
  /** Names of members that may be written to, in another. */
  readonly written: ReadonlySet<string>;
  /** Names of getters that an object has itself, not its class, and that ask for `this`. */
  readonly own: ReadonlySet<string>;
}

export function accessorsIn(file: ts.SourceFile): Accessors {
  const getters = new Set<string>();
  const effective = new Set<string>();
  const setters = new Set<string>();
  const own = new Set<string>();
  const readOnly = new Set<string>();
  const written = new Set<string>();
  const bodies: [name: string, body: ts.Block][] = [];
  const visit = (node: ts.Node): void => {
    const gotten = definedGetter(node);
    if (gotten !== undefined) own.add(gotten);
    const kept = definedReadOnly(node);
    if (kept !== undefined) readOnly.add(kept);
    const member = writtenBy(node);
    if (member !== undefined) written.add(member);
    if (ts.isAccessor(node)) {
      const name = textOf(node.name);
      if (ts.isGetAccessor(node) && isOwn(node)) own.add(name);
      if (ts.isSetAccessor(node)) setters.add(name);
      else {
        getters.add(name);
        if (isReadOnly(node)) readOnly.add(name);
        if (node.body) bodies.push([name, node.body]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const [name, body] of bodies) if (doesMore(body, getters)) effective.add(name);
  const told = new Set([...effective].filter((name) => setters.has(name)));
  for (const name of setters) written.add(name);
  return { told, effective, readOnly, written, own };
}

/** A getter whose class or object has no setter of that name. */
function isReadOnly({ name, parent }: ts.GetAccessorDeclaration): boolean {
  return !membersOf(parent).some(
    (each) => ts.isSetAccessor(each) && textOf(each.name) === textOf(name),
  );
}

/** The name of a field, or of what a function that is no method makes a member of `this`. */
function writtenBy(node: ts.Node): string | undefined {
  const isField =
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node);
  if (isField) return textOf(node.name);
  if (!isWrite(node) || !ts.isBinaryExpression(node)) return undefined;
  const { left } = node;
  const isOfThis =
    ts.isPropertyAccessExpression(left) && left.expression.kind === ts.SyntaxKind.ThisKeyword;
  return isOfThis && !ts.findAncestor(left, isOwner) ? left.name.text : undefined;
}

/** `this.a` in a class, or an object, that has a getter of that name and no setter. */
export function hasReadOnly({ name, expression }: ts.PropertyAccessExpression): boolean {
  if (expression.kind !== ts.SyntaxKind.ThisKeyword) return false;
  const isOne = (each: ts.Node) =>
    ts.isGetAccessor(each) && textOf(each.name) === name.text && isReadOnly(each);
  let owner = ts.findAncestor(expression, isOwner);
  for (let above = 0; owner && above < MOST_CLASSES; above++) {
    if (membersOf(owner).some(isOne)) return true;
    owner = ts.isClassLike(owner) ? baseOf(owner) : undefined;
  }
  return false;
}

/** How far classes are followed from one to the next, which may be in a circle. */
const MOST_CLASSES = 9;

/** The class that is extended, where its name stands for one class alone. */
function baseOf(owner: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration | undefined {
  const base = owner.heritageClauses?.[0]?.types[0]?.expression;
  const scope = base && ts.isIdentifier(base) ? scopeOf(base) : undefined;
  const [write, ...others] = scope ? writesOf(scope, base!.getText()) : [];
  const { parent } = write ?? {};
  if (!parent || others.length > 0) return undefined;
  const made = ts.isVariableDeclaration(parent) ? parent.initializer : parent;
  return made && ts.isClassLike(made) ? made : undefined;
}

function membersOf(owner: Owner): readonly ts.Node[] {
  return ts.isObjectLiteralExpression(owner) ? owner.properties : owner.members;
}

type Owner = ts.GetAccessorDeclaration["parent"];

function isOwner(node: ts.Node): node is Owner {
  return ts.isClassLike(node) || ts.isObjectLiteralExpression(node);
}

/** In an object literal, or static. */
function isOwn({ body, modifiers, parent }: ts.GetAccessorDeclaration): boolean {
  const isStatic = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  return (
    (isStatic || ts.isObjectLiteralExpression(parent)) && /\bthis\b/.test(body?.getText() ?? "")
  );
}

/** `f` of `Object.defineProperty(o, "f", { get() { return this.g; } })` */
function definedGetter(node: ts.Node): string | undefined {
  const [name, how] = defined(node);
  return how && /\bget\b[\s\S]*\bthis\b/.test(how.getText()) ? name?.text : undefined;
}

/** The same without a setter. */
function definedReadOnly(node: ts.Node): string | undefined {
  const [name, how] = defined(node);
  if (!how || !ts.isObjectLiteralExpression(how)) return undefined;
  const names = how.properties.map((each) => each.name && textOf(each.name));
  return names.includes("get") && !names.includes("set") ? name?.text : undefined;
}

function defined(node: ts.Node): [name?: ts.StringLiteralLike, how?: ts.Expression] {
  if (!ts.isCallExpression(node) || memberName(node.expression) !== "defineProperty") return [];
  const [, name, how] = node.arguments;
  return name && how && ts.isStringLiteralLike(name) ? [name, how] : [];
}

function textOf(name: ts.PropertyName): string {
  return ts.isStringLiteralLike(name) ? name.text : name.getText();
}

/** More than to give what is there, as far as a look at it shows: it may also be told by what it throws. */
function doesMore(node: ts.Node, getters: ReadonlySet<string>): boolean {
  if (ts.isCallExpression(node) && !/^Math\.\w+$/.test(node.expression.getText())) return true;
  if (ts.isNewExpression(node) || ts.isThrowStatement(node) || ts.isDeleteExpression(node))
    return true;
  if (ts.isTaggedTemplateExpression(node) || isWrite(node)) return true;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const isOwn = /^(this|super|Math)$/.test(node.expression.getText());
    if (!isOwn || getters.has(memberName(node) ?? "")) return true;
  }
  return ts.forEachChild(node, (child) => doesMore(child, getters) || undefined) ?? false;
}
