// `super` beyond calls in methods: TypeScript's ES5 output of it reads and writes the prototype.
import ts from "typescript";
import { type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

export const superRules: readonly Rule[] = [
  rule<ts.SuperExpression>(SyntaxKind.SuperKeyword, (node) => {
    const { parent } = node;
    if (ts.isCallExpression(parent)) return undefined;
    if (standsInStaticPart(node)) {
      return "super in a static field or block: name the class that it stands for";
    }
    const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
    return isCalled
      ? undefined
      : "super.member that is not called: it would stand for the prototype's own; write a method and call it";
  }),
];

function standsInStaticPart(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassStaticBlockDeclaration(at)) return true;
    if (ts.isPropertyDeclaration(at)) {
      return at.modifiers?.some(({ kind }) => kind === SyntaxKind.StaticKeyword) ?? false;
    }
    if (ts.isMethodDeclaration(at) || ts.isAccessor(at) || ts.isFunctionDeclaration(at)) {
      return false;
    }
  }
  return false;
}
