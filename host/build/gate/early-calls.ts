// Calls that run a function above a `let`, `const` or class which that function reads: the language
// throws, and Espruino reads undefined. Only what is sure to be read counts.
import ts from "typescript";
import { isValue } from "../names/names.ts";
import { type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

type Scope = ts.Block | ts.SourceFile;

export const earlyCallRules: readonly Rule[] = [
  rule<ts.CallExpression>(SyntaxKind.CallExpression, (node) => {
    const { expression: callee } = node;
    if (!ts.isIdentifier(callee)) return undefined;
    const scope = scopeRunning(node);
    const late = scope && lateNames(scope, node);
    if (!scope || !late || late.size === 0) return undefined;
    const read = readBy(callee.text, scope, node.pos, late, new Set());
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

/** What the block declares below the node. */
function lateNames(scope: Scope, node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of scope.statements) {
    if (ts.isClassDeclaration(statement) && statement.pos >= node.end && statement.name) {
      names.add(statement.name.text);
    }
    if (!ts.isVariableStatement(statement)) continue;
    const { declarations, flags } = statement.declarationList;
    if (!(flags & ts.NodeFlags.BlockScoped)) continue;
    for (const { name, pos, end } of declarations) {
      const isBelow = pos >= node.end || (pos < node.pos && end >= node.end);
      if (isBelow && ts.isIdentifier(name)) names.add(name.text);
    }
  }
  return names;
}

/** Which of the names a function reads for sure, itself or by another one that it calls. */
function readBy(
  name: string,
  scope: Scope,
  before: number,
  late: ReadonlySet<string>,
  seen: Set<string>,
): string | undefined {
  if (seen.has(name)) return undefined;
  seen.add(name);
  const made = functionNamed(name, scope, before);
  if (!made?.body || isDeferred(made)) return undefined;
  const own = new Set(made.parameters.flatMap((parameter) => boundBy(parameter.name)));
  const visit = (node: ts.Node): string | undefined => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return undefined;
    if (ts.isIdentifier(node) && isValue(node) && late.has(node.text) && !own.has(node.text)) {
      return ts.isTypeOfExpression(node.parent) ? undefined : node.text;
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const read = readBy(node.expression.text, scope, before, late, seen);
      if (read !== undefined) return read;
    }
    return ts.forEachChild(node, (child) => (isSure(child) ? visit(child) : undefined));
  };
  if (!ts.isBlock(made.body)) return visit(made.body);
  for (const statement of made.body.statements) {
    if (declares(statement, late)) return undefined;
    const read = isSure(statement) ? visit(statement) : undefined;
    if (read !== undefined) return read;
    // What stands below may not be reached.
    if (mayLeave(statement)) return undefined;
  }
  return undefined;
}

/** `m` and `n` of `{ m, list: [n] }`. */
function boundBy(binding: ts.BindingName): string[] {
  if (ts.isIdentifier(binding)) return [binding.text];
  return binding.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundBy(element.name),
  );
}

function functionNamed(name: string, scope: Scope, before: number) {
  for (const statement of scope.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
    if (!ts.isVariableStatement(statement) || statement.end > before) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations) {
      if (declared.getText() !== name || !initializer) continue;
      if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) {
        return initializer;
      }
    }
  }
  return undefined;
}

function isDeferred(node: ts.FunctionLikeDeclaration): boolean {
  return node.asteriskToken !== undefined;
}

/** Whether a part runs whenever what it is a part of does. */
function isSure(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isForStatement(parent)) return parent.initializer === node || parent.condition === node;
  if (ts.isForOfStatement(parent) || ts.isSwitchStatement(parent))
    return parent.expression === node;
  if (ts.isTryStatement(parent)) return false;
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return true;
  const { kind } = parent.operatorToken;
  return (
    kind !== SyntaxKind.AmpersandAmpersandToken &&
    kind !== SyntaxKind.BarBarToken &&
    kind !== SyntaxKind.QuestionQuestionToken
  );
}

/** A name of its own hides the one below. */
function declares(statement: ts.Statement, names: ReadonlySet<string>): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(
      ({ name }) => !ts.isIdentifier(name) || names.has(name.text),
    )
  );
}

function mayLeave(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  return ts.forEachChild(node, (child) => mayLeave(child) || undefined) ?? false;
}
