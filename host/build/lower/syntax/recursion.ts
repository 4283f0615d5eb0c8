// Which functions may come to call themselves, told by names, and the guard they get. Espruino ends a recursion that is too
// deep without an exception: its stack or its variables are used up (jspCheckStackPosition).
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import { isAsyncKeyword } from "../traits.ts";
import type { Visiting } from "../visiting.ts";
import { nodesOnCycles } from "./cycles.ts";

/** What is given to these runs later, on an empty stack. */
const LATER = new Set(["setTimeout", "setInterval", "setWatch", "then", "catch", "finally", "on"]);

type Callable = ts.FunctionLikeDeclaration;

export function recursiveFunctions(file: ts.SourceFile): ReadonlySet<ts.Node> {
  const bodies = new Map<string, Callable[]>();
  const visit = (node: ts.Node): void => {
    const name = calledAs(node);
    if (name !== undefined) bodies.set(name, [...(bodies.get(name) ?? []), node as Callable]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const calls = new Map<string, ReadonlySet<string>>();
  for (const [name, functions] of bodies) {
    const called = new Set<string>();
    for (const { body } of functions) if (body) collectCalls(body, called);
    calls.set(name, called);
  }
  const names = nodesOnCycles(calls);
  return new Set([...bodies].flatMap(([name, functions]) => (names.has(name) ? functions : [])));
}

/** `name` of a function, `.name` of a method; accessors are no calls. */
function calledAs(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  if (ts.isMethodDeclaration(node)) return `.${node.name.getText()}`;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    return `.${parent.name.getText()}`;
  }
  return ts.isFunctionExpression(node) ? node.name?.text : undefined;
}

function collectCalls(node: ts.Node, called: Set<string>): void {
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    const member = memberName(callee);
    if (ts.isIdentifier(callee)) called.add(callee.text);
    else if (member !== undefined) called.add(`.${member}`);
    if (LATER.has(member ?? callee.getText())) {
      collectCalls(callee, called);
      for (const value of node.arguments)
        if (!ts.isFunctionLike(value)) collectCalls(value, called);
      return;
    }
  }
  ts.forEachChild(node, (child) => collectCalls(child, called));
}

/** Throws, as the language does, where a recursion goes too deep. */
export function guarded(
  node: ts.FunctionLikeDeclaration,
  lowering: Visiting,
  context: ts.TransformationContext,
): ts.Node {
  const { factory } = lowering;
  const visitBody = (child: ts.Node): ts.Node => {
    if (child !== node.body) return lowering.visit(child);
    const body = lowering.visit(child);
    const statements = ts.isBlock(body)
      ? body.statements
      : [factory.createReturnStatement(body as ts.Expression)];
    const guard = factory.createExpressionStatement(lowering.helper("__deep", []));
    // What waits or yields is no deeper meanwhile.
    if (isSuspended(node)) return factory.createBlock([guard, ...statements], true);
    const depth = factory.createIdentifier("__depth");
    const step = (one: ts.Expression) => factory.createExpressionStatement(one);
    return factory.createBlock(
      [
        guard,
        step(factory.createPostfixIncrement(depth)),
        factory.createTryStatement(
          factory.createBlock(statements, true),
          undefined,
          factory.createBlock([step(factory.createPostfixDecrement(depth))]),
        ),
      ],
      true,
    );
  };
  return ts.visitEachChild(node, visitBody, context);
}

function isSuspended(node: ts.FunctionLikeDeclaration): boolean {
  return (
    node.asteriskToken !== undefined ||
    (ts.getModifiers(node as ts.MethodDeclaration) ?? []).some(isAsyncKeyword)
  );
}
