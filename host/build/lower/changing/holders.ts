// Which names may hold one and the same array: a variable, a member of any object, what a function
// gives, and the elements of each. Goes by what is assigned, given and returned in the text.
import ts from "typescript";
import { memberName, uncast } from "../../names/names.ts";
import { scopeOf } from "../known/scopes.ts";
import { listedBy } from "./containers.ts";

const { SyntaxKind } = ts;

/** Classes and object literals, which have members. */
function isOwner(node: ts.Node): node is ts.ClassLikeDeclaration | ts.ObjectLiteralExpression {
  return ts.isClassLike(node) || ts.isObjectLiteralExpression(node);
}

/** What these give is a new array, or none: of elements that are not new, it may be. */
export const NEW =
  /^(map|filter|slice|concat|split|splice|keys|entries|flat|flatMap|from|of|join|toSorted|toReversed|toSpliced|with|indexOf|includes|some|every)$/;

/** What these give is what they are called of. */
const SAME = /^(sort|reverse|fill|copyWithin)$/;

export class Holders {
  private readonly scopes = new Map<ts.Node, number>();
  private readonly parents = new Map<string, string>();
  /** Whether two names were found to be one since it was last set. */
  grew = false;

  /** `name` where it is declared. */
  keyOf(name: ts.Identifier): string {
    const scope = scopeOf(name);
    if (!scope) return name.text;
    const known = this.scopes.get(scope) ?? this.scopes.size;
    this.scopes.set(scope, known);
    return `${known}:${name.text}`;
  }

  /** What `node` may be a value of. */
  of(given: ts.Node): string[] {
    const node = uncast(given);
    if (ts.isIdentifier(node)) return [this.find(this.keyOf(node))];
    const member = memberName(node);
    if (member !== undefined) return [this.find(`.${member}`)];
    if (ts.isElementAccessExpression(node)) return this.elementsOf(node.expression);
    if (ts.isConditionalExpression(node)) {
      return [...this.of(node.whenTrue), ...this.of(node.whenFalse)];
    }
    if (ts.isBinaryExpression(node)) {
      const isRight = node.operatorToken.kind === SyntaxKind.CommaToken;
      return isRight ? this.of(node.right) : [...this.of(node.left), ...this.of(node.right)];
    }
    if (ts.isAwaitExpression(node)) return this.of(node.expression);
    if (ts.isArrayLiteralExpression(node)) return [this.find(`[${node.pos}]`)];
    if (node.kind === SyntaxKind.ThisKeyword) return this.own(ts.findAncestor(node, isOwner));
    if (isOwner(node)) return this.own(node);
    if (ts.isNewExpression(node)) return this.made(node.expression);
    const listed = listedBy(node);
    if (listed) return this.of(listed);
    return ts.isCallExpression(node) ? this.given(node.expression) : [];
  }

  /** What `this` is in a class or object literal. */
  private own(owner: ts.Node | undefined): string[] {
    return owner ? [this.find(`{${owner.pos}}`)] : [];
  }

  /** What `new Kind()` gives is filed under the program's own class itself. */
  private made(kind: ts.Expression): string[] {
    return ts.isIdentifier(kind) && scopeOf(kind) ? this.of(kind) : [];
  }

  elementsOf(list: ts.Node): string[] {
    return this.of(list).map((each) => this.find(`${each}[]`));
  }

  /** What a call of `callee` gives. */
  private given(callee: ts.Expression): string[] {
    if (ts.isIdentifier(callee)) return [this.find(`()${this.keyOf(callee)}`)];
    const member = memberName(callee);
    if (member === undefined) return [];
    if (NEW.test(member)) return [this.find(`(${callee.end})`)];
    const { expression: object } = callee as ts.PropertyAccessExpression;
    if (SAME.test(member)) return this.of(object);
    return [this.find(`().${member}`), ...this.elementsOf(object)];
  }

  find(key: string): string {
    let at = key;
    for (let parent = this.parents.get(at); parent; parent = this.parents.get(at)) at = parent;
    // The way is shorter the next time.
    if (at !== key) this.parents.set(key, at);
    return at;
  }

  join(key: string, others: readonly string[]): void {
    for (const other of others) {
      const [from, to] = [this.find(other), this.find(key)];
      if (from === to) continue;
      this.parents.set(from, to);
      this.grew = true;
    }
  }
}
