// Which variables and functions of a script can give nothing but numbers, told by names.
import ts from "typescript";
import { memberName } from "../../names/names.ts";

const { SyntaxKind } = ts;

/** Functions that give a number, whatever they are called on. */
const GIVES_NUMBER = /(^|\.)(Math\.\w+|indexOf|charCodeAt|parseInt|parseFloat|Number|push)$/;

/** Names that stand for a number, or a function that returns one, wherever in the file. */
export function numericNames(file: ts.SourceFile): ReadonlySet<string> {
  const given = givenIn(file);
  // What stands for one because another does.
  return namesGiven(given, namesGiven(given, new Set()));
}

/** A name with what it stands for, if the file shows that. */
type Given = readonly [name: string, value: ts.Node | undefined];

function namesGiven(given: readonly Given[], known: ReadonlySet<string>): ReadonlySet<string> {
  const numbers = new Set<string>();
  const others = new Set<string>();
  for (const [name, value] of given) {
    (value && isNumeric(value, known) ? numbers : others).add(name);
  }
  for (const name of others) numbers.delete(name);
  return numbers;
}

function givenIn(file: ts.SourceFile): readonly Given[] {
  const given: Given[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const { name, initializer } = node;
      if (initializer || !ts.isForStatement(node.parent.parent))
        given.push([name.text, initializer]);
    } else if (ts.isFunctionDeclaration(node) && node.name) {
      const { text } = node.name;
      const returned = returnedBy(node);
      for (const value of returned) given.push([text, value]);
      if (returned.length === 0) given.push([text, undefined]);
    } else if (ts.isParameter(node) || ts.isBindingElement(node)) {
      given.push([node.name.getText(), undefined]);
    } else if (ts.isBinaryExpression(node) && ts.isIdentifier(node.left)) {
      const { left, operatorToken, right } = node;
      if (operatorToken.kind === SyntaxKind.EqualsToken) given.push([left.text, right]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return given;
}

/** Or text that ends in a number: no word at any rate. */
export function isNumeric(node: ts.Node, names: ReadonlySet<string>): boolean {
  const isEither = (...nodes: ts.Node[]): boolean => nodes.some((each) => isNumeric(each, names));
  if (ts.isIdentifier(node)) return names.has(node.text);
  if (ts.isNumericLiteral(node) || ts.isPrefixUnaryExpression(node)) return true;
  if (ts.isPostfixUnaryExpression(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isEither(node.expression);
  if (ts.isConditionalExpression(node)) return isEither(node.whenTrue) && isEither(node.whenFalse);
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    return GIVES_NUMBER.test(callee.getText()) || (ts.isIdentifier(callee) && isEither(callee));
  }
  // An arrow function that returns one at once.
  if (ts.isArrowFunction(node)) return !ts.isBlock(node.body) && isEither(node.body);
  if (!ts.isBinaryExpression(node)) return memberName(node) === "length";
  const { kind } = node.operatorToken;
  if (kind === SyntaxKind.PlusToken) return isEither(node.left, node.right);
  return kind >= SyntaxKind.MinusToken && kind <= SyntaxKind.CaretToken;
}

function returnedBy({ body }: ts.FunctionDeclaration): ts.Node[] {
  const values: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node)) values.push(node.expression ?? node);
    ts.forEachChild(node, visit);
  };
  if (body) visit(body);
  return values;
}
