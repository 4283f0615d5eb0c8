// Methods that are taken off their object, and then called without it: the language gives them no
// `this` and they throw, on Espruino they get the global object.
import ts from "typescript";
import { type Place, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

export const takenMethodRules: readonly Rule[] = [
  rule<ts.PropertyAccessExpression>(SyntaxKind.PropertyAccessExpression, (node, place) => {
    const name = node.name.text;
    if (!methodsUsingThis(node.getSourceFile()).has(name) || !isTaken(node, place))
      return undefined;
    const object = node.expression.getText();
    return `${node.getText()} without its object: it would lose this; write (...values) => ${object}.${name}(...values)`;
  }),
  rule<ts.BindingElement>(SyntaxKind.BindingElement, (node) => {
    const taken = node.propertyName ?? node.name;
    if (!ts.isObjectBindingPattern(node.parent) || !ts.isIdentifier(taken)) return undefined;
    if (!ts.isIdentifier(node.name) || !isCalled(node.name.text, node.getSourceFile())) {
      return undefined;
    }
    if (!methodsUsingThis(node.getSourceFile()).has(taken.text)) return undefined;
    return `${taken.text} taken out of its object: it would lose this; keep the object, and call its .${taken.text}()`;
  }),
];

const METHODS = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** Methods that read `this`, under a name that stands for no other member of the file. */
function methodsUsingThis(file: ts.SourceFile): ReadonlySet<string> {
  const known = METHODS.get(file);
  if (known) return known;
  const methods = new Set<string>();
  const others = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isMember = ts.isClassElement(node) || ts.isObjectLiteralElement(node);
    if (
      isMember &&
      node.name &&
      (ts.isIdentifier(node.name) || ts.isPrivateIdentifier(node.name))
    ) {
      const isMethod = ts.isMethodDeclaration(node) && node.body && usesThis(node.body);
      (isMethod ? methods : others).add(node.name.text);
    }
    if (ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left)) {
      if (node.operatorToken.kind === SyntaxKind.EqualsToken) others.add(node.left.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const name of others) methods.delete(name);
  METHODS.set(file, methods);
  return methods;
}

function usesThis(node: ts.Node): boolean {
  if (node.kind === SyntaxKind.ThisKeyword) return true;
  if (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return false;
  return ts.forEachChild(node, (child) => usesThis(child) || undefined) ?? false;
}

/** Handed to a function of the board or of the library, or put in a variable that is called. */
function isTaken(node: ts.Expression, place: Place): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
    return ts.isIdentifier(parent.name) && isCalled(parent.name.text, node.getSourceFile());
  }
  if (!ts.isCallExpression(parent) || parent.expression === node) return false;
  const { expression: callee, arguments: values } = parent;
  if (ts.isIdentifier(callee)) return LATER.has(callee.text) && !place.declared.has(callee.text);
  // A second one is what `this` is to be.
  return (
    ts.isPropertyAccessExpression(callee) && values.length === 1 && ITERATING.has(callee.name.text)
  );
}

const LATER = new Set(["setTimeout", "setInterval", "setWatch", "queueMicrotask"]);

const ITERATING = new Set(
  "map forEach filter some every find findIndex flatMap then catch finally".split(" "),
);

function isCalled(name: string, node: ts.Node): boolean {
  const isHere = ts.isCallExpression(node) && node.expression.getText() === name;
  return isHere || (ts.forEachChild(node, (child) => isCalled(name, child) || undefined) ?? false);
}
