// Puts the values of the script's top-level constants where their names stand: a variable costs the
// board 1 to 3 of its own, a literal in code that runs from flash costs none.
import ts from "typescript";

const { SyntaxKind } = ts;

/** Beyond this, text that is used twice costs more flash than it saves variables. */
const LONGEST_TEXT = 16;

/** Literals of a constant that is made of others, which each use repeats: `K2 = K1 + K1` doubles them. */
const MOST_LITERALS = 32;

const ARITHMETIC = new Set<ts.SyntaxKind>([
  SyntaxKind.PlusToken,
  SyntaxKind.MinusToken,
  SyntaxKind.AsteriskToken,
  SyntaxKind.SlashToken,
  SyntaxKind.PercentToken,
  SyntaxKind.BarToken,
  SyntaxKind.AmpersandToken,
  SyntaxKind.LessThanLessThanToken,
  SyntaxKind.GreaterThanGreaterThanToken,
]);

/**
 * `isConst` tells which names were `const` in their source. One that was `let` or `var` may be read
 * before it has its value; what reads a `const` so early throws.
 */
export function inlineConstants(
  isConst: (name: string) => boolean,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    return (file) => {
      const constants = constantsOf(file, isConst);
      const visit = (node: ts.Node): ts.Node => {
        if (ts.isVariableDeclaration(node) && isTopLevel(node)) {
          // terser drops it, now that nothing names it.
          const initializer = ts.visitNode(node.initializer, visit, ts.isExpression);
          return factory.updateVariableDeclaration(
            node,
            node.name,
            undefined,
            undefined,
            initializer,
          );
        }
        if (ts.isShorthandPropertyAssignment(node)) {
          const value = constants.get(node.name.text);
          return value ? factory.createPropertyAssignment(node.name, literalOf(value)) : node;
        }
        if (ts.isIdentifier(node) && isRead(node)) {
          const value = constants.get(node.text);
          if (value) return literalOf(value);
        }
        return ts.visitEachChild(node, visit, context);
      };
      // A constant may be made of others.
      const literalOf = (value: ts.Expression): ts.Expression => {
        const visited = ts.visitNode(value, visit, ts.isExpression);
        return ts.isBinaryExpression(visited) || ts.isPrefixUnaryExpression(visited)
          ? factory.createParenthesizedExpression(visited)
          : visited;
      };
      return ts.visitNode(file, visit, ts.isSourceFile);
    };
  };
}

function constantsOf(
  file: ts.SourceFile,
  isConst: (name: string) => boolean,
): Map<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  const declared = new Map<string, number>();
  const written = new Set<string>();
  const kept = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isDeclaration(node)) {
      declared.set(node.text, (declared.get(node.text) ?? 0) + 1);
    }
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isTopLevel(node)) {
      const { initializer } = node;
      if (initializer && isConstant(initializer, constants)) {
        constants.set(node.name.text, initializer);
      }
    }
    if (ts.isIdentifier(node) && isWritten(node)) written.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const literals = new Map<string, number>();
  // In the order of the script, so that what is made of one that falls falls too.
  for (const [name, value] of constants) {
    // A name that is declared again somewhere hides this one there.
    const isSole = isConst(name) && !written.has(name) && declared.get(name) === 1;
    if (!isSole || !isConstant(value, kept)) continue;
    const count = literalsIn(value, literals);
    if (count > MOST_LITERALS) continue;
    literals.set(name, count);
    kept.set(name, value);
  }
  return kept;
}

function isTopLevel(node: ts.VariableDeclaration): boolean {
  return ts.isVariableStatement(node.parent.parent) && ts.isSourceFile(node.parent.parent.parent);
}

function isConstant(node: ts.Expression, known: ReadonlyMap<string, ts.Expression>): boolean {
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isStringLiteralLike(node)) return node.text.length <= LONGEST_TEXT;
  if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword) return true;
  if (ts.isIdentifier(node)) return known.has(node.text);
  if (ts.isParenthesizedExpression(node)) return isConstant(node.expression, known);
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  return (
    ts.isBinaryExpression(node) &&
    ARITHMETIC.has(node.operatorToken.kind) &&
    isConstant(node.left, known) &&
    isConstant(node.right, known)
  );
}

/** `known` tells those of the names in it. */
function literalsIn(node: ts.Node, known: ReadonlyMap<string, number>): number {
  if (ts.isIdentifier(node)) return known.get(node.text) ?? 1;
  let count = 0;
  ts.forEachChild(node, (child) => {
    count += literalsIn(child, known);
  });
  return Math.max(count, 1);
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.name === node;
  return (
    (ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassLike(parent)) &&
    parent.name === node
  );
}

/** Whether the value may change here; a destructuring counts, whichever side it is on. */
function isWritten(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    const { operator } = parent;
    return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
  }
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken;
    return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent))
    return parent.initializer === node;
  return ts.isArrayLiteralExpression(parent) || ts.isShorthandPropertyAssignment(parent)
    ? isPattern(parent)
    : ts.isPropertyAssignment(parent) && parent.initializer === node && isPattern(parent);
}

function isPattern(node: ts.Node): boolean {
  for (let at = node; !ts.isStatement(at); at = at.parent) {
    const { parent } = at;
    if (
      ts.isBinaryExpression(parent) &&
      parent.left === at &&
      parent.operatorToken.kind === SyntaxKind.EqualsToken
    ) {
      return true;
    }
  }
  return false;
}

function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (isDeclaration(node)) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.initializer === node;
  }
  return !(
    ts.isMethodDeclaration(parent) ||
    ts.isAccessor(parent) ||
    ts.isLabeledStatement(parent)
  );
}
