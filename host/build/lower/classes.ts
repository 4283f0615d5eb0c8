// Class members and heritage that TypeScript's ES5 output gets wrong.
import ts from "typescript";
import type { Surroundings } from "./rewrite.ts";

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
 * `extends Error`: calling the native constructor makes a new plain Error, and the class is lost.
 * The stand-in of helpers.ts fills in `this` instead.
 */
export function rewriteHeritage(node: ts.HeritageClause, { factory }: Surroundings): ts.Node {
  return factory.updateHeritageClause(
    node,
    node.types.map((type) =>
      ts.isIdentifier(type.expression) && type.expression.text === "Error"
        ? factory.updateExpressionWithTypeArguments(
            type,
            factory.createIdentifier("__Error"),
            undefined,
          )
        : type,
    ),
  );
}
