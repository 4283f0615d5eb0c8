// Class members and heritage that TypeScript's ES5 output gets wrong.
import type ts from "typescript";
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
