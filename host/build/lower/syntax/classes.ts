// Class members and heritage that TypeScript's ES5 output gets wrong.
import ts from "typescript";
import type { Surroundings } from "../rewrite.ts";

/** `field;` declares a property that is `undefined`; without a value ES5 output forgets it. */
export function rewriteClassMember(
  node: ts.PropertyDeclaration,
  { factory }: Surroundings,
): ts.Node {
  if (node.initializer) return node;
  const { modifiers, name } = node;
  return factory.updatePropertyDeclaration(
    node,
    modifiers,
    name,
    undefined,
    undefined,
    factory.createVoidZero(),
  );
}

/**
 * Static accessors of a class in a block: TypeScript's ES5 output defines them on the variable that is yet to
 * get the class. Runs on what it has lowered.
 */
export const accessorsInside: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const visit = (node: ts.Node): ts.Node => {
    const [target] = ts.isCallExpression(node) ? node.arguments : [];
    const name = target && ts.getOriginalNode(target);
    const isOfClass = name?.parent && ts.isClassLike(name.parent) && name.parent.name === name;
    // As its constructor is called inside.
    if (target && isOfClass)
      ts.setEmitFlags(target, ts.EmitFlags.InternalName | ts.EmitFlags.NoComments);
    return ts.visitEachChild(node, visit, context);
  };
  return (file) => ts.visitEachChild(file, visit, context);
};
