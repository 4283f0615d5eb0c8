// Makes the global names in a piece of JavaScript properties of an object that is given to it. Owns
// what a name refers to; knows no script as a whole (bind-script.ts).
import type {
  Function as AcornFunction,
  AnyNode,
  ForInStatement,
  ForOfStatement,
  Pattern,
  VariableDeclaration,
} from "acorn";
import type { Edit } from "./edited-text.ts";
import { addLexicalNames, addPatternNames, addVarNames, childrenOf, Scope } from "./scope.ts";

/**
 * What the rewritten script is given, in strict mode: the board's global object; a function that
 * says where a name stands, or throws; a function that makes `this` what it is on Espruino.
 */
export const PARAMETERS = ["espulse$global", "espulse$holder", "espulse$this"] as const;
export const [GLOBAL] = PARAMETERS;
const [, HOLDER, THIS] = PARAMETERS;

/** A program that only a board with a vm context of its own can run. */
export class Unshareable extends Error {
  override name = "Unshareable";
}

/** Not names of the global object, or the same whatever it has. */
const CONSTANTS = new Set(["undefined", "NaN", "Infinity"]);

type Use = "read" | "write";

/** Collects the edits of what it visits; those at one place are in the order of their making. */
export class GlobalNames {
  readonly edits: Edit[] = [];

  replace(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }

  /** `isGlobal`: a `var` here is a property of the global object. */
  visit(node: AnyNode, scope: Scope, isGlobal: boolean): void {
    switch (node.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        this.#function(node, scope);
        return;
      case "ClassDeclaration":
      case "ClassExpression": {
        const inner = new Scope(scope);
        if (node.id) inner.names.add(node.id.name);
        if (node.superClass) this.visit(node.superClass, scope, isGlobal);
        this.visit(node.body, inner, isGlobal);
        return;
      }
      case "StaticBlock":
      case "BlockStatement":
      case "SwitchStatement":
      case "ForStatement": {
        const inner = new Scope(scope);
        addLexicalNames(node, inner.names);
        this.#children(node, inner, isGlobal && node.type !== "StaticBlock");
        return;
      }
      case "ForInStatement":
      case "ForOfStatement":
        this.#loopOver(node, scope, isGlobal);
        return;
      case "CatchClause": {
        const inner = new Scope(scope);
        if (node.param) {
          addPatternNames(node.param, inner.names);
          this.#target(node.param, inner);
        }
        this.visit(node.body, inner, isGlobal);
        return;
      }
      case "VariableDeclaration":
        this.#declaration(node, scope, isGlobal);
        return;
      case "AssignmentExpression":
        if (node.operator === "=") this.#target(node.left, scope);
        else this.visit(node.left, scope, isGlobal);
        this.visit(node.right, scope, isGlobal);
        return;
      case "UnaryExpression": {
        const { argument } = node;
        const asks = node.operator === "typeof" || node.operator === "delete";
        if (asks && argument.type === "Identifier") this.#name(argument, scope, "write");
        else this.visit(argument, scope, isGlobal);
        return;
      }
      case "NewExpression":
        // `new holder("x").x()` would be another thing.
        this.replace(node.callee.start, node.callee.start, "(");
        this.#children(node, scope, isGlobal);
        this.replace(node.callee.end, node.callee.end, ")");
        return;
      case "Identifier":
        this.#name(node, scope, "read");
        return;
      case "ThisExpression":
        this.replace(node.start, node.end, `${THIS}(this)`);
        return;
      case "MemberExpression":
        this.visit(node.object, scope, isGlobal);
        if (node.computed) this.visit(node.property, scope, isGlobal);
        return;
      case "MethodDefinition":
      case "PropertyDefinition":
        if (node.computed) this.visit(node.key, scope, isGlobal);
        if (node.value) this.visit(node.value, scope, isGlobal);
        return;
      case "Property":
        this.#property(node, () => this.visit(node.value, scope, isGlobal), scope);
        return;
      case "LabeledStatement":
        this.visit(node.body, scope, isGlobal);
        return;
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
        return;
      default:
        this.#children(node, scope, isGlobal);
    }
  }

  #children(node: AnyNode, scope: Scope, isGlobal: boolean): void {
    for (const child of childrenOf(node)) this.visit(child, scope, isGlobal);
  }

  #loopOver(node: ForInStatement | ForOfStatement, scope: Scope, isGlobal: boolean): void {
    const inner = new Scope(scope);
    addLexicalNames(node, inner.names);
    const { left } = node;
    if (left.type === "VariableDeclaration") {
      const { id } = left.declarations[0]!;
      if (left.kind === "var" && isGlobal) this.replace(left.start, id.start, "");
      this.#target(id, inner);
    } else this.#target(left, inner);
    this.visit(node.right, inner, isGlobal);
    this.visit(node.body, inner, isGlobal);
  }

  #function(node: AcornFunction, scope: Scope): void {
    const inner = new Scope(scope);
    if (node.type === "FunctionExpression" && node.id) inner.names.add(node.id.name);
    if (node.type !== "ArrowFunctionExpression") inner.names.add("arguments");
    for (const parameter of node.params) addPatternNames(parameter, inner.names);
    addVarNames(node.body, inner.names);
    for (const parameter of node.params) this.#target(parameter, inner);
    this.visit(node.body, inner, false);
  }

  #declaration(node: VariableDeclaration, scope: Scope, isGlobal: boolean): void {
    const isOnGlobal = isGlobal && (node.kind === "var" || scope.outer === undefined);
    for (const { id, init } of node.declarations) {
      this.#target(id, scope);
      if (init) this.visit(init, scope, isGlobal);
    }
    if (!isOnGlobal) return;
    // Assignments then; `{ a } = b` is one behind a parenthesis.
    this.replace(node.start, node.start + node.kind.length, "void (");
    const last = node.declarations.at(-1)!;
    const end = (last.init ?? last.id).end;
    this.replace(end, end, ")");
  }

  /** What is assigned to, or declared. */
  #target(node: Pattern | AnyNode, scope: Scope): void {
    switch (node.type) {
      case "Identifier":
        this.#name(node, scope, "write");
        return;
      case "ObjectPattern":
        for (const property of node.properties) {
          if (property.type === "RestElement") this.#target(property.argument, scope);
          else this.#property(property, () => this.#target(property.value, scope), scope);
        }
        return;
      case "ArrayPattern":
        for (const element of node.elements) if (element) this.#target(element, scope);
        return;
      case "RestElement":
        this.#target(node.argument, scope);
        return;
      case "AssignmentPattern":
        this.#target(node.left, scope);
        this.visit(node.right, scope, false);
        return;
      default:
        this.visit(node as AnyNode, scope, false);
    }
  }

  #property(
    node: { computed: boolean; shorthand: boolean; key: AnyNode },
    visitValue: () => void,
    scope: Scope,
  ): void {
    if (node.computed) this.visit(node.key, scope, false);
    const { key } = node;
    if (node.shorthand && key.type === "Identifier" && this.#isGlobalName(key.name, scope)) {
      this.replace(key.start, key.start, `${key.name}: `);
    }
    visitValue();
  }

  #isGlobalName(name: string, scope: Scope): boolean {
    return !CONSTANTS.has(name) && !scope.has(name);
  }

  #name(
    { name, start, end }: { name: string; start: number; end: number },
    scope: Scope,
    use: Use,
  ) {
    if (!this.#isGlobalName(name, scope)) return;
    // What it is given runs among the globals; where there are no other names, that is right.
    if (name === "eval" && (use === "write" || scope.hasNames)) {
      throw new Unshareable("eval needs --isolate");
    }
    const place = use === "write" ? GLOBAL : `${HOLDER}("${name}")`;
    this.replace(start, end, `${place}.${name}`);
  }
}
