// Calls that run a function above a `let`, `const` or class which that function reads: the language
// throws, and Espruino reads undefined. Only what is sure to be read counts.
import ts from "typescript";
import { blockDeclarations } from "./block-declarations.ts";
import { type Rule, rule } from "./rule.ts";
import { type NamedFunction, type Step, sureSteps } from "./sure-steps.ts";

const { SyntaxKind } = ts;

type Scope = ts.Block | ts.SourceFile;

export const earlyCallRules: readonly Rule[] = [
  rule<ts.CallExpression>(SyntaxKind.CallExpression, (node) => {
    const { expression: callee } = node;
    if (!ts.isIdentifier(callee)) return undefined;
    const scope = scopeRunning(node);
    if (!scope) return undefined;
    const read = readBy(callee.text, scope, node.pos, lateIn(scope, node));
    return read === undefined
      ? undefined
      : `${callee.text}() above the declaration of ${read}, which it reads: Espruino reads undefined where the language throws; declare ${read} first`;
  }),
];

/** The block whose statements run the node when they are reached; none inside a function. */
function scopeRunning(node: ts.Node): Scope | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isPropertyDeclaration(at)) return undefined;
    if (ts.isSourceFile(at)) return at;
    if (ts.isBlock(at) && ts.isFunctionLike(at.parent)) return at;
  }
  return undefined;
}

type IsLate = (name: string) => boolean;

/** What the block declares below the node, or in a declaration that the node is a part of. */
function lateIn(scope: Scope, node: ts.Node): IsLate {
  const declarations = blockDeclarations(scope);
  return (name) => {
    const declared = declarations.get(name);
    if (!declared) return false;
    if (declared.pos >= node.end) return true;
    // A pattern may have given a name its value before it comes to the node.
    const isWhole = ts.isVariableDeclaration(declared) && ts.isIdentifier(declared.name);
    return isWhole && declared.pos < node.pos && declared.end >= node.end;
  };
}

/** Which of the names a function reads for sure, itself or by another one that it calls. */
function readBy(name: string, scope: Scope, before: number, isLate: IsLate): string | undefined {
  const seen = new Set<string>();
  const path: Iterator<Step>[] = [];
  const enter = (called: string): void => {
    if (seen.has(called)) return;
    seen.add(called);
    const made = functionNamed(called, scope, before);
    if (made) path.push(sureSteps(made).values());
  };
  enter(name);
  // By a loop, as one may lead to the next through thousands.
  for (let steps = path.at(-1); steps; steps = path.at(-1)) {
    const { done, value: step } = steps.next();
    if (done) path.pop();
    else if (step.does === "call") enter(step.name);
    else if (isLate(step.name)) return step.name;
  }
  return undefined;
}

const known = new WeakMap<Scope, ReadonlyMap<string, readonly NamedFunction[]>>();

/** By a declaration, wherever, or by a variable whose statement has been run before. */
function functionNamed(name: string, scope: Scope, before: number): NamedFunction | undefined {
  const functions = known.get(scope) ?? functionsOf(scope);
  known.set(scope, functions);
  return functions
    .get(name)
    ?.find((made) => ts.isFunctionDeclaration(made) || made.parent.parent.parent.end <= before);
}

function functionsOf(scope: Scope): ReadonlyMap<string, readonly NamedFunction[]> {
  const functions = new Map<string, NamedFunction[]>();
  const add = (name: string, made: NamedFunction): void => {
    const same = functions.get(name);
    if (same) same.push(made);
    else functions.set(name, [made]);
  };
  for (const statement of scope.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) add(statement.name.text, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!initializer) continue;
      if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) {
        add(name.getText(), initializer);
      }
    }
  }
  return functions;
}
