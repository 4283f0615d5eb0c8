// Patterns that take a member which may not be there, `const { on = false, [key]: value } = options`:
// TypeScript makes reads of them, which are looked at afterwards.
import ts from "typescript";
import type { Library, Visiting } from "../visiting.ts";
import { isTarget, rewriteNamed } from "./inherited.ts";
import { isAssignmentPattern } from "./member-writes.ts";
import { INHERITED, isWordKey } from "./word-keys.ts";

/** Around the key of a pattern that may be one of the words; it is gone when the step is done. */
const MARK = "__taken";

/** Whether a pattern takes one of the names, or by a key that is computed. */
export function takesInherited(script: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    const name = nameTakenBy(node);
    if (name) {
      if (ts.isComputedPropertyName(name)) return true;
      if ((ts.isIdentifier(name) || ts.isStringLiteral(name)) && INHERITED.test(name.text)) {
        return true;
      }
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(script);
}

function nameTakenBy(node: ts.Node): ts.Node | undefined {
  if (ts.isBindingElement(node)) {
    return ts.isObjectBindingPattern(node.parent) ? (node.propertyName ?? node.name) : undefined;
  }
  const isPart = ts.isShorthandPropertyAssignment(node) || ts.isPropertyAssignment(node);
  return isPart && isAssignmentPattern(node) ? node.name : undefined;
}

/** `const { [key]: value } = o` */
export function markKey(
  node: ts.ComputedPropertyName,
  lowering: Library,
  numbers: ReadonlySet<string>,
): ts.ComputedPropertyName | undefined {
  if (nameTakenBy(node.parent) !== node || !isWordKey(node.expression, lowering, numbers)) {
    return undefined;
  }
  const marked = lowering.helper(MARK, [lowering.expression(node.expression)]);
  return lowering.factory.updateComputedPropertyName(node, marked);
}

/** What TypeScript made of such patterns. */
export const lowerTaken: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const keys = markedIn(file);
  const lowering: Visiting = {
    factory,
    visit: (node) => replacementOf(node) ?? ts.visitEachChild(node, lowering.visit, context),
    expression: (node) => ts.visitNode(node, lowering.visit, ts.isExpression),
    helper: (name, values) =>
      factory.createCallExpression(factory.createIdentifier(name), undefined, [...values]),
  };
  const replacementOf = (node: ts.Node): ts.Node | undefined => {
    const marked = markedBy(node);
    if (marked) return lowering.expression(marked);
    if (ts.isPropertyAccessExpression(node)) return rewriteNamed(node, lowering);
    if (!ts.isElementAccessExpression(node) || isTarget(node)) return undefined;
    const { expression: object, argumentExpression: key } = node;
    if (!ts.isIdentifier(key) || !keys.has(key.text)) return undefined;
    return lowering.helper("__member", [lowering.expression(object), key]);
  };
  return ts.visitNode(file, lowering.visit, ts.isSourceFile);
};

function markedBy(node: ts.Node): ts.Expression | undefined {
  const isMark =
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === MARK;
  return isMark ? node.arguments[0] : undefined;
}

/** Variables that TypeScript puts such keys in. */
function markedIn(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (markedBy(node)) {
      const { parent } = node;
      if (ts.isVariableDeclaration(parent)) names.add(parent.name.getText());
      if (ts.isBinaryExpression(parent)) names.add(parent.left.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
