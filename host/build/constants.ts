// Module-level constants -> their values where they are used: on Espruino each would take two vars
// for good, while a literal stays in flash. Owns the choice; replacing is the minifier's.
import ts from "typescript";

export type Constants = Record<string, string | number>;

/** Characters of a text in all places together: beyond it costs more flash than its vars are worth. */
const MOST_TEXT_CHARACTERS = 40;

/**
 * Takes the declarations `var x = <literal>` of the outermost scope out of the script where nothing
 * ever assigns to that name.
 */
export function takeConstants(script: string): { script: string; constants: Constants } {
  const file = ts.createSourceFile("bundle.js", script, ts.ScriptTarget.ES2022, true);
  const { assigned, uses } = countNames(file);
  const constants: Constants = {};
  let rest = "";
  let kept = 0;
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const left = statement.declarationList.declarations.filter((declaration) => {
      const name = declaration.name.getText();
      const value = literalOf(declaration.initializer);
      if (value === undefined || assigned.has(name)) return true;
      // One mention is the declaration itself.
      const places = (uses.get(name) ?? 0) - 1;
      if (typeof value === "string" && value.length * places > MOST_TEXT_CHARACTERS) return true;
      constants[name] = value;
      return false;
    });
    if (left.length === statement.declarationList.declarations.length) continue;
    rest += script.slice(kept, statement.getStart());
    const list = left.map((declaration) => declaration.getText()).join(", ");
    rest += list && `var ${list};`;
    kept = statement.end;
  }
  return { script: rest + script.slice(kept), constants };
}

function literalOf(node: ts.Expression | undefined): string | number | undefined {
  if (node === undefined) return undefined;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = literalOf(node.operand);
    return typeof value === "number" ? -value : undefined;
  }
  return undefined;
}

/** Names in any scope: one that is assigned anywhere is left alone, whichever scope it is of. */
function countNames(file: ts.SourceFile): { assigned: Set<string>; uses: Map<string, number> } {
  const assigned = new Set<string>();
  const uses = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      uses.set(node.text, (uses.get(node.text) ?? 0) + 1);
      const { parent } = node;
      const isTarget =
        (ts.isBinaryExpression(parent) &&
          parent.left === node &&
          parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
          parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment) ||
        (ts.isPrefixUnaryExpression(parent) && parent.operator !== ts.SyntaxKind.MinusToken) ||
        ts.isPostfixUnaryExpression(parent) ||
        ((ts.isForInStatement(parent) || ts.isForOfStatement(parent)) &&
          parent.initializer === node);
      if (isTarget) assigned.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { assigned, uses };
}
