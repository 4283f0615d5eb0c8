// Which call a function is sure to come to, whatever it is given: the walk along its paths. Anything
// that may lead away before counts as a way out.
import ts from "typescript";
import type { Place } from "./rule.ts";
import { mayEnd } from "./thrown-calls.ts";

const { SyntaxKind } = ts;

/** The node that calls; or that a path may leave before; or that the path goes on. */
type Outcome = ts.Node | "leaves" | "on";

/** Whether a node calls what is looked for. */
export type IsCall = (node: ts.Node) => boolean;

/** The call that each run of the parts comes to; undefined where a run may end without. */
export function sureCall(
  parts: readonly ts.Node[],
  isCall: IsCall,
  place: Place,
): ts.Node | undefined {
  const outcome = new Walk(isCall, place).all(parts);
  return typeof outcome === "string" ? undefined : outcome;
}

class Walk {
  constructor(
    private readonly isCall: IsCall,
    private readonly place: Place,
  ) {}

  /** One after the other. */
  all(nodes: readonly (ts.Node | undefined)[]): Outcome {
    for (const node of nodes) {
      const outcome = node ? this.one(node) : "on";
      if (outcome !== "on") return outcome;
    }
    return "on";
  }

  /** Of which either runs. */
  private either(a: ts.Node, b: ts.Node | undefined): Outcome {
    const outcomes = [this.one(a), b ? this.one(b) : ("on" as const)];
    if (outcomes.includes("leaves")) return "leaves";
    return outcomes.includes("on") ? "on" : outcomes[0]!;
  }

  /** What may not run at all. */
  private perhaps(...nodes: readonly ts.Node[]): Outcome {
    return this.all(nodes) === "leaves" ? "leaves" : "on";
  }

  private one(node: ts.Node): Outcome {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return "on";
    if (ts.isIfStatement(node)) {
      return this.after(node.expression, () => this.either(node.thenStatement, node.elseStatement));
    }
    if (ts.isConditionalExpression(node)) {
      return this.after(node.condition, () => this.either(node.whenTrue, node.whenFalse));
    }
    if (ts.isBinaryExpression(node) && isShort(node.operatorToken.kind)) {
      return this.after(node.left, () => this.perhaps(node.right));
    }
    if (ts.isWhileStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      return this.after(node.expression, () => this.perhaps(node.statement));
    }
    if (ts.isForStatement(node)) {
      const { initializer, condition, statement } = node;
      const head = this.all([initializer, condition]);
      if (head !== "on") return head;
      return condition ? this.perhaps(statement) : this.one(statement);
    }
    if (ts.isSwitchStatement(node)) {
      return this.after(node.expression, () => this.perhaps(...node.caseBlock.clauses));
    }
    // A recursion that ends by what it throws at its deepest has an end.
    if (ts.isTryStatement(node) && node.catchClause) return "leaves";
    if (ts.isBindingElement(node)) return node.initializer ? this.perhaps(node.initializer) : "on";
    return this.plain(node);
  }

  private after(first: ts.Node, rest: () => Outcome): Outcome {
    const outcome = this.one(first);
    return outcome === "on" ? rest() : outcome;
  }

  /** Runs its parts, then itself. */
  private plain(node: ts.Node): Outcome {
    const parts: ts.Node[] = [];
    ts.forEachChild(node, (child) => void parts.push(child));
    const isChain = ts.isOptionalChain(node);
    const outcome = isChain ? this.perhaps(...parts) : this.all(parts);
    if (outcome !== "on") return outcome;
    if (!isChain && this.isCall(node)) return node;
    return this.isExit(node) ? "leaves" : "on";
  }

  private isExit(node: ts.Node): boolean {
    return (
      ts.isReturnStatement(node) ||
      ts.isThrowStatement(node) ||
      ts.isBreakOrContinueStatement(node) ||
      ts.isAwaitExpression(node) ||
      ts.isYieldExpression(node) ||
      ((ts.isCallExpression(node) || ts.isNewExpression(node)) && mayEnd(node, this.place))
    );
  }
}

function isShort(kind: ts.SyntaxKind): boolean {
  return [
    SyntaxKind.AmpersandAmpersandToken,
    SyntaxKind.BarBarToken,
    SyntaxKind.QuestionQuestionToken,
    SyntaxKind.AmpersandAmpersandEqualsToken,
    SyntaxKind.BarBarEqualsToken,
    SyntaxKind.QuestionQuestionEqualsToken,
  ].includes(kind);
}
