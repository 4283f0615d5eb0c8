// Statements: Espruino reads the token that follows one before it knows whether that runs, and keeps no
// text of a string or RegExp that it does not run (jslLexString in src/jslex.c).
import ts from "typescript";
import { around, type Guard, insert } from "./guard.ts";
import { isTakenForDivision } from "./slashes.ts";

const { SyntaxKind } = ts;

export function guardStatement(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  if (ts.isForStatement(node) && movesOut(node)) return guardFor(node, file);
  if (isUnskippable(node)) return around(node, file, "{", "}");
  if (isDeclaration(node) && startsLoop(node, file)) return around(node, file);
  if (ts.isReturnStatement(node)) return guardReturn(node);
  const isSuspect = isLiteral(node) || ts.isBinaryExpression(node);
  return isSuspect && startsStatement(node, file) ? guardStart(node, file) : undefined;
}

/** What is a declaration or a block where a statement starts, which is how Espruino reads the start of a `for`. */
function isDeclaration(node: ts.Node): boolean {
  return ts.isFunctionExpression(node) || ts.isObjectLiteralExpression(node);
}

function startsLoop(node: ts.Node, file: ts.SourceFile): boolean {
  const start = node.getStart(file);
  let at = node;
  while (ts.isExpression(at.parent) && at.parent.getStart(file) === start) at = at.parent;
  return ts.isForStatement(at.parent) && at.parent.initializer === at;
}

/** Where an equality starts the statement its sides change places, which takes no byte. */
function guardStart(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  if (ts.isBinaryExpression(node) && ts.isStringLiteral(node.left) && isSwappable(node)) {
    const start = node.getStart(file);
    const space = /[\w$]/.test(file.text[start - 1] ?? "") ? " " : "";
    const rightStart = node.right.getStart(file);
    return {
      before: { start, end: rightStart, text: space },
      after: insert(node.end, node.operatorToken.getText(file) + node.left.getText(file)),
    };
  }
  const { parent } = node;
  const isSwapped = ts.isBinaryExpression(parent) && parent.left === node && isSwappable(parent);
  if (!isLiteral(node) || (isSwapped && ts.isStringLiteral(node))) return undefined;
  const isDirective = ts.isExpressionStatement(parent);
  return isDirective || isGuardedAnyway(node, file) ? undefined : around(node, file);
}

function isGuardedAnyway(node: ts.Node, file: ts.SourceFile): boolean {
  return ts.isRegularExpressionLiteral(node) && isTakenForDivision(node, file);
}

function isLiteral(node: ts.Node): boolean {
  return ts.isStringLiteral(node) || ts.isRegularExpressionLiteral(node);
}

const EQUALITIES: readonly ts.SyntaxKind[] = [
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
];

function isSwappable({ operatorToken, right }: ts.BinaryExpression): boolean {
  const first = firstOf(right);
  return (
    EQUALITIES.includes(operatorToken.kind) &&
    !isLiteral(first) &&
    !ts.isObjectLiteralExpression(first) &&
    !ts.isFunctionExpression(first)
  );
}

/** The innermost node that starts where `node` does. */
function firstOf(node: ts.Node): ts.Node {
  const child = ts.forEachChild(node, (each) => each);
  return child === undefined || child.pos !== node.pos ? node : firstOf(child);
}

/** Whether an expression stands at the very beginning of a statement. */
export function startsStatement(node: ts.Node, file: ts.SourceFile): boolean {
  const start = node.getStart(file);
  let { parent } = node;
  while (parent && !ts.isExpressionStatement(parent)) {
    if (ts.isForStatement(parent)) break;
    if (parent.getStart(file) !== start || ts.isStatement(parent)) return false;
    parent = parent.parent;
  }
  if (parent && ts.isForStatement(parent)) return isMovedOut(parent, node);
  return parent !== undefined && parent.getStart(file) === start;
}

function isMovedOut(loop: ts.ForStatement, node: ts.Node): boolean {
  return movesOut(loop) && loop.initializer.pos === node.pos;
}

/** Once a case has ended by break, a loop that needs no condition to begin goes on with the switch. */
function isUnskippable(node: ts.Node): boolean {
  const isLoop = ts.isDoStatement(node) || (ts.isForStatement(node) && !node.condition);
  return isLoop && ts.isCaseOrDefaultClause(node.parent);
}

/** `in` does not work in what starts a `for`, not even in parentheses (EXEC_FOR_INIT). */
function movesOut(node: ts.ForStatement): node is MovingFor {
  return node.initializer !== undefined && findsIn(node.initializer);
}

type MovingFor = ts.ForStatement & { readonly initializer: ts.ForInitializer };

function guardFor(node: MovingFor, file: ts.SourceFile): Guard {
  const { parent, initializer } = node;
  const isListed =
    ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
  const isBare = isListed && !isUnskippable(node);
  const start = node.getStart(file);
  return {
    before: { start, end: initializer.getStart(file), text: isBare ? "" : "{" },
    after: insert(node.end, isBare ? "" : "}"),
  };
}

/** What `guardFor` moves out. */
export function guardMovedOut(node: ts.Node): Guard | undefined {
  const { parent } = node;
  const isMoved = parent && ts.isForStatement(parent) && isMovedOut(parent, node);
  return isMoved && parent.initializer === node ? { after: insert(node.end, ";for(") } : undefined;
}

function findsIn(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.InKeyword) return true;
  return ts.forEachChild(node, (child) => findsIn(child) || undefined) ?? false;
}

/** `return` at the end of a function's code looks for a value there (jspeStatementReturn). */
function guardReturn({ expression, parent, end }: ts.ReturnStatement): Guard | undefined {
  let at: ts.Node = parent;
  while (!ts.isFunctionLike(at)) at = at.parent;
  return expression === undefined && end === at.end - 1 ? { after: insert(end, ";") } : undefined;
}
