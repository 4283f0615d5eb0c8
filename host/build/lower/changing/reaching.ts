// Which code may run which nodes: told by the names of the functions that are called.
import ts from "typescript";
import { isWrite, memberName } from "../../names/names.ts";
import { scopeOf } from "../known/scopes.ts";
import { type Code, calleeOf, memberKey } from "./functions.ts";
import type { Holders } from "./holders.ts";
import { isVisit } from "./visits.ts";

/** What a piece of code does itself. */
interface Doing {
  readonly marked: readonly ts.Node[];
  readonly called: readonly ts.Node[] | "any";
}

export class Reaching {
  private readonly doings = new Map<ts.Node, Doing>();

  /** Members that hold what is no function written there. */
  private readonly given = new Set<string>();

  constructor(
    private readonly holders: Holders,
    private readonly functions: ReadonlyMap<string, readonly Code[]>,
    /** The nodes that are asked for. */
    private readonly marks: ReadonlySet<ts.Node>,
    file: ts.SourceFile,
  ) {
    this.collectGiven(file);
  }

  /** Whether to call `callback` may come to one of the nodes. */
  mayRun(callback: ts.Expression, nodes: ReadonlySet<ts.Node>): boolean {
    const seen = new Set<ts.Node>();
    const runs = (code: ts.Node): boolean => {
      if (seen.has(code)) return false;
      seen.add(code);
      const { marked, called } = this.doingOf(code);
      return marked.some((node) => nodes.has(node)) || called === "any" || called.some(runs);
    };
    const called = this.named(callback);
    return called === "any" || called.some(runs);
  }

  private doingOf(code: ts.Node): Doing {
    const known = this.doings.get(code);
    if (known) return known;
    const marked: ts.Node[] = [];
    const called = new Set<ts.Node>();
    let callsAny = false;
    const visit = (node: ts.Node): void => {
      if (this.marks.has(node)) marked.push(node);
      const some = this.calledAt(node);
      if (some === "any") callsAny = true;
      else for (const each of some ?? []) called.add(each);
      ts.forEachChild(node, visit);
    };
    this.partsOf(code).forEach(visit);
    const doing: Doing = { marked, called: callsAny ? "any" : [...called] };
    this.doings.set(code, doing);
    return doing;
  }

  /** Of a class its constructor runs, and what its fields start as. */
  private partsOf(code: ts.Node): ts.Node[] {
    if (!ts.isClassLike(code)) return [code];
    const base = code.heritageClauses?.[0]?.types[0]?.expression;
    const parts = code.members.filter(
      (member) => ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member),
    );
    const above = base ? this.named(base) : [];
    return [...parts, ...(above === "any" ? [] : above.flatMap((each) => this.partsOf(each)))];
  }

  private calledAt(node: ts.Node): readonly ts.Node[] | "any" | undefined {
    if (ts.isTaggedTemplateExpression(node)) return this.named(node.tag);
    if (ts.isPropertyAccessExpression(node)) {
      const accessors = this.functions.get(`.${node.name.text}`)?.filter(ts.isAccessor);
      return accessors;
    }
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
    const called: ts.Node[] = [];
    for (const callee of [node.expression, ...(node.arguments ?? []).filter(isName)]) {
      const one = this.named(callee);
      if (one !== "any") called.push(...one);
      // A value that is passed on may be no function at all.
      else if (callee === node.expression || isVisit(node)) return "any";
    }
    return called;
  }

  /** The functions that a name may mean. */
  private named(callee: ts.Expression): readonly ts.Node[] | "any" {
    if (callee.kind === ts.SyntaxKind.SuperKeyword) return [];
    if (ts.isParenthesizedExpression(callee)) return this.named(callee.expression);
    if (ts.isFunctionLike(callee)) return [callee];
    const member = memberName(callee);
    if (member !== undefined && /^(call|apply|bind)$/.test(member)) {
      return this.named((callee as ts.PropertyAccessExpression).expression);
    }
    const name = calleeOf(callee, this.holders);
    if (name === undefined) return "any";
    const functions = this.functions.get(name) ?? [];
    const isGiven = ts.isIdentifier(callee)
      ? functions.length === 0 && scopeOf(callee) !== undefined
      : this.given.has(name);
    return isGiven ? "any" : functions;
  }

  private collectGiven(file: ts.SourceFile): void {
    const add = (name: string, value: ts.Expression | undefined): void => {
      if (!value || !ts.isFunctionLike(value)) this.given.add(name);
    };
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
        add(memberKey(node.name), node.initializer);
      } else if (ts.isShorthandPropertyAssignment(node)) add(`.${node.name.text}`, undefined);
      else if (ts.isBinaryExpression(node) && isWrite(node)) {
        const member = memberName(node.left);
        if (member !== undefined) add(`.${member}`, node.right);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
}

function isName(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || memberName(node) !== undefined;
}
