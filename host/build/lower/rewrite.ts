// Walks the script once and applies every rewrite to the node kinds it is for.
import ts from "typescript";
import { rewriteCall, rewriteNew } from "./calls/calls.ts";
import { rewriteRegExp } from "./calls/regexp.ts";
import { rewriteAssignment, rewriteElement, rewriteStep } from "./members/lengths.ts";
import { rewriteClassMember } from "./syntax/classes.ts";
import { rewriteDo } from "./syntax/do-while.ts";
import { functionsFirst } from "./syntax/statements.ts";
import { rewriteTaggedTemplate, rewriteTemplate } from "./syntax/templates.ts";

/** What a rewrite is given: how to build nodes, and where to put a constant of the whole script. */
export interface Surroundings {
  readonly factory: ts.NodeFactory;
  /** Declares a constant at the top of the script and returns its name. */
  readonly constant: (value: ts.Expression) => ts.Identifier;
}

function rewriteNode(node: ts.Node, surroundings: Surroundings): ts.Node {
  if (ts.isCallExpression(node)) return rewriteCall(node, surroundings);
  if (ts.isNewExpression(node)) return rewriteNew(node, surroundings);
  if (ts.isElementAccessExpression(node)) return rewriteElement(node, surroundings);
  if (ts.isBinaryExpression(node)) return rewriteAssignment(node, surroundings);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return rewriteStep(node, surroundings);
  }
  if (ts.isTemplateExpression(node)) return rewriteTemplate(node, surroundings);
  if (ts.isRegularExpressionLiteral(node)) return rewriteRegExp(node, surroundings);
  if (ts.isPropertyDeclaration(node)) return rewriteClassMember(node, surroundings);
  if (ts.isDoStatement(node)) return rewriteDo(node, surroundings);
  if (ts.isBlock(node)) return functionsFirst(node, surroundings);
  return node;
}

export const rewrite: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const constants: ts.Statement[] = [];
  const constant = (value: ts.Expression): ts.Identifier => {
    const name = factory.createUniqueName("constant");
    const declaration = factory.createVariableDeclaration(name, undefined, undefined, value);
    constants.push(
      factory.createVariableStatement(
        undefined,
        factory.createVariableDeclarationList([declaration], ts.NodeFlags.None),
      ),
    );
    return name;
  };
  const surroundings = { factory, constant };
  const visit = (node: ts.Node): ts.Node => {
    // Its template is no value of its own, and must not be joined.
    if (ts.isTaggedTemplateExpression(node))
      return rewriteTaggedTemplate(node, visit, surroundings);
    return rewriteNode(ts.visitEachChild(node, visit, context), surroundings);
  };
  return (file) => {
    const visited = ts.visitNode(file, visit, ts.isSourceFile);
    return factory.updateSourceFile(visited, [...constants, ...visited.statements]);
  };
};
