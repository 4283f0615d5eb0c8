// `list.forEach(f)` where `f` may change the list: Espruino goes from one variable of it to the next,
// so it misses what follows one that was removed, and visits what was added. Finds such calls.
import ts from "typescript";
import { isWrite, memberName } from "../../names/names.ts";
import { isPlace } from "../known/places.ts";
import { scopeOf, usesOf } from "../known/scopes.ts";
import { type Code, calleeOf, functionsIn, memberKey } from "./functions.ts";
import { Holders } from "./holders.ts";
import { joinNames } from "./joined.ts";

/** Methods that go through a list by a callback. */
export const VISITING = /^(forEach|map|filter|some|every|reduce|find|findIndex|flatMap)$/;

const CHANGING = /^(push|pop|shift|unshift|splice|sort|reverse|copyWithin)$/;

export function changingCalls(file: ts.SourceFile): ReadonlySet<ts.Node> {
  const found = new Set<ts.Node>();
  const visits: ts.CallExpression[] = [];
  const changes: [list: ts.Expression, at: ts.Node][] = [];
  const visit = (node: ts.Node): void => {
    if (isVisit(node)) visits.push(node);
    const list = changedBy(node);
    if (list && mayBeUnderWay(list, node)) changes.push([list, node]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (visits.length === 0 || changes.length === 0) return found;
  const holders = new Holders();
  const functions = functionsIn(file, holders);
  joinNames(file, holders, functions);
  const changed = changes.map(([list, at]) => ({ at, keys: holders.of(list) }));
  const reaching = new Reaching(holders, functions);
  for (const call of visits) {
    const keys = new Set(holders.of((call.expression as ts.PropertyAccessExpression).expression));
    const own = changed.filter((one) => one.keys.some((key) => keys.has(key)));
    if (
      own.length > 0 &&
      reaching.mayRun(
        call.arguments[0]!,
        own.map(({ at }) => at),
      )
    ) {
      found.add(call);
    }
  }
  return found;
}

function isVisit(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const { length } = node.arguments;
  return VISITING.test(memberName(node.expression) ?? "") && length > 0 && length < 3;
}

/** The list whose elements become more or fewer. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node)) {
    const isChange = CHANGING.test(memberName(node.expression) ?? "");
    return isChange ? (node.expression as ts.PropertyAccessExpression).expression : undefined;
  }
  const target = ts.isDeleteExpression(node) ? node.expression : targetOf(node);
  if (!target) return undefined;
  if (memberName(target) === "length") return (target as ts.PropertyAccessExpression).expression;
  if (!ts.isElementAccessExpression(target)) return undefined;
  if (ts.isDeleteExpression(node)) return target.expression;
  // What is put in the place of an element is there already.
  const { argumentExpression: key } = target;
  const isOwn = ts.isStringLiteral(key) || (ts.isIdentifier(key) && isPlaceName(key));
  return isOwn ? undefined : target.expression;
}

/** What no function does is done before or after; so is what one does to an array of its own. */
function mayBeUnderWay(list: ts.Expression, change: ts.Node): boolean {
  const around = functionAround(change);
  if (!around) return false;
  const scope = ts.isIdentifier(list) && scopeOf(list);
  const declaration = scope && usesOf(scope, (list as ts.Identifier).text)[0]?.parent;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return true;
  const { initializer, parent } = declaration;
  const isOwn =
    (parent.flags & ts.NodeFlags.Const) !== 0 &&
    initializer !== undefined &&
    ts.isArrayLiteralExpression(initializer) &&
    functionAround(declaration) === around;
  // A generator goes on in the midst of what others do.
  return !isOwn || ("asteriskToken" in around && around.asteriskToken !== undefined);
}

function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(node, ts.isFunctionLike);
}

function targetOf(node: ts.Node): ts.Expression | undefined {
  if (!isWrite(node)) return undefined;
  return ts.isBinaryExpression(node)
    ? node.left
    : (node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression).operand;
}

function isPlaceName(name: ts.Identifier): boolean {
  const scope = scopeOf(name);
  if (!scope || !ts.isFunctionLike(scope)) return false;
  const parameter = scope.parameters.find((each) => each.name.getText() === name.text);
  return parameter !== undefined && isPlace(parameter);
}

/** Which code may run which: told by the names of functions. */
class Reaching {
  /** Members that hold what is no function written there. */
  private readonly given = new Set<string>();

  constructor(
    private readonly holders: Holders,
    private readonly functions: ReadonlyMap<string, readonly Code[]>,
  ) {}

  /** Whether to call `callback` may come to one of the nodes. */
  mayRun(callback: ts.Expression, nodes: readonly ts.Node[]): boolean {
    if (this.given.size === 0) this.collectGiven(callback.getSourceFile());
    const seen = new Set<ts.Node>();
    const runs = (code: ts.Node): boolean => {
      if (seen.has(code)) return false;
      seen.add(code);
      const visit = (node: ts.Node): boolean => {
        if (nodes.includes(node)) return true;
        const called = this.calledAt(node);
        if (called === "any") return true;
        if (called?.some(runs)) return true;
        return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
      };
      return this.partsOf(code).some(visit);
    };
    if (ts.isFunctionLike(callback)) return runs(callback);
    const called = this.named(callback);
    return called === "any" || called.some(runs);
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
    this.given.add("");
    visit(file);
  }
}

function isName(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || memberName(node) !== undefined;
}
