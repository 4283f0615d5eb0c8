// Functions that are named once, each within the next: terser puts one into the other, as deep as they
// go, and then comes to the end of its own stack.
import ts from "typescript";

/** As many as no program nests by hand. */
const DEEPEST = 60;

/** Whether a chain of functions, each named by the one before alone, is longer than may be nested. */
export function hasLongChain(script: string): boolean {
  if ([...script.matchAll(/\bfunction\b/g)].length <= DEEPEST) return false;
  const uses = new Map<string, number>();
  /** The function that names another, by the other's name. */
  const userOf = new Map<string, string | undefined>();
  const visit = (node: ts.Node, around: string | undefined): void => {
    if (ts.isIdentifier(node)) {
      uses.set(node.text, (uses.get(node.text) ?? 0) + 1);
      if (!isDeclared(node)) userOf.set(node.text, around);
    }
    const within = functionName(node) ?? around;
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(ts.createSourceFile("bundle.js", script, ts.ScriptTarget.ES2015, true), undefined);
  const depths = new Map<string, number>();
  for (const start of userOf.keys()) {
    const chain: string[] = [];
    let at: string | undefined = start;
    // Its declaration, and one use.
    while (at !== undefined && uses.get(at) === 2 && !depths.has(at) && !chain.includes(at)) {
      chain.push(at);
      if (chain.length > DEEPEST) return true;
      at = userOf.get(at);
    }
    let depth = at === undefined ? 0 : (depths.get(at) ?? 0);
    for (const name of chain.reverse()) {
      depth += 1;
      if (depth > DEEPEST) return true;
      depths.set(name, depth);
    }
  }
  return false;
}

function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  const isNamed = ts.isFunctionDeclaration(parent) || ts.isVariableDeclaration(parent);
  return isNamed && parent.name === node;
}

function functionName(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  const isValue = ts.isFunctionExpression(node) && ts.isVariableDeclaration(node.parent);
  return isValue ? node.parent.name.getText() : undefined;
}
