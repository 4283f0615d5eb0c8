// Labels of loops and blocks -> a flag that each loop and switch on the way out looks at: Espruino has no labels.
import ts from "typescript";

const { SyntaxKind } = ts;

interface Label {
  readonly names: readonly string[];
  readonly flag: ts.Identifier;
}

/** A loop or switch that stands around. */
interface Frame {
  readonly isLoop: boolean;
  readonly label?: Label;
  /** Labels further out that something in it leaves for. */
  readonly crossed: Set<Label>;
}

const BREAK = 1;
const CONTINUE = 2;

export function hasLabels(script: string): boolean {
  return /\b(?:break|continue) +[\w$]/.test(script);
}

export const lowerLabels: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const lowering = new Lowering(context);
  return ts.visitNode(file, lowering.visit, ts.isSourceFile);
};

class Lowering {
  private readonly factory: ts.NodeFactory;
  private frames: Frame[] = [];

  constructor(private readonly context: ts.TransformationContext) {
    this.factory = context.factory;
  }

  readonly visit = (node: ts.Node): ts.Node => {
    if (ts.isFunctionLike(node)) return this.apart(node);
    if (ts.isLabeledStatement(node)) return this.labelled(node);
    if (isFrame(node)) return this.framed(node, undefined);
    if (ts.isBreakOrContinueStatement(node) && node.label) return this.jump(node, node.label.text);
    return ts.visitEachChild(node, this.visit, this.context);
  };

  private apart(node: ts.Node): ts.Node {
    const { frames } = this;
    this.frames = [];
    const visited = ts.visitEachChild(node, this.visit, this.context);
    this.frames = frames;
    return visited;
  }

  private labelled(node: ts.LabeledStatement): ts.Node {
    const names: string[] = [];
    let statement: ts.Statement = node;
    for (; ts.isLabeledStatement(statement); statement = statement.statement) {
      names.push(statement.label.text);
    }
    const label: Label = { names, flag: this.factory.createUniqueName("left") };
    const { factory } = this;
    const isLoop = ts.isIterationStatement(statement, false);
    // What leaves a block leaves a loop of one turn.
    const once = factory.createDoStatement(statement, factory.createFalse());
    const loop = this.framed(isLoop ? statement : once, label);
    const flag = factory.createVariableDeclaration(label.flag, undefined, undefined, number(0));
    const declared = factory.createVariableDeclarationList([flag], ts.NodeFlags.Let);
    return factory.createBlock([factory.createVariableStatement(undefined, declared), loop], true);
  }

  /** The loop, and behind it what leaves the ones around. */
  private framed(node: ts.Statement, label: Label | undefined): ts.Statement {
    const isLoop = ts.isIterationStatement(node, false);
    const frame: Frame = { isLoop, ...(label && { label }), crossed: new Set() };
    this.frames.push(frame);
    const visited = ts.visitEachChild(node, this.visit, this.context);
    this.frames.pop();
    if (frame.crossed.size === 0) return visited;
    const around = this.frames.at(-1);
    const exits = [...frame.crossed].map((left) => this.exit(left, around?.label === left));
    return this.factory.createBlock([visited, ...exits], true);
  }

  private exit({ flag }: Label, isThere: boolean): ts.Statement {
    const { factory } = this;
    if (!isThere) return factory.createIfStatement(flag, factory.createBreakStatement());
    const isBreak = factory.createStrictEquality(flag, number(BREAK));
    return factory.createIfStatement(
      flag,
      factory.createBlock([
        factory.createIfStatement(isBreak, factory.createBreakStatement()),
        this.set(flag, 0),
        factory.createContinueStatement(),
      ]),
    );
  }

  private jump(node: ts.BreakOrContinueStatement, name: string): ts.Statement {
    const { factory } = this;
    const at = this.frames.findLastIndex(({ label }) => label?.names.includes(name));
    const between = this.frames.slice(at + 1);
    const label = this.frames[at]?.label;
    const isBreak = ts.isBreakStatement(node);
    if (!label || (isBreak ? between.length === 0 : !between.some(({ isLoop }) => isLoop))) {
      return isBreak ? factory.createBreakStatement() : factory.createContinueStatement();
    }
    for (const { crossed } of between) crossed.add(label);
    return factory.createBlock(
      [this.set(label.flag, isBreak ? BREAK : CONTINUE), factory.createBreakStatement()],
      true,
    );
  }

  private set(flag: ts.Identifier, value: number): ts.Statement {
    return this.factory.createExpressionStatement(
      this.factory.createAssignment(flag, number(value)),
    );
  }
}

function isFrame(node: ts.Node): node is ts.IterationStatement | ts.SwitchStatement {
  return ts.isIterationStatement(node, false) || node.kind === SyntaxKind.SwitchStatement;
}

function number(value: number): ts.NumericLiteral {
  return ts.factory.createNumericLiteral(value);
}
