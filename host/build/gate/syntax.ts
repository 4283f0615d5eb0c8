// Statements and expressions that Espruino cannot run, nor any lowering makes right.
import ts from "typescript";
import { KEYWORDS } from "../guard/keywords.ts";
import { LONGEST_NAME } from "../guard/long-keys.ts";
import { isValue } from "../names/names.ts";
import { type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

const FUNCTIONS = [
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.MethodDeclaration,
] as const;

export const syntaxRules: readonly Rule[] = [
  rule<ts.Identifier>(SyntaxKind.Identifier, (node) => {
    const { parent } = node;
    const isName =
      (ts.isVariableDeclaration(parent) ||
        ts.isParameter(parent) ||
        ts.isBindingElement(parent) ||
        ts.isFunctionDeclaration(parent)) &&
      parent.name === node;
    return isName && node.text !== "this" && KEYWORDS.includes(node.text)
      ? `the name ${node.text}: a keyword of Espruino; choose another`
      : undefined;
  }),
  rule<ts.LabeledStatement>(SyntaxKind.LabeledStatement, ({ label, statement }) =>
    ts.isIterationStatement(statement, true) || !leaves(statement)
      ? undefined
      : `label ${label.text} of what is no loop, with a break or continue that leaves it without the label: put it in a function of its own and return from it`,
  ),
  rule<ts.FunctionDeclaration>(FUNCTIONS, ({ asteriskToken, modifiers }) =>
    asteriskToken && modifiers?.some(({ kind }) => kind === SyntaxKind.AsyncKeyword)
      ? "async generator function: call a function with each value, and await it"
      : undefined,
  ),
  rule<ts.ForOfStatement>(SyntaxKind.ForOfStatement, ({ awaitModifier }) =>
    awaitModifier ? "for await: await each element inside a for..of" : undefined,
  ),
  rule<ts.ForInStatement>(
    SyntaxKind.ForInStatement,
    () => "for..in: it lists methods too on Espruino; use for (const key of Object.keys(object))",
  ),
  rule<ts.BigIntLiteral>(
    SyntaxKind.BigIntLiteral,
    ({ text }) => `BigInt ${text}: use a number (exact up to 2^53) or two of 32 bits`,
  ),
  rule<ts.MetaProperty>(SyntaxKind.MetaProperty, (node) =>
    node.keywordToken === SyntaxKind.NewKeyword
      ? "new.target: pass what differs to the constructor (for new.target.name write the name as a text; for an abstract class say abstract)"
      : "import.meta: the bundle is no module on the board",
  ),
  rule<ts.CallExpression>(SyntaxKind.CallExpression, ({ expression }) =>
    expression.kind === SyntaxKind.ImportKeyword
      ? "import(): import at the top of the file"
      : undefined,
  ),
  rule<ts.WithStatement>(SyntaxKind.WithStatement, () => "with: name the object"),
  rule<ts.DebuggerStatement>(
    SyntaxKind.DebuggerStatement,
    () => "debugger: it stops the board until someone answers on its console",
  ),
  rule<ts.Decorator>(SyntaxKind.Decorator, () => "decorator: call the function yourself"),
  rule<ts.VariableDeclarationList>(SyntaxKind.VariableDeclarationList, ({ flags }) =>
    (flags & ts.NodeFlags.Using) === ts.NodeFlags.Using
      ? "using: close it in a finally block"
      : undefined,
  ),
  rule<ts.DefaultClause>(SyntaxKind.DefaultClause, (node) =>
    node.parent.clauses.at(-1) === node
      ? undefined
      : "default before a case: put default last in the switch",
  ),
  rule<ts.OmittedExpression>(SyntaxKind.OmittedExpression, ({ parent }) =>
    ts.isArrayLiteralExpression(parent) && !isAssigned(parent)
      ? "array with a hole: write undefined in its place"
      : undefined,
  ),
  rule<ts.SuperExpression>(SyntaxKind.SuperKeyword, (node) =>
    isInObjectLiteral(node)
      ? "super in an object literal: name the object, or use a class"
      : undefined,
  ),
  rule<ts.AccessorDeclaration>([SyntaxKind.GetAccessor, SyntaxKind.SetAccessor], (node) =>
    ts.isObjectLiteralExpression(node.parent) && ts.isComputedPropertyName(node.name)
      ? "accessor with a computed name: use a method, or a name that is known"
      : undefined,
  ),
  rule<ts.AccessorDeclaration>(
    [SyntaxKind.GetAccessor, SyntaxKind.SetAccessor],
    ({ parent, name }) =>
      ts.isObjectLiteralExpression(parent) && !ts.isComputedPropertyName(name) && !isPlainName(name)
        ? `accessor named ${name.getText()}: use a method, or a name that is an identifier and no keyword`
        : undefined,
  ),
  rule<ts.PropertyAssignment>(SyntaxKind.PropertyAssignment, ({ name }) =>
    (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === "__proto__"
      ? "__proto__ in an object literal: use Object.create, a class, or a Map in place of null"
      : undefined,
  ),
  rule<ts.Identifier>([SyntaxKind.Identifier, SyntaxKind.PrivateIdentifier], ({ text }) =>
    isAscii(text) ? undefined : `the name ${text}: Espruino takes ASCII names only`,
  ),
  rule<ts.Identifier>(SyntaxKind.Identifier, (node) =>
    node.text === "arguments" && isValue(node) && isInArrow(node)
      ? "arguments in an arrow function: use a rest parameter (...values) of the function around it"
      : undefined,
  ),
  rule<ts.Identifier>(SyntaxKind.Identifier, ({ text }) =>
    text.length > LONGEST_NAME
      ? `a name of ${text.length} characters: Espruino looks at the first ${LONGEST_NAME} only (a key may be longer: write it as a text, o["..."])`
      : undefined,
  ),
  rule<ts.ClassElement>(
    [SyntaxKind.MethodDeclaration, SyntaxKind.GetAccessor, SyntaxKind.SetAccessor],
    ({ name, parent }) => {
      const length = ts.isClassLike(parent) ? keyLength(name) : 0;
      return length > LONGEST_NAME
        ? `a method named by ${length} characters: Espruino finds none of a class beyond ${LONGEST_NAME}; give it a shorter name, or keep the function in a Map`
        : undefined;
    },
  ),
];

/** Whether a `break` or `continue` without a label leads out of a statement. */
function leaves(node: ts.Node, isBreakIn = false): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  if (ts.isBreakOrContinueStatement(node)) {
    return !node.label && !(isBreakIn && ts.isBreakStatement(node));
  }
  if (ts.isIterationStatement(node, false)) return false;
  const isIn = isBreakIn || ts.isSwitchStatement(node);
  return ts.forEachChild(node, (child) => leaves(child, isIn) || undefined) ?? false;
}

/** Whether the nearest function around is an arrow function, which has no arguments of its own. */
function isInArrow({ parent }: ts.Node): boolean {
  for (let at = parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at)) return ts.isArrowFunction(at);
  }
  return false;
}

/** An accessor of any other name Espruino does not parse (jspeFactorObject). */
function isPlainName(name: ts.PropertyName): boolean {
  return ts.isIdentifier(name) && !KEYWORDS.includes(name.text);
}

/** Of a key that is written as a text; 0 of any other. */
function keyLength(name?: ts.PropertyName): number {
  const key = name && ts.isComputedPropertyName(name) ? name.expression : name;
  return key && ts.isStringLiteralLike(key) ? key.text.length : 0;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 126) return false;
  return true;
}

/** Whether an array literal is the left side of a destructuring assignment. */
export function isAssigned(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    return parent.left === node && parent.operatorToken.kind === SyntaxKind.EqualsToken;
  }
  if (ts.isForOfStatement(parent)) return parent.initializer === node;
  if (ts.isPropertyAssignment(parent))
    return parent.initializer === node && isAssigned(parent.parent);
  if (ts.isSpreadElement(parent) || ts.isShorthandPropertyAssignment(parent)) {
    return isAssigned(parent.parent);
  }
  if (ts.isArrayLiteralExpression(parent) || ts.isParenthesizedExpression(parent)) {
    return isAssigned(parent);
  }
  return false;
}

function isInObjectLiteral(node: ts.Node): boolean {
  let { parent } = node;
  while (ts.isArrowFunction(parent) || !ts.isFunctionLike(parent)) {
    if (ts.isClassLike(parent) || ts.isSourceFile(parent)) return false;
    parent = parent.parent;
  }
  return ts.isObjectLiteralExpression(parent.parent);
}
