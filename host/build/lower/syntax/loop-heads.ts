// Functions in the head of a loop that see its variables: `for (let i = 0; …; i = next(() => i))`,
// `for (const { a, f = () => a } of list)`. TypeScript's ES5 output has no variables of the turn there, and
// steps after the test. What such a head does goes before the loop, or to the top of its body.
import ts from "typescript";
import { addTo } from "../known/scopes.ts";

type Loop = ts.ForStatement | ts.ForOfStatement;

export function hasSeenHeads(file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean =>
    (isLoop(node) && seenIn(node) !== undefined) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(file);
}

/** A step of its own: TypeScript asks the nodes as they were parsed which variables functions see. */
export const lowerLoopHeads: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    const labels: ts.Identifier[] = [];
    let loop = node;
    for (; ts.isLabeledStatement(loop); loop = loop.statement) labels.unshift(loop.label);
    const seen = isLoop(loop) && seenIn(loop);
    if (!seen) return ts.visitEachChild(node, visit, context);
    const before: ts.Statement[] = [];
    let inner: ts.Statement = ts.visitEachChild(loop as Loop, visit, context);
    if (ts.isForOfStatement(inner)) inner = patternInside(inner, factory);
    else if (ts.isForStatement(inner)) {
      if (seen.atStart) inner = startApart(inner, seen.names, before, factory);
      if (seen.atStep) inner = stepInside(inner as ts.ForStatement, before, factory);
    }
    for (const label of labels) inner = factory.createLabeledStatement(label, inner);
    // In a block of its own, the loop may declare the names that stand before it anew.
    return factory.createBlock([...before, factory.createBlock([inner], true)], true);
  };
  return ts.visitNode(file, visit, ts.isSourceFile);
};

function isLoop(node: ts.Node): node is Loop {
  return ts.isForStatement(node) || ts.isForOfStatement(node);
}

/** Where functions see a loop's variables: where they are declared, where the loop steps. */
interface Seen {
  readonly names: ReadonlySet<string>;
  readonly atStart: boolean;
  readonly atStep: boolean;
}

function seenIn(loop: Loop): Seen | undefined {
  const { initializer } = loop;
  if (!initializer || !ts.isVariableDeclarationList(initializer)) return undefined;
  if ((initializer.flags & ts.NodeFlags.BlockScoped) === 0) return undefined;
  const names = new Set<string>();
  for (const { name } of initializer.declarations) addTo(names, name);
  const step = ts.isForStatement(loop) ? loop.incrementor : undefined;
  const atStart = isSeen(initializer, names);
  const atStep = step !== undefined && isSeen(step, names);
  return atStart || atStep ? { names, atStart, atStep } : undefined;
}

function isSeen(node: ts.Node, names: ReadonlySet<string>, isInside = false): boolean {
  if (isInside && ts.isIdentifier(node) && names.has(node.text)) return true;
  const inside = isInside || ts.isFunctionLike(node) || ts.isClassLike(node);
  return ts.forEachChild(node, (child) => isSeen(child, names, inside) || undefined) ?? false;
}

/** `let i = 0, f = () => i; let first = i, …; for (let i = first, …; …)`: f goes on to see the i before the loop. */
function startApart(
  loop: ts.ForStatement,
  names: ReadonlySet<string>,
  before: ts.Statement[],
  factory: ts.NodeFactory,
): ts.ForStatement {
  const { condition, incrementor, statement } = loop;
  const list = loop.initializer as ts.VariableDeclarationList;
  const first = [...names].map((name) => ({ name, value: factory.createUniqueName(name) }));
  before.push(
    factory.createVariableStatement(undefined, list),
    letStatement(
      first.map(({ name, value }) => [value, factory.createIdentifier(name)]),
      factory,
    ),
  );
  const own = factory.createVariableDeclarationList(
    first.map(({ name, value }) =>
      factory.createVariableDeclaration(name, undefined, undefined, value),
    ),
    list.flags,
  );
  return factory.updateForStatement(loop, own, condition, incrementor, statement);
}

/** `for (let i = 0; ; ) { if (isLater) STEP; else isLater = true; if (!TEST) break; … }` */
function stepInside(
  loop: ts.ForStatement,
  before: ts.Statement[],
  factory: ts.NodeFactory,
): ts.ForStatement {
  const { initializer, condition, incrementor, statement } = loop;
  if (!incrementor) return loop;
  const isLater = factory.createUniqueName("isLater");
  before.push(letStatement([[isLater, factory.createFalse()]], factory));
  const later = factory.createAssignment(isLater, factory.createTrue());
  const parts: ts.Statement[] = [
    factory.createIfStatement(
      isLater,
      factory.createExpressionStatement(incrementor),
      factory.createExpressionStatement(later),
    ),
  ];
  if (condition) {
    const isOver = factory.createLogicalNot(condition);
    parts.push(factory.createIfStatement(isOver, factory.createBreakStatement()));
  }
  const body = factory.createBlock([...parts, statement], true);
  return factory.updateForStatement(loop, initializer, undefined, undefined, body);
}

/** `for (const item of list) { const PATTERN = item; … }` */
function patternInside(loop: ts.ForOfStatement, factory: ts.NodeFactory): ts.ForOfStatement {
  const { awaitModifier, expression, statement } = loop;
  const { declarations, flags } = loop.initializer as ts.VariableDeclarationList;
  const [declaration] = declarations;
  if (!declaration) return loop;
  const item = factory.createUniqueName("item");
  const taken = factory.createVariableDeclaration(declaration.name, undefined, undefined, item);
  const head = factory.createVariableDeclarationList(
    [factory.createVariableDeclaration(item)],
    ts.NodeFlags.Const,
  );
  const pattern = factory.createVariableDeclarationList([taken], flags);
  const body = factory.createBlock(
    [factory.createVariableStatement(undefined, pattern), statement],
    true,
  );
  return factory.updateForOfStatement(loop, awaitModifier, head, expression, body);
}

function letStatement(
  variables: readonly (readonly [ts.Identifier, ts.Expression])[],
  factory: ts.NodeFactory,
): ts.Statement {
  const list = factory.createVariableDeclarationList(
    variables.map(([name, value]) =>
      factory.createVariableDeclaration(name, undefined, undefined, value),
    ),
    ts.NodeFlags.Let,
  );
  return factory.createVariableStatement(undefined, list);
}
