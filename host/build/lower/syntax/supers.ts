// `super.member` that is read and not called: an accessor is given this, not the prototype.
import ts from "typescript";
import { isPath } from "../known/paths.ts";
import type { Visiting } from "../visiting.ts";

const { SyntaxKind } = ts;

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function rewriteSuper(node: Member, lowering: Visiting): ts.Expression | undefined {
  if (node.expression.kind !== SyntaxKind.SuperKeyword || isCallee(node)) return undefined;
  const place = placeOf(node);
  const base = place && baseOf(place, lowering.factory);
  if (!base) return undefined;
  const key = ts.isPropertyAccessExpression(node)
    ? lowering.factory.createStringLiteral(node.name.text)
    : lowering.expression(node.argumentExpression);
  return lowering.helper("__super", [base, key, place.itself ?? lowering.factory.createThis()]);
}

/** Names of classes that are asked for their base, and had none. */
const NAMES = new WeakMap<ts.ClassLikeDeclaration, ts.Identifier>();

/** `class extends f() {}` with such a name. */
export function rewriteUnnamed(
  node: ts.ClassExpression,
  lowering: Visiting,
): ts.ClassExpression | undefined {
  const base = extendedBy(node);
  if (node.name || !base || isPath(base)) return undefined;
  const clauses = ts.visitNodes(node.heritageClauses, lowering.visit, ts.isHeritageClause);
  const members = ts.visitNodes(node.members, lowering.visit, ts.isClassElement);
  const { modifiers } = node;
  const name = NAMES.get(node);
  return lowering.factory.updateClassExpression(node, modifiers, name, undefined, clauses, members);
}

function isCallee(node: Member): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

interface Place {
  readonly owner: ts.ClassLikeDeclaration;
  readonly isStatic: boolean;
  /** The class, where \`this\` is that and a function has it from no call. */
  readonly itself?: ts.Identifier;
}

/** The class around. */
function placeOf(node: ts.Node): Place | undefined {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isClassElement(at) || !ts.isClassLike(at.parent)) continue;
    const isBlock = ts.isClassStaticBlockDeclaration(at);
    const isStatic =
      isBlock ||
      (ts.canHaveModifiers(at) &&
        (at.modifiers?.some(({ kind }) => kind === SyntaxKind.StaticKeyword) ?? false));
    const { name } = at.parent;
    const isItself = isBlock || (isStatic && ts.isPropertyDeclaration(at));
    return { owner: at.parent, isStatic, ...(isItself && name && { itself: name }) };
  }
  return undefined;
}

/** The base of a class, or its prototype: by name, or as the class itself has it. */
function baseOf({ owner, isStatic }: Place, factory: ts.NodeFactory): ts.Expression | undefined {
  const base = extendedBy(owner);
  if (!base) return undefined;
  const prototypeOf = (made: ts.Expression) =>
    factory.createPropertyAccessExpression(made, "prototype");
  if (isPath(base)) return isStatic ? base : prototypeOf(base);
  let name = owner.name ?? NAMES.get(owner);
  if (!name) {
    name = factory.createUniqueName("Class");
    NAMES.set(owner, name);
  }
  const getter = factory.createPropertyAccessExpression(
    factory.createIdentifier("Object"),
    "getPrototypeOf",
  );
  return factory.createCallExpression(getter, undefined, [isStatic ? name : prototypeOf(name)]);
}

function extendedBy(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  return node.heritageClauses?.[0]?.types[0]?.expression;
}
