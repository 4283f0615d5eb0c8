// `finally` -> what comes after a `try` that catches all: in a block of `finally` Espruino loses what
// is thrown, and does not leave where the block says so (jspeStatementTry in src/jsparse.c). It stays
// where the block does neither. For ES5, TypeScript's own `for..of` of an iterator included.
import ts from "typescript";
import { mayThrow } from "../../names/may-throw.ts";

type Leave = "return" | "break" | "continue";

/** The variables that stand for a way to leave a `try`: it is left by throwing theirs. */
type Ways = Map<Leave, ts.Identifier>;

export const hasFinally = (script: string): boolean => /\bfinally\s*\{/.test(script);

export const lowerFinally: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  /** Variables of the catch clauses made here: those let an outer `try` be left as well. */
  const keepers = new Set<string>();

  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    return ts.isTryStatement(visited) && visited.finallyBlock && mayDivert(visited.finallyBlock)
      ? lowered(visited, visited.finallyBlock)
      : visited;
  };

  /** What ends the `try` is caught and kept, the block runs, and only then it goes on its way. */
  const lowered = (node: ts.TryStatement, last: ts.Block): ts.Block => {
    const ended = factory.createUniqueName("ended");
    const why = factory.createUniqueName("why");
    keepers.add(why.text);
    const ways: Ways = new Map();
    const guarded = ts.visitNode(node.tryBlock, leavingBy(ways)) as ts.Block;
    const clause = ts.visitNode(node.catchClause, leavingBy(ways), ts.isCatchClause);
    const inner = clause
      ? [factory.createTryStatement(guarded, passing(clause, ways), undefined)]
      : guarded.statements;
    const kept = factory.createElementAccessExpression(ended, 0);
    const keep = factory.createAssignment(ended, factory.createArrayLiteralExpression([why]));
    const variables = [
      variable(ended, factory.createVoidZero()),
      ...[...ways.values()].map((way) => variable(way, factory.createArrayLiteralExpression())),
    ];
    return factory.createBlock([
      factory.createVariableStatement(
        undefined,
        factory.createVariableDeclarationList(variables, ts.NodeFlags.None),
      ),
      factory.createTryStatement(
        factory.createBlock(inner),
        factory.createCatchClause(
          factory.createVariableDeclaration(why),
          factory.createBlock([factory.createExpressionStatement(keep)]),
        ),
        undefined,
      ),
      ...last.statements,
      factory.createIfStatement(
        ended,
        factory.createBlock([
          ...[...ways].map(([leave, way]) =>
            factory.createIfStatement(factory.createStrictEquality(kept, way), left(leave, way)),
          ),
          factory.createThrowStatement(kept),
        ]),
      ),
    ]);
  };

  const variable = (name: ts.Identifier, value: ts.Expression): ts.VariableDeclaration =>
    factory.createVariableDeclaration(name, undefined, undefined, value);

  const left = (leave: Leave, way: ts.Identifier): ts.Statement => {
    if (leave === "break") return factory.createBreakStatement();
    if (leave === "continue") return factory.createContinueStatement();
    return factory.createReturnStatement(factory.createElementAccessExpression(way, 0));
  };

  /** `return x` -> `throw (way = [x])`, and so the others, through all that catches on the way. */
  const leavingBy = (ways: Ways): ((node: ts.Node) => ts.Node) => {
    const wayOf = (leave: Leave): ts.Identifier => {
      const way = ways.get(leave) ?? factory.createUniqueName(leave);
      ways.set(leave, way);
      return way;
    };
    const within = (held: ReadonlySet<Leave>): ((node: ts.Node) => ts.Node) => {
      const walk = (node: ts.Node): ts.Node => {
        if (ts.isFunctionLike(node)) return node;
        const leave = leaveOf(node);
        if (leave && !held.has(leave)) {
          const way = wayOf(leave);
          if (!ts.isReturnStatement(node) || !node.expression) {
            return factory.createThrowStatement(way);
          }
          const list = factory.createArrayLiteralExpression([node.expression]);
          return factory.createThrowStatement(factory.createAssignment(way, list));
        }
        const inside = ts.visitEachChild(node, within(new Set([...held, ...holds(node)])), context);
        if (!ts.isTryStatement(inside) || !inside.catchClause) return inside;
        const { tryBlock, catchClause, finallyBlock } = inside;
        return factory.updateTryStatement(
          inside,
          tryBlock,
          passing(catchClause, ways),
          finallyBlock,
        );
      };
      return walk;
    };
    return within(new Set());
  };

  /** The clause, which lets through what only leaves. */
  const passing = (clause: ts.CatchClause, ways: Ways): ts.CatchClause => {
    const caught = clause.variableDeclaration?.name;
    if (!caught || !ts.isIdentifier(caught) || keepers.has(caught.text)) return clause;
    const pass = [...ways.values()].map((way) =>
      factory.createIfStatement(
        factory.createStrictEquality(caught, way),
        factory.createThrowStatement(caught),
      ),
    );
    const block = factory.updateBlock(clause.block, [...pass, ...clause.block.statements]);
    return factory.updateCatchClause(clause, clause.variableDeclaration, block);
  };

  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};

function leaveOf(node: ts.Node): Leave | undefined {
  if (ts.isReturnStatement(node)) return "return";
  if (ts.isBreakStatement(node)) return "break";
  return ts.isContinueStatement(node) ? "continue" : undefined;
}

/** What leaves no more than this statement. */
function holds(node: ts.Node): readonly Leave[] {
  if (ts.isIterationStatement(node, false)) return ["break", "continue"];
  return ts.isSwitchStatement(node) ? ["break"] : [];
}

/** Whether it may throw or leave, which is lost in a block of `finally`. */
function mayDivert(block: ts.Block): boolean {
  return mayThrow(block, (node) => ts.isThrowStatement(node) || leaveOf(node) !== undefined);
}
