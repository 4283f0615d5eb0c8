// Members that are accessors, and whether a read of one can be told from none: Espruino reads an
// accessor once more after it was assigned to, and takes a write to one without a setter.
import ts from "typescript";
import { isWrite, memberName } from "../../names/names.ts";

export interface Accessors {
  /** Names of accessors with a setter, a read of which does more than give a value. */
  readonly told: ReadonlySet<string>;
  /** Names of all accessors a read of which does more. */
  readonly effective: ReadonlySet<string>;
  /** Names of those that have a getter alone, wherever they are declared. */
  readonly readOnly: ReadonlySet<string>;
  /** Names of getters that an object has itself, not its class, and that ask for `this`. */
  readonly own: ReadonlySet<string>;
}

export function accessorsIn(file: ts.SourceFile): Accessors {
  const getters = new Set<string>();
  const effective = new Set<string>();
  const setters = new Set<string>();
  const own = new Set<string>();
  const bodies: [name: string, body: ts.Block][] = [];
  const visit = (node: ts.Node): void => {
    const defined = definedGetter(node);
    if (defined !== undefined) own.add(defined);
    if (ts.isAccessor(node)) {
      const name = node.name.getText();
      if (ts.isGetAccessor(node) && isOwn(node)) own.add(textOf(node.name));
      if (ts.isSetAccessor(node)) setters.add(name);
      else {
        getters.add(name);
        if (node.body) bodies.push([name, node.body]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const [name, body] of bodies) if (doesMore(body, getters)) effective.add(name);
  const told = new Set([...effective].filter((name) => setters.has(name)));
  const readOnly = new Set([...getters].filter((name) => !setters.has(name)));
  return { told, effective, readOnly, own };
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
  if (!ts.isCallExpression(node) || memberName(node.expression) !== "defineProperty") {
    return undefined;
  }
  const [, name, how] = node.arguments;
  const isOne = name && ts.isStringLiteralLike(name) && how;
  return isOne && /\bget\b[\s\S]*\bthis\b/.test(how.getText()) ? name.text : undefined;
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
