// What Espruino reads otherwise in a minified ES5 script than the language has it, written so that
// it reads the same. Owns the walk and the edits; each quirk stands by itself.
import ts from "typescript";
import { exactNumber } from "./exact-number.ts";

const { SyntaxKind } = ts;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function avoidQuirks(script: string): string {
  const file = ts.createSourceFile("bundle.js", script, ts.ScriptTarget.ES2015, true);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node)) edits.push(...editsOfNumber(node, script));
    else if (ts.isBinaryExpression(node)) edits.push(...editsOfAssignment(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return apply(script, edits);
}

function editsOfNumber(node: ts.NumericLiteral, script: string): Edit[] {
  const written = node.getText();
  const exact = exactNumber(written);
  if (exact === written) return [];
  const start = node.getStart();
  const isJoined = /[\w$]/.test(script[start - 1] ?? "") && exact[0] !== "(";
  return [{ start, end: node.end, text: isJoined ? ` ${exact}` : exact }];
}

const OPERATORS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [SyntaxKind.PlusEqualsToken, "+"],
  [SyntaxKind.MinusEqualsToken, "-"],
  [SyntaxKind.AsteriskEqualsToken, "*"],
  [SyntaxKind.SlashEqualsToken, "/"],
  [SyntaxKind.PercentEqualsToken, "%"],
  [SyntaxKind.AmpersandEqualsToken, "&"],
  [SyntaxKind.BarEqualsToken, "|"],
  [SyntaxKind.CaretEqualsToken, "^"],
  [SyntaxKind.LessThanLessThanEqualsToken, "<<"],
  [SyntaxKind.GreaterThanGreaterThanEqualsToken, ">>"],
  [SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken, ">>>"],
]);

/** In `a += b()` Espruino reads `a` after the call; in `a = a + b()` before it. */
function editsOfAssignment({ left, operatorToken, right }: ts.BinaryExpression): Edit[] {
  const operator = OPERATORS.get(operatorToken.kind);
  if (operator === undefined || !mayWrite(right, left)) return [];
  const target = left.getText();
  const isGrouped = !ts.isLeftHandSideExpression(right);
  const start = operatorToken.getStart();
  return [
    { start, end: right.getStart(), text: `=${target}${operator}${isGrouped ? "(" : ""}` },
    ...(isGrouped ? [{ start: right.end, end: right.end, text: ")" }] : []),
  ];
}

/** Whether evaluating `node` may change what `target` holds. */
function mayWrite(node: ts.Node, target: ts.Expression): boolean {
  const isCaptured = !ts.isIdentifier(target) || isWrittenElsewhere(target);
  const visit = (child: ts.Node): boolean => {
    if (ts.isFunctionLike(child)) return false;
    if (isCaptured && (ts.isCallExpression(child) || ts.isNewExpression(child))) return true;
    if (isWrite(child) && (isCaptured || child.getText().includes(target.getText()))) return true;
    return ts.forEachChild(child, (next) => visit(next) || undefined) ?? false;
  };
  return visit(node);
}

function isWrite(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  }
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken)
  );
}

/** Whether a function other than the one around writes the variable. */
function isWrittenElsewhere(name: ts.Identifier): boolean {
  const here = functionAround(name);
  let scope = here;
  while (!ts.isSourceFile(scope) && !declares(scope, name.text)) scope = functionAround(scope);
  const visit = (node: ts.Node, isInside: boolean): boolean => {
    const isElsewhere = isInside || (node !== scope && node !== here && ts.isFunctionLike(node));
    if (isElsewhere && isWrite(node) && writtenName(node) === name.text) return true;
    return ts.forEachChild(node, (child) => visit(child, isElsewhere) || undefined) ?? false;
  };
  // What writes it around `here` is called by nobody in between.
  return scope === here ? visit(scope, false) : true;
}

function writtenName(node: ts.Node): string | undefined {
  const target = ts.isBinaryExpression(node)
    ? node.left
    : (node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression).operand;
  return target && ts.isIdentifier(target) ? target.text : undefined;
}

function functionAround({ parent }: ts.Node): ts.Node {
  let at = parent;
  while (!ts.isSourceFile(at) && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}

function declares(scope: ts.Node, name: string): boolean {
  if (!ts.isFunctionLike(scope)) return false;
  if (scope.parameters.some((parameter) => parameter.name.getText() === name)) return true;
  const visit = (node: ts.Node): boolean => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) return true;
    if (ts.isFunctionDeclaration(node) && node.name?.text === name) return true;
    if (node !== scope && ts.isFunctionLike(node)) return false;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(scope);
}

function apply(script: string, edits: readonly Edit[]): string {
  let result = "";
  let end = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += script.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return result + script.slice(end);
}
