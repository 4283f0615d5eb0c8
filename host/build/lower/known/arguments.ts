// What the calls of a function hand to one of its parameters, where the script shows them all: its name
// stands for nothing else, and is used for nothing but calls.
import ts from "typescript";

type Name = ts.Identifier | ts.PrivateIdentifier;

/** One each call, and the default; undefined where some other call may be, or one leaves it out. */
export function argumentsTo(parameter: ts.ParameterDeclaration): ts.Expression[] | undefined {
  const callee = parameter.parent;
  const at = callee.parameters.indexOf(parameter);
  const name = nameOf(callee);
  if (parameter.dotDotDotToken || !ts.isIdentifier(parameter.name) || !name) return undefined;
  const values: ts.Expression[] = parameter.initializer ? [parameter.initializer] : [];
  for (const use of usesOf(name)) {
    const call = use === name ? undefined : callBy(use, ts.isConstructorDeclaration(callee));
    if (use === name || (!call && isAsked(use))) continue;
    const given = call?.arguments?.slice(0, at + 1);
    if (!given || given.some(ts.isSpreadElement)) return undefined;
    const value = given[at];
    if (value) values.push(value);
    else if (!parameter.initializer) return undefined;
  }
  return values;
}

/** What it is called by: its own name, that of the variable it is put in, or that of its class. */
function nameOf(callee: ts.SignatureDeclaration): Name | undefined {
  const { parent } = callee;
  if (ts.isConstructorDeclaration(callee)) {
    const { name } = parent as ts.ClassLikeDeclaration;
    return name ?? variableOf(parent as ts.ClassLikeDeclaration);
  }
  if (ts.isMethodDeclaration(callee)) {
    const isNamed = ts.isIdentifier(callee.name) || ts.isPrivateIdentifier(callee.name);
    return isNamed ? (callee.name as Name) : undefined;
  }
  if (ts.isFunctionDeclaration(callee)) return callee.name;
  const isValue = ts.isArrowFunction(callee) || (ts.isFunctionExpression(callee) && !callee.name);
  return isValue ? variableOf(callee) : undefined;
}

function variableOf({ parent }: ts.Node): Name | undefined {
  const isVariable = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
  return isVariable ? (parent.name as ts.Identifier) : undefined;
}

function callBy(use: ts.Node, isMade: boolean): ts.CallExpression | ts.NewExpression | undefined {
  const { parent } = use;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === use;
  const named = isMember ? parent : use;
  const call = named.parent;
  const isCall = isMade ? ts.isNewExpression(call) : ts.isCallExpression(call);
  return isCall && (call as ts.CallExpression).expression === named
    ? (call as ts.CallExpression)
    : undefined;
}

/** `each instanceof Frame`, `Frame.width` */
function isAsked(use: ts.Node): boolean {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === use;
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
    parent.right === use
  );
}

const USES = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Node[]>>();

/** Wherever the word stands, also as a text: `o["set"](-1)`. */
function usesOf(name: Name): readonly ts.Node[] {
  const file = name.getSourceFile();
  const known = USES.get(file) ?? wordsOf(file);
  USES.set(file, known);
  return known.get(name.text) ?? [];
}

function wordsOf(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Node[]> {
  const found = new Map<string, ts.Node[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node)) {
      const list = found.get(node.text);
      if (list) list.push(node);
      else found.set(node.text, [node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
