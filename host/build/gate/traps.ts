// What runs on Espruino and means something else there, where the source alone shows it.
import ts from "typescript";
import { isValue, isWrite, memberName } from "../names/names.ts";
import { blockDeclarations } from "./block-declarations.ts";
import { type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

export const trapRules: readonly Rule[] = [
  rule<ts.Identifier>(SyntaxKind.Identifier, (node) => {
    if (node.text !== "arguments" || !isValue(node)) return undefined;
    const around = functionAround(node);
    if (!around?.parameters.some(isCounted) || isIndexed(node)) return undefined;
    return "arguments beside parameters: Espruino counts each parameter, given or not; use a rest parameter (...values)";
  }),
  rule<ts.PropertyAccessExpression>(
    SyntaxKind.PropertyAccessExpression,
    ({ expression: object, name }, { functions }) => {
      if (name.text !== "name") return undefined;
      const isFunction =
        (ts.isIdentifier(object) && functions.has(object.text)) ||
        memberName(object) === "constructor" ||
        isFunctionParameter(object);
      return isFunction
        ? `${object.getText()}.name: functions and classes have no name on the board; write the text`
        : undefined;
    },
  ),
  rule<ts.CallExpression>(SyntaxKind.CallExpression, ({ expression: callee }, { classes }) =>
    ts.isIdentifier(callee) && classes.has(callee.text)
      ? `${callee.text}() without new: Espruino lets it run; write new ${callee.text}()`
      : undefined,
  ),
  rule<ts.Identifier>(SyntaxKind.Identifier, (node) => {
    if (!isValue(node) || ts.isTypeOfExpression(node.parent)) return undefined;
    const declaration = laterDeclaration(node);
    return declaration
      ? `${node.text} above its declaration: Espruino reads undefined where the language throws; declare it first`
      : undefined;
  }),
  rule<ts.CaseClause>(SyntaxKind.CaseClause, (node) =>
    node !== node.parent.clauses[0] && doesMoreThanTell(node.expression)
      ? "case that calls or changes something: Espruino runs it below the case that matched, too; write if and else, or a variable above the switch"
      : undefined,
  ),
  rule<ts.FunctionDeclaration>(SyntaxKind.FunctionDeclaration, ({ name, parent }) =>
    name && ts.isCaseOrDefaultClause(parent) && isNamedBeside(name.text, parent)
      ? `${name.text}() in a case, used by another one: the board declares it where its case is run; declare it above the switch`
      : undefined,
  ),
];

/** Whether the other clauses have the name as a value. */
function isNamedBeside(name: string, clause: ts.CaseOrDefaultClause): boolean {
  const isNamed = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name && isValue(node)) ||
    (ts.forEachChild(node, (child) => isNamed(child) || undefined) ?? false);
  return clause.parent.clauses.some((other) => other !== clause && isNamed(other));
}

/** A parameter that is typed as a function or class, or called, or made new ones of. */
function isFunctionParameter(object: ts.Expression): boolean {
  if (!ts.isIdentifier(object)) return false;
  for (let at = object.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const parameter = at.parameters.find(({ name }) => name.getText() === object.text);
    if (!parameter) continue;
    return isFunctionType(parameter.type) || isRun(object.text, at);
  }
  return false;
}

function isFunctionType(type: ts.TypeNode | undefined): boolean {
  if (!type) return false;
  if (ts.isParenthesizedTypeNode(type)) return isFunctionType(type.type);
  if (ts.isTypeReferenceNode(type)) return type.typeName.getText() === "Function";
  return ts.isFunctionTypeNode(type) || ts.isConstructorTypeNode(type);
}

function isRun(name: string, node: ts.Node): boolean {
  const isHere =
    (ts.isCallExpression(node) || ts.isNewExpression(node)) && node.expression.getText() === name;
  return isHere || (ts.forEachChild(node, (child) => isRun(name, child) || undefined) ?? false);
}

/** Math and the conversions only tell what they are given. */
function doesMoreThanTell(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    const isTelling =
      /^(Math\.\w+|Number|String|Boolean|isNaN|parseInt|parseFloat)$/.test(callee.getText()) ||
      [
        "charAt",
        "charCodeAt",
        "endsWith",
        "includes",
        "indexOf",
        "startsWith",
        "test",
        "trim",
      ].includes(memberName(callee) ?? "");
    if (!isTelling) return true;
  }
  if (
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDeleteExpression(node) ||
    isWrite(node)
  ) {
    return true;
  }
  return ts.forEachChild(node, (child) => doesMoreThanTell(child) || undefined) ?? false;
}

function functionAround({ parent }: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at = parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return at as ts.FunctionLikeDeclaration;
  }
  return undefined;
}

/** Given or not; a rest parameter is made of `arguments`. */
function isCounted({ name, dotDotDotToken }: ts.ParameterDeclaration): boolean {
  return !dotDotDotToken && name.getText() !== "this";
}

function isIndexed(node: ts.Identifier): boolean {
  return ts.isElementAccessExpression(node.parent) && node.parent.expression === node;
}

/** A `let`, `const` or class of the same block, below a use that runs at once. */
function laterDeclaration(node: ts.Identifier): ts.Node | undefined {
  for (let at: ts.Node = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isPropertyDeclaration(at)) return undefined;
    if (headBinds(at, node.text)) return undefined;
    if (!ts.isBlock(at) && !ts.isSourceFile(at) && !ts.isCaseClause(at)) continue;
    const declared = blockDeclarations(at).get(node.text);
    if (declared) return isEarly(node, declared) ? declared : undefined;
  }
  return undefined;
}

/** `for (let a ...)`, `catch (a)` */
function headBinds(node: ts.Node, name: string): boolean {
  if (ts.isCatchClause(node)) {
    return node.variableDeclaration ? binds(node.variableDeclaration.name, name) : false;
  }
  const isLoop = ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node);
  if (!isLoop || !node.initializer || !ts.isVariableDeclarationList(node.initializer)) return false;
  return node.initializer.declarations.some((declaration) => binds(declaration.name, name));
}

/** Above it, or in the value of it: `const a = a + 1`. */
function isEarly(node: ts.Identifier, declared: ts.Node): boolean {
  const isIn = node.pos >= declared.pos && node.end <= declared.end;
  if (!isIn) return node.end <= declared.pos;
  if (!ts.isVariableDeclaration(declared)) return false;
  // A default in a pattern may read what stands before it there: `{ m, n = m }`.
  const bound = elementOf(declared.name, node.text);
  return !bound || bound.end > node.pos;
}

function elementOf(binding: ts.BindingName, name: string): ts.BindingElement | undefined {
  if (ts.isIdentifier(binding)) return undefined;
  for (const element of binding.elements) {
    if (ts.isOmittedExpression(element) || !binds(element.name, name)) continue;
    return elementOf(element.name, name) ?? element;
  }
  return undefined;
}

function binds(binding: ts.BindingName, name: string): boolean {
  if (ts.isIdentifier(binding)) return binding.text === name;
  return binding.elements.some(
    (element) => !ts.isOmittedExpression(element) && binds(element.name, name),
  );
}
