// Runs the load of a bundle in the abstract: what is known is computed, what only the board knows is
// UNKNOWN, and a statement behind an unknown condition runs once. Owns the language (ES5, as the
// build leaves it); what the board's own functions hold on to is board-calls.ts's.
import ts from "typescript";
import { type BoardCall, callBoard } from "./board-calls.ts";
import { type Kind, Thing, UNKNOWN, type Value } from "./heap.ts";
import { assignmentOf, computeBinary, computeUnary, isAssignment } from "./operators.ts";

const { SyntaxKind } = ts;

/** Enough for a table of thousands of entries; beyond it a program is taken as it stands there. */
const MOST_STEPS = 200_000;
/** The board itself gives up at about 40 calls inside each other. */
const MOST_CALLS = 40;

/** Not `Object` and `process`, which are there from the start. */
const BUILT_IN = new Set(
  "Math JSON Date E Promise Array String Number Error RegExp console Boolean Function Uint8Array Int8Array Uint8ClampedArray Uint16Array Int16Array Uint24Array Uint32Array Int32Array Float32Array Float64Array ArrayBuffer DataView TypeError Serial1 Serial2 I2C1 I2C2 SPI1 SPI2".split(
    " ",
  ),
);

class OutOfSteps extends Error {}

/** What the program throws. */
class Thrown extends Error {
  constructor(readonly value: Value) {
    super();
  }
}

type MemberAccess = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** How a statement ends, if not by its end. */
type End = "break" | "continue" | { readonly value: Value } | undefined;

export class Load {
  readonly globals = new Thing("scope", 0, undefined, [], 0, true);
  /** What the board holds on to: timers, handlers. */
  readonly held = new Map<number, Thing>();
  /** Modules and what is built in, by name: each is made once. */
  readonly #natives = new Map<string, Thing>();
  #numbers = 0;
  #steps = 0;
  /** Functions that run, from the outside in. */
  readonly #calls: ts.Node[] = [];
  /** Conditions around the statement that only the board knows. */
  #doubts = 0;
  /** From the inside out; the globals are none of them. */
  #scopes: readonly Thing[] = [];
  #self: Value = this.globals;
  #values: readonly Value[] = [];

  constructor(file: ts.SourceFile) {
    try {
      this.#block(file.statements);
    } catch (error) {
      if (!(error instanceof OutOfSteps || error instanceof Thrown)) throw error;
    }
  }

  /** Whatever the program still has when it has come to its end. */
  get roots(): Thing[] {
    return [this.globals, ...this.held.values(), ...this.#natives.values()];
  }

  /** One of what is built in. */
  made(kind: Kind, name: string, at: number, bytes = 0): Thing {
    this.native("builtin", name, at);
    this.native("prototype", name, at);
    return new Thing(kind, at, undefined, [], bytes);
  }

  /** Whether what runs may not run on the board. */
  get isInDoubt(): boolean {
    return this.#doubts > 0;
  }

  /** The number under which the board holds on to it. */
  hold(thing: Thing): number {
    this.held.set(++this.#numbers, thing);
    return this.#numbers;
  }

  native(kind: "builtin" | "prototype" | "module", name: string, at: number): Thing {
    const key = `${kind} ${name}`;
    const known = this.#natives.get(key) ?? new Thing(kind, at, undefined, [], name.length);
    this.#natives.set(key, known);
    return known;
  }

  #block(statements: Iterable<ts.Statement>): End {
    for (const statement of statements) {
      const end = this.#statement(statement);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  #statement(node: ts.Statement): End {
    if (++this.#steps > MOST_STEPS) throw new OutOfSteps();
    if (ts.isVariableStatement(node)) return this.#variables(node.declarationList);
    if (ts.isExpressionStatement(node)) return void this.evaluate(node.expression);
    if (ts.isFunctionDeclaration(node)) {
      return node.name && this.#declare(node.name.text, this.#function(node), node.pos);
    }
    if (ts.isReturnStatement(node)) {
      return { value: node.expression && this.evaluate(node.expression) };
    }
    if (ts.isBlock(node)) return this.#block(node.statements);
    if (ts.isIfStatement(node)) return this.#if(node);
    if (ts.isIterationStatement(node, false)) return this.#loop(node);
    if (ts.isSwitchStatement(node)) return this.#switch(node);
    if (ts.isTryStatement(node)) return this.#try(node);
    if (ts.isLabeledStatement(node)) return this.#statement(node.statement);
    if (ts.isBreakStatement(node)) return "break";
    if (ts.isContinueStatement(node)) return "continue";
    if (ts.isThrowStatement(node)) {
      const value = this.evaluate(node.expression);
      if (this.#doubts === 0) throw new Thrown(value);
      return { value: undefined };
    }
    return undefined;
  }

  #variables({ declarations }: ts.VariableDeclarationList): undefined {
    for (const { name, initializer, pos } of declarations) {
      if (!ts.isIdentifier(name)) continue;
      const value = initializer && this.evaluate(initializer);
      if (initializer || !this.#scope.slots.has(name.text)) this.#declare(name.text, value, pos);
    }
  }

  get #scope(): Thing {
    return this.#scopes[0] ?? this.globals;
  }

  #declare(name: string, value: Value, at: number): undefined {
    set(this.#scope, name, value, at);
  }

  #if({ expression, thenStatement, elseStatement }: ts.IfStatement): End {
    const condition = this.evaluate(expression);
    if (condition !== UNKNOWN) {
      if (isTrue(condition)) return this.#statement(thenStatement);
      return elseStatement && this.#statement(elseStatement);
    }
    // Neither may end what follows: it runs where the other was taken.
    this.#doubts++;
    this.#statement(thenStatement);
    if (elseStatement) this.#statement(elseStatement);
    this.#doubts--;
    return undefined;
  }

  #loop(node: ts.IterationStatement): End {
    if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      this.evaluate(node.expression);
      if (ts.isVariableDeclarationList(node.initializer)) this.#variables(node.initializer);
      const end = this.#statement(node.statement);
      return typeof end === "object" ? end : undefined;
    }
    if (ts.isForStatement(node) && node.initializer) {
      if (ts.isVariableDeclarationList(node.initializer)) this.#variables(node.initializer);
      else this.evaluate(node.initializer);
    }
    const condition = ts.isForStatement(node)
      ? node.condition
      : (node as ts.WhileStatement | ts.DoStatement).expression;
    for (let isFirst = true; ; isFirst = false) {
      const isChecked = !(isFirst && ts.isDoStatement(node));
      const goesOn = isChecked && condition ? this.evaluate(condition) : true;
      if (goesOn !== UNKNOWN && !isTrue(goesOn)) return undefined;
      const end = this.#statement(node.statement);
      if (typeof end === "object") return end;
      if (end === "break") return undefined;
      if (ts.isForStatement(node) && node.incrementor) this.evaluate(node.incrementor);
      if (goesOn === UNKNOWN) return undefined;
    }
  }

  #switch({ expression, caseBlock }: ts.SwitchStatement): End {
    const value = this.evaluate(expression);
    const { clauses } = caseBlock;
    const values = clauses.map((clause) =>
      ts.isCaseClause(clause) ? this.evaluate(clause.expression) : undefined,
    );
    let first = clauses.findIndex((clause, i) => ts.isCaseClause(clause) && values[i] === value);
    if (first < 0) first = clauses.findIndex(ts.isDefaultClause);
    if (value === UNKNOWN) first = 0;
    if (first < 0) return undefined;
    const end = this.#block(clauses.slice(first).flatMap((clause) => [...clause.statements]));
    return end === "break" ? undefined : end;
  }

  #try({ tryBlock, catchClause, finallyBlock }: ts.TryStatement): End {
    let end: End;
    try {
      end = this.#block(tryBlock.statements);
    } catch (error) {
      if (!(error instanceof Thrown) || !catchClause) throw error;
      const name = catchClause.variableDeclaration?.name;
      if (name && ts.isIdentifier(name)) this.#declare(name.text, error.value, name.pos);
      end = this.#block(catchClause.block.statements);
    }
    return (finallyBlock && this.#block(finallyBlock.statements)) ?? end;
  }

  #function(code: ts.FunctionLikeDeclaration): Thing {
    return new Thing("function", code.pos, code, this.#scopes);
  }

  /** Calls a function of the bundle; anything else is the board's. */
  call(callee: Value, self: Value, values: readonly Value[]): Value {
    if (!(callee instanceof Thing) || callee.code?.body === undefined) return UNKNOWN;
    const { code, scopes } = callee;
    // What would end it is unknown.
    const isEndless = this.#doubts > 0 && this.#calls.includes(code);
    if (isEndless || this.#calls.length >= MOST_CALLS) return UNKNOWN;
    const before = { scopes: this.#scopes, self: this.#self, values: this.#values };
    const scope = new Thing("scope", code.pos);
    code.parameters.forEach(({ name, pos }, index) => {
      if (ts.isIdentifier(name)) set(scope, name.text, values[index], pos);
    });
    this.#calls.push(code);
    this.#scopes = [scope, ...scopes];
    this.#self = self;
    this.#values = values;
    try {
      const end = this.#block((code.body as ts.Block).statements);
      return typeof end === "object" ? end.value : undefined;
    } finally {
      this.#scopes = before.scopes;
      this.#self = before.self;
      this.#values = before.values;
      this.#calls.pop();
    }
  }

  evaluate(node: ts.Expression): Value {
    if (++this.#steps > MOST_STEPS) throw new OutOfSteps();
    if (ts.isParenthesizedExpression(node)) return this.evaluate(node.expression);
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isIdentifier(node)) return this.#read(node.text, node.pos);
    if (ts.isFunctionExpression(node)) return this.#function(node);
    if (ts.isObjectLiteralExpression(node)) return this.#object(node);
    if (ts.isArrayLiteralExpression(node)) return this.#array(node);
    if (isMemberAccess(node)) return this.#member(node);
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isNewExpression(node)) return this.#new(node);
    if (ts.isBinaryExpression(node)) return this.#binary(node);
    if (ts.isPrefixUnaryExpression(node)) {
      const value = this.evaluate(node.operand);
      const { operator } = node;
      if (operator !== SyntaxKind.PlusPlusToken && operator !== SyntaxKind.MinusMinusToken) {
        return computeUnary(operator, value);
      }
      return this.#assign(node.operand, step(value, operator));
    }
    if (ts.isPostfixUnaryExpression(node)) {
      const value = this.evaluate(node.operand);
      this.#assign(node.operand, step(value, node.operator));
      return value;
    }
    if (ts.isConditionalExpression(node)) {
      const condition = this.evaluate(node.condition);
      if (condition !== UNKNOWN) {
        return this.evaluate(isTrue(condition) ? node.whenTrue : node.whenFalse);
      }
      const [value, other] = [this.evaluate(node.whenTrue), this.evaluate(node.whenFalse)];
      return value instanceof Thing ? value : other;
    }
    if (ts.isVoidExpression(node)) return void this.evaluate(node.expression);
    if (ts.isTypeOfExpression(node) || ts.isDeleteExpression(node)) {
      this.evaluate(node.expression);
      return UNKNOWN;
    }
    if (ts.isRegularExpressionLiteral(node)) return this.made("regexp", "RegExp", node.pos);
    if (node.kind === SyntaxKind.TrueKeyword) return true;
    if (node.kind === SyntaxKind.FalseKeyword) return false;
    if (node.kind === SyntaxKind.NullKeyword) return null;
    if (node.kind === SyntaxKind.ThisKeyword) return this.#self;
    return UNKNOWN;
  }

  #read(name: string, at: number): Value {
    for (const scope of this.#scopes) {
      const slot = scope.slots.get(name);
      if (slot) return slot.value;
    }
    if (name === "arguments") return this.#takeArguments(at);
    if (name === "undefined") return undefined;
    if (name === "NaN" || name === "Infinity") return Number(name);
    if (name === "global") return this.globals;
    const slot = this.globals.slots.get(name);
    if (slot) return slot.value;
    return BUILT_IN.has(name) ? this.native("builtin", name, at) : UNKNOWN;
  }

  /** They become a variable of the function that reads them (jswrap_arguments). */
  #takeArguments(at: number): Thing {
    const list = listOf(this.#values, at);
    set(this.#scope, "arguments", list, at);
    return list;
  }

  #object({ properties, pos }: ts.ObjectLiteralExpression): Thing {
    const made = new Thing("object", pos);
    for (const property of properties) {
      if (ts.isPropertyAssignment(property)) {
        const value = this.evaluate(property.initializer);
        set(made, this.#name(property.name), value, property.pos);
      } else if (ts.isAccessor(property)) {
        const name = this.#name(property.name);
        const known = made.slots.get(name)?.value;
        const pair = known instanceof Thing ? known : new Thing("object", property.pos);
        const half = ts.isGetAccessor(property) ? "get" : "set";
        set(pair, half, this.#function(property), property.pos);
        set(made, name, pair, property.pos);
      }
    }
    return made;
  }

  #name(name: ts.PropertyName): string {
    return ts.isComputedPropertyName(name) ? "?" : (name as ts.Identifier).text;
  }

  #array({ elements, pos }: ts.ArrayLiteralExpression): Thing {
    const made = new Thing("array", pos);
    elements.forEach((element, index) => {
      set(made, String(index), this.evaluate(element), element.pos);
    });
    return made;
  }

  #member(node: MemberAccess, owner = this.evaluate(node.expression)): Value {
    const name = this.#memberName(node);
    this.#lookInto(owner, name, node.pos);
    if (typeof owner === "string") {
      return name === "length" ? owner.length : (owner[Number(name)] ?? UNKNOWN);
    }
    if (!(owner instanceof Thing) || name === undefined) return UNKNOWN;
    // A function of its own for each that keeps it.
    if (owner.kind === "builtin") return new Thing("object", node.pos);
    if (name === "length" && owner.kind === "array") return owner.slots.size;
    return this.#memberOf(owner, name, node.pos);
  }

  /** What a text or an array has not itself is looked up in the prototype, which is then made. */
  #lookInto(owner: Value, name: string | undefined, at: number): void {
    if (/^\d+$/.test(name ?? "0")) return;
    if (typeof owner === "string") this.made("object", "String", at);
    if (owner instanceof Thing && owner.kind === "array") this.made("object", "Array", at);
  }

  #memberOf(owner: Thing, name: string, at: number): Value {
    const slot = owner.slots.get(name);
    if (slot) return slot.value;
    if (owner.kind === "function" && name === "prototype") {
      // Made when it is first asked for.
      const prototype = new Thing("object", at);
      set(owner, "prototype", prototype, at);
      return prototype;
    }
    const above = owner.slots.get("__proto__")?.value;
    return above instanceof Thing ? this.#memberOf(above, name, at) : UNKNOWN;
  }

  #memberName(node: MemberAccess): string | undefined {
    if (ts.isPropertyAccessExpression(node)) return node.name.text;
    const value = this.evaluate(node.argumentExpression);
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  }

  #call(node: ts.CallExpression): Value {
    const { expression, pos } = node;
    const isMember = isMemberAccess(expression);
    const owner = isMember ? this.evaluate(expression.expression) : undefined;
    const callee = isMember ? this.#member(expression, owner) : this.evaluate(expression);
    const values = node.arguments.map((argument) => this.evaluate(argument));
    if (callee instanceof Thing && callee.code) return this.call(callee, owner, values);
    const name = isMember ? this.#memberName(expression) : expression.getText();
    return callBoard(this, { callee, name: name ?? "", owner, isMember, values, at: pos });
  }

  #new({ expression, arguments: given, pos }: ts.NewExpression): Value {
    const maker = this.evaluate(expression);
    const values = (given ?? []).map((argument) => this.evaluate(argument));
    if (maker instanceof Thing && maker.code) {
      const made = new Thing("object", pos);
      const prototype = this.#memberOf(maker, "prototype", maker.at);
      if (prototype instanceof Thing) set(prototype, "constructor", maker, maker.at);
      set(made, "__proto__", prototype, pos);
      const value = this.call(maker, made, values);
      return value instanceof Thing ? value : made;
    }
    const call: BoardCall = {
      name: `new ${expression.getText()}`,
      owner: undefined,
      isMember: false,
      values,
      at: pos,
    };
    return callBoard(this, call);
  }

  #binary(node: ts.BinaryExpression): Value {
    const { left, right } = node;
    const operator = node.operatorToken.kind;
    if (operator === SyntaxKind.EqualsToken) return this.#assign(left, this.evaluate(right));
    if (isAssignment(operator)) {
      const before = this.evaluate(left);
      return this.#assign(
        left,
        computeBinary(assignmentOf(operator), before, this.evaluate(right)),
      );
    }
    const first = this.evaluate(left);
    if (operator === SyntaxKind.CommaToken) return this.evaluate(right);
    const isAnd = operator === SyntaxKind.AmpersandAmpersandToken;
    if (isAnd || operator === SyntaxKind.BarBarToken) {
      if (first !== UNKNOWN && isTrue(first) !== isAnd) return first;
      return this.evaluate(right);
    }
    return computeBinary(operator, first, this.evaluate(right));
  }

  #assign(target: ts.Expression, value: Value): Value {
    if (ts.isParenthesizedExpression(target)) return this.#assign(target.expression, value);
    if (ts.isIdentifier(target)) {
      const scope = this.#scopes.find(({ slots }) => slots.has(target.text)) ?? this.globals;
      set(scope, target.text, value, target.pos);
    } else if (isMemberAccess(target)) {
      const owner = this.evaluate(target.expression);
      const name = this.#memberName(target);
      if (owner instanceof Thing && name !== undefined && owner.kind !== "buffer") {
        set(owner, name, value, target.pos);
      }
    }
    return value;
  }
}

function isMemberAccess(node: ts.Node): node is MemberAccess {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

export function listOf(values: readonly Value[], at: number): Thing {
  const list = new Thing("array", at);
  values.forEach((value, index) => {
    set(list, String(index), value, at);
  });
  return list;
}

export function set(owner: Thing, name: string, value: Value, at: number): void {
  const slot = owner.slots.get(name);
  if (slot) slot.value = value;
  else owner.slots.set(name, { value, at });
}

function isTrue(value: Value): boolean {
  return value instanceof Thing || Boolean(value);
}

function step(value: Value, operator: ts.SyntaxKind): Value {
  if (typeof value !== "number") return UNKNOWN;
  return operator === SyntaxKind.PlusPlusToken ? value + 1 : value - 1;
}
