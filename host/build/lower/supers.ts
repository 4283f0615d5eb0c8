// `super.member` that is read and not called: an accessor is given this, not the prototype.
import ts from "typescript";
import { isPath } from "./library.ts";
import type { Visiting } from "./visiting.ts";

const { SyntaxKind } = ts;

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function rewriteSuper(node: Member, lowering: Visiting): ts.Expression | undefined {
  if (node.expression.kind !== SyntaxKind.SuperKeyword || isCallee(node)) return undefined;
  const place = classAround(node);
  if (!place) return undefined;
  const { factory } = lowering;
  const base = place.isStatic
    ? place.base
    : factory.createPropertyAccessExpression(place.base, "prototype");
  const key = ts.isPropertyAccessExpression(node)
    ? factory.createStringLiteral(node.name.text)
    : lowering.expression(node.argumentExpression);
  return lowering.helper("__super", [base, key, factory.createThis()]);
}

function isCallee(node: Member): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** What the class around extends, where that has a name. */
function classAround(node: ts.Node): { base: ts.Expression; isStatic: boolean } | undefined {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isClassElement(at) || !ts.isClassLike(at.parent)) continue;
    const base = at.parent.heritageClauses?.[0]?.types[0]?.expression;
    const isStatic = ts.canHaveModifiers(at)
      ? (at.modifiers?.some(({ kind }) => kind === SyntaxKind.StaticKeyword) ?? false)
      : false;
    return base && isPath(base) ? { base, isStatic } : undefined;
  }
  return undefined;
}
