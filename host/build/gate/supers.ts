// `super` where TypeScript's ES5 output of it writes the prototype, or has no class to name.
import ts from "typescript";
import { type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

export const superRules: readonly Rule[] = [
  rule<ts.SuperExpression>(SyntaxKind.SuperKeyword, (node) => {
    const { parent } = node;
    if (ts.isCallExpression(parent)) return undefined;
    const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
    if (standsInStaticPart(node) && (isCalled || !isInNamedClass(node))) {
      return "super in a static field or block: name the class that it stands for";
    }
    return isWritten(parent)
      ? "super.member that is assigned: it would change the prototype, for every instance; write a method and call it"
      : undefined;
  }),
];

function isWritten(target: ts.Node): boolean {
  const { parent } = target;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return [SyntaxKind.PlusPlusToken, SyntaxKind.MinusMinusToken].includes(parent.operator);
  }
  if (!ts.isBinaryExpression(parent) || parent.left !== target) return false;
  const { kind } = parent.operatorToken;
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}

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

function isInNamedClass(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassLike(at)) return at.name !== undefined;
  }
  return false;
}
