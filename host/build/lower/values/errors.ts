// When a program needs the stand-ins for errors, and where what the interpreter throws becomes one.
import ts from "typescript";
import { isValue, memberName } from "../../names/names.ts";

const { SyntaxKind } = ts;

export const ERROR_NAMES: ReadonlySet<string> = new Set([
  "Error",
  "TypeError",
  "RangeError",
  "SyntaxError",
  "ReferenceError",
  "EvalError",
  "URIError",
  "AggregateError",
]);

/** What Espruino has, right as long as only the message is read. */
const NATIVE = new Set(["Error", "TypeError", "SyntaxError", "ReferenceError"]);

/** Whether a program does more with errors than throw them and read their text. */
export function looksAtErrors(file: ts.SourceFile, declared: ReadonlySet<string>): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && ERROR_NAMES.has(node.text) && isValue(node)) {
      const isMade = isCallee(node) && NATIVE.has(node.text) && isThrown(node.parent);
      if (!isMade && !declared.has(node.text)) return true;
    }
    if (ts.isCatchClause(node) && escapes(node)) return true;
    if (ts.isCallExpression(node) && takesErrors(node)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}

/** `.catch(f)`, `.then(f, g)` and what else hands an error to a function. */
function takesErrors({ expression, arguments: values }: ts.CallExpression): boolean {
  const name = memberName(expression);
  if (name === "then") return values.length > 1;
  return name === "catch" || name === "allSettled" || name === "any";
}

function isCallee(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isNewExpression(parent) || ts.isCallExpression(parent)) && parent.expression === node;
}

function isThrown({ parent }: ts.Node): boolean {
  return ts.isThrowStatement(parent);
}

/** Whether what is caught is used beyond its text, its message and being thrown again. */
export function escapes({ variableDeclaration, block }: ts.CatchClause): boolean {
  if (!variableDeclaration) return false;
  const { name } = variableDeclaration;
  if (!ts.isIdentifier(name)) return true;
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name.text && isValue(node) && !isText(node)) {
      return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(block);
}

function isText(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isThrowStatement(parent) || ts.isTemplateSpan(parent)) return true;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.PlusToken) {
    return true;
  }
  const member = memberName(parent);
  if (member !== undefined) return member === "message" || member === "toString";
  return (
    ts.isCallExpression(parent) &&
    ts.isIdentifier(parent.expression) &&
    (parent.expression.text === "String" || parent.expression.text === "print")
  );
}

/** `catch (e) { ... }` -> `catch (e) { e = __caught(e); ... }` */
export function caughtFirst(
  node: ts.CatchClause,
  block: ts.Block,
  factory: ts.NodeFactory,
): ts.CatchClause {
  const { variableDeclaration } = node;
  if (!variableDeclaration || !escapes(node)) {
    return factory.updateCatchClause(node, variableDeclaration, block);
  }
  const { name } = variableDeclaration;
  const caught = (error: ts.Identifier) =>
    factory.createCallExpression(factory.createIdentifier("__caught"), undefined, [error]);
  if (ts.isIdentifier(name)) {
    const first = factory.createExpressionStatement(factory.createAssignment(name, caught(name)));
    return factory.updateCatchClause(
      node,
      variableDeclaration,
      factory.updateBlock(block, [first, ...block.statements]),
    );
  }
  const error = factory.createUniqueName("error");
  const first = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(
      [factory.createVariableDeclaration(name, undefined, undefined, caught(error))],
      ts.NodeFlags.Let,
    ),
  );
  return factory.updateCatchClause(
    node,
    factory.createVariableDeclaration(error),
    factory.updateBlock(block, [first, ...block.statements]),
  );
}
