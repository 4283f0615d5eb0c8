// The language's own library -> the helpers that stand for what Espruino lacks or gets wrong. Runs
// first, on the nodes as they were parsed. Knows names only; how a helper does it is its own matter.
import ts from "typescript";
import { declaredNames, isValue, memberName } from "../names.ts";
import { caughtFirst, ERROR_NAMES, looksAtErrors } from "./errors.ts";
import { arityOf, helperOf, LOWERED } from "./helpers.ts";
import { isPath } from "./library.ts";
import { isSafe, isText, textVariables } from "./number-text.ts";
import { recursiveFunctions } from "./recursion.ts";

const { SyntaxKind } = ts;

/** The hidden property that is `Symbol.iterator`. */
export const ITERATOR_KEY = "\xff_i";

const VALUES: ReadonlyMap<string, number> = new Map([
  ["Number.MAX_SAFE_INTEGER", Number.MAX_SAFE_INTEGER],
  ["Number.MIN_SAFE_INTEGER", Number.MIN_SAFE_INTEGER],
]);

const ALIASES: ReadonlyMap<string, string> = new Map([
  ["Number.parseFloat", "parseFloat"],
  ["Number.parseInt", "parseInt"],
  ["String.fromCodePoint", "String.fromCharCode"],
]);

/** What has the methods of a prototype, for `Array.prototype.slice.call(list)`. */
const PROTOTYPES = new Set(["Array", "Object", "String"]);

/** Functions whose members, and the types of which, are the native ones. */
const CONVERSIONS = new Set(["Number", "String"]);

/** Text of a number, where the source does not take the interpreter's. */
const TEXTS = new Set(["String", ".toString", ".join"]);

const TYPED = ["Int8", "Uint8", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64"].map(
  (name) => `${name}Array`,
);

const WHOLE = new Set(["floor", "round", "trunc", "ceil"]);
const TIMERS = new Set(["setTimeout", "setInterval"]);
const ITERATING = new Set(["keys", "values", "entries"]);

export interface Traits {
  /** Something in it needs the iterator protocol. */
  readonly iterators: boolean;
  /** Promises are in use, also by an async function. */
  readonly promises: boolean;
  /** Typed arrays are in use. */
  readonly typed: boolean;
  /** It tells errors apart, and not just by their message. */
  readonly errors: boolean;
}

export function traitsOf(file: ts.SourceFile): Traits {
  const declared = declaredNames(file);
  const isGlobal = (node: ts.Node, ...names: string[]): boolean =>
    ts.isIdentifier(node) && names.includes(node.text) && isValue(node) && !declared.has(node.text);
  let iterators = false;
  let promises = false;
  let typed = false;
  const visit = (node: ts.Node): void => {
    if (isGlobal(node, "Map", "Set", "Symbol")) iterators = true;
    if (isGlobal(node, ...TYPED)) typed = true;
    if (isGlobal(node, "Promise", "queueMicrotask")) promises = true;
    if (ts.isFunctionLike(node)) {
      if ("asteriskToken" in node && node.asteriskToken) iterators = true;
      const isAsync = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(isAsyncKeyword);
      if (isAsync) promises = true;
    }
    if (ts.isCallExpression(node)) {
      const name = memberName(node.expression) ?? "";
      if (name === "matchAll" || (ITERATING.has(name) && node.arguments.length === 0)) {
        iterators = true;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { iterators, promises, typed, errors: promises || looksAtErrors(file, declared) };
}

function isAsyncKeyword({ kind }: ts.Node): boolean {
  return kind === SyntaxKind.AsyncKeyword;
}

/** `isNativeText` tells where numbers become text the way the interpreter prints them. */
export function lowerBuiltins(
  traits: Traits,
  isNativeText: (position: number) => boolean,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const lowering = new Lowering(context, file, traits, isNativeText);
    return ts.visitNode(file, lowering.visit, ts.isSourceFile);
  };
}

class Lowering {
  private readonly factory: ts.NodeFactory;
  private readonly declared: ReadonlySet<string>;
  private readonly texts: ReadonlySet<string>;
  private readonly recursive: ReadonlySet<ts.Node>;

  constructor(
    private readonly context: ts.TransformationContext,
    file: ts.SourceFile,
    private readonly traits: Traits,
    private readonly isNativeText: (position: number) => boolean,
  ) {
    this.factory = context.factory;
    this.declared = declaredNames(file);
    this.texts = textVariables(file);
    this.recursive = recursiveFunctions(file);
  }

  readonly visit = (node: ts.Node): ts.Node =>
    this.replacementOf(node) ?? ts.visitEachChild(node, this.visit, this.context);

  private replacementOf(node: ts.Node): ts.Node | undefined {
    if (this.recursive.has(node)) return this.guarded(node as ts.FunctionLikeDeclaration);
    if (ts.isCallExpression(node)) return this.call(node);
    if (ts.isNewExpression(node)) return this.construction(node);
    if (ts.isPropertyAccessExpression(node)) return this.member(node);
    if (ts.isIdentifier(node) && isValue(node)) return this.global(node);
    if (ts.isShorthandPropertyAssignment(node)) {
      const helper = this.global(node.name);
      return helper && this.factory.createPropertyAssignment(node.name.text, helper);
    }
    if (ts.isPrefixUnaryExpression(node)) return this.plus(node) ?? this.step(node);
    if (ts.isBinaryExpression(node)) {
      return this.power(node) ?? this.assignment(node) ?? this.sum(node);
    }
    if (ts.isVariableDeclaration(node)) return this.pattern(node);
    if (ts.isExpressionStatement(node)) return this.reading(node);
    if (ts.isTemplateSpan(node) && !ts.isTaggedTemplateExpression(node.parent.parent)) {
      return this.factory.updateTemplateSpan(node, this.text(node.expression), node.literal);
    }
    if (ts.isCatchClause(node) && this.traits.errors) {
      const block = ts.visitNode(node.block, this.visit, ts.isBlock);
      return caughtFirst(node, block, this.factory);
    }
    return undefined;
  }

  /** Throws, as the language does, where a recursion goes too deep. */
  private guarded(node: ts.FunctionLikeDeclaration): ts.Node {
    const { factory } = this;
    const visitBody = (child: ts.Node): ts.Node => {
      if (child !== node.body) return this.visit(child);
      const body = this.visit(child);
      const statements = ts.isBlock(body)
        ? body.statements
        : [factory.createReturnStatement(body as ts.Expression)];
      const guard = factory.createExpressionStatement(this.helper("__deep", []));
      // What waits or yields is no deeper meanwhile.
      if (isSuspended(node)) return factory.createBlock([guard, ...statements], true);
      const depth = factory.createIdentifier("__depth");
      const step = (one: ts.Expression) => factory.createExpressionStatement(one);
      return factory.createBlock(
        [
          guard,
          step(factory.createPostfixIncrement(depth)),
          factory.createTryStatement(
            factory.createBlock(statements, true),
            undefined,
            factory.createBlock([step(factory.createPostfixDecrement(depth))]),
          ),
        ],
        true,
      );
    };
    return ts.visitEachChild(node, visitBody, this.context);
  }

  private call(node: ts.CallExpression): ts.Expression | undefined {
    const { expression: callee } = node;
    if (ts.isIdentifier(callee)) {
      if (this.isGlobal(callee) && ERROR_NAMES.has(callee.text)) {
        const values = node.arguments.map(this.expression);
        return this.factory.createNewExpression(this.expression(callee), undefined, values);
      }
      if (this.isGlobal(callee) && TIMERS.has(callee.text) && this.traits.promises) {
        return this.helper("__timer", [callee, ...node.arguments.map(this.expression)]);
      }
      return undefined;
    }
    const path = this.pathOf(callee);
    if (path === "Date.now") return this.now(node);
    // Its call is lowered without a helper (library.ts).
    if (path === "Math.round" && node.arguments.length === 1) {
      return this.factory.updateCallExpression(
        node,
        callee,
        undefined,
        node.arguments.map(this.expression),
      );
    }
    return path !== undefined && LOWERED.has(path) ? undefined : this.method(node);
  }

  /** `list.at(-1)`; what `this` has is the program's own. */
  private method(node: ts.CallExpression): ts.Expression | undefined {
    const { expression: callee, arguments: values } = node;
    const name = memberName(callee);
    if (name === undefined || !LOWERED.has(`.${name}`)) return undefined;
    if (TEXTS.has(`.${name}`) && this.isNativeText(node.getStart())) return undefined;
    const { expression: object } = callee as ts.PropertyAccessExpression;
    if (object.kind === SyntaxKind.ThisKeyword || object.kind === SyntaxKind.SuperKeyword) {
      return undefined;
    }
    if (isRightAsItIs(name, values, this.traits) || values.length > arityOf(name)) return undefined;
    if (ts.isIdentifier(object) && this.isGlobal(object) && object.text === "Object") {
      return undefined;
    }
    return this.helper(helperOf(`.${name}`), [object, ...values].map(this.expression));
  }

  /** Whole milliseconds, as the language has them. */
  private now(node: ts.CallExpression): ts.Expression | undefined {
    const { parent } = node;
    if (ts.isCallExpression(parent) && WHOLE.has(memberName(parent.expression) ?? "")) {
      return undefined;
    }
    return this.floor(node);
  }

  private floor(value: ts.Expression): ts.Expression {
    const { factory } = this;
    const floor = factory.createPropertyAccessExpression(factory.createIdentifier("Math"), "floor");
    return factory.createCallExpression(floor, undefined, [value]);
  }

  private construction(node: ts.NewExpression): ts.Expression | undefined {
    const { expression: callee, arguments: values } = node;
    if (!ts.isIdentifier(callee) || !this.isGlobal(callee)) return undefined;
    if (CONVERSIONS.has(callee.text)) {
      return this.factory.updateNewExpression(node, callee, undefined, values);
    }
    if (callee.text !== "Date") return undefined;
    const [first] = values ?? [];
    if (!first) {
      const now = this.factory.createPropertyAccessExpression(callee, "now");
      const call = this.factory.createCallExpression(now, undefined, []);
      return this.factory.createNewExpression(callee, undefined, [this.floor(call)]);
    }
    if (values?.length === 2) {
      // Without a day Espruino takes the one before the first.
      const parts = [...values, this.factory.createNumericLiteral(1)];
      return this.factory.createNewExpression(callee, undefined, parts);
    }
    if (values?.length !== 1) return undefined;
    if (ts.isNumericLiteral(first) && Number.isInteger(Number(first.text))) return undefined;
    return this.helper("__date", [this.expression(first)]);
  }

  private member(node: ts.PropertyAccessExpression): ts.Expression | undefined {
    const { factory } = this;
    const path = this.pathOf(node);
    if (path === "Symbol.iterator") return factory.createStringLiteral(ITERATOR_KEY);
    if (path !== undefined) {
      if (path === "Number.EPSILON") {
        const [one, ulps] = [1, 2 ** 52].map((value) => factory.createNumericLiteral(value));
        if (one && ulps)
          return factory.createParenthesizedExpression(factory.createDivide(one, ulps));
      }
      const value = VALUES.get(path);
      if (value !== undefined) {
        const literal = factory.createNumericLiteral(Math.abs(value));
        return value < 0 ? factory.createPrefixMinus(literal) : literal;
      }
      const alias = ALIASES.get(path);
      if (alias === "String.fromCharCode") {
        return factory.createPropertyAccessExpression(node.expression, "fromCharCode");
      }
      if (LOWERED.has(alias ?? path)) return factory.createIdentifier(helperOf(alias ?? path));
      if (ts.isIdentifier(node.expression) && CONVERSIONS.has(node.expression.text)) return node;
    }
    return this.prototypeMethod(node);
  }

  private prototypeMethod(node: ts.PropertyAccessExpression): ts.Expression | undefined {
    const { factory } = this;
    const owner = node.expression;
    if (!ts.isPropertyAccessExpression(owner) || owner.name.text !== "prototype") return undefined;
    const { expression: name } = owner;
    if (!ts.isIdentifier(name) || !this.isGlobal(name) || !PROTOTYPES.has(name.text)) {
      return undefined;
    }
    const value =
      name.text === "Array"
        ? factory.createArrayLiteralExpression()
        : name.text === "String"
          ? factory.createStringLiteral("")
          : factory.createParenthesizedExpression(factory.createObjectLiteralExpression());
    return factory.createPropertyAccessExpression(value, node.name);
  }

  private global(node: ts.Identifier): ts.Identifier | undefined {
    const { text } = node;
    if (!LOWERED.has(text) || !this.isGlobal(node)) return undefined;
    if (ERROR_NAMES.has(text) && !this.traits.errors) return undefined;
    if (CONVERSIONS.has(text) && !isPassed(node)) return undefined;
    if (TEXTS.has(text) && this.isNativeText(node.getStart())) return undefined;
    return this.factory.createIdentifier(helperOf(text));
  }

  /** `2 ** 10`; Espruino's own power goes by logarithms. */
  private power({ left, operatorToken, right }: ts.BinaryExpression): ts.Expression | undefined {
    const { kind } = operatorToken;
    if (kind !== SyntaxKind.AsteriskAsteriskToken) return undefined;
    return this.helper("__Math_pow", [left, right].map(this.expression));
  }

  /** `a = b.c = 1`, `f(b.c += 1)`: worth what is assigned. */
  private assignment(node: ts.BinaryExpression): ts.Expression | undefined {
    const { left, operatorToken, right } = node;
    const operator = assignedBy(operatorToken.kind);
    if (operator === undefined || !isMember(left) || !isUsed(node)) return undefined;
    if (operator === SyntaxKind.EqualsToken) return this.put(left, this.expression(right));
    if (!isRepeatable(left)) return undefined;
    const { factory } = this;
    const sum = factory.createBinaryExpression(
      this.expression(left),
      operator as ts.BinaryOperator,
      factory.createParenthesizedExpression(this.expression(right)),
    );
    return this.put(left, sum);
  }

  /** `a.b;` calls an accessor; Espruino reads nothing that nobody takes. */
  private reading(node: ts.ExpressionStatement): ts.Statement | undefined {
    const { expression } = node;
    if (!ts.isPropertyAccessExpression(expression) && !ts.isElementAccessExpression(expression)) {
      return undefined;
    }
    const { factory } = this;
    return factory.createExpressionStatement(this.helper("isNaN", [this.expression(expression)]));
  }

  /** `f(++a.b)` */
  private step(node: ts.PrefixUnaryExpression): ts.Expression | undefined {
    const { operator, operand } = node;
    const isStep = operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
    if (!isStep || !isMember(operand) || !isRepeatable(operand) || !isUsed(node)) return undefined;
    const one = this.factory.createNumericLiteral(1);
    const value = this.expression(operand);
    return this.put(
      operand,
      operator === SyntaxKind.PlusPlusToken
        ? this.factory.createSubtract(value, this.factory.createPrefixMinus(one))
        : this.factory.createSubtract(value, one),
    );
  }

  private put(member: Member, value: ts.Expression): ts.Expression {
    const key = ts.isPropertyAccessExpression(member)
      ? this.factory.createStringLiteral(member.name.text)
      : this.expression(member.argumentExpression);
    return this.helper("__put", [this.expression(member.expression), key, value]);
  }

  /** `const [first, ...rest] = text`: the rest is a list, also of a text. */
  private pattern(node: ts.VariableDeclaration): ts.VariableDeclaration | undefined {
    const { name, initializer } = node;
    if (!initializer || !ts.isArrayBindingPattern(name) || this.traits.iterators) return undefined;
    const last = name.elements.at(-1);
    const hasRest = last && ts.isBindingElement(last) && last.dotDotDotToken;
    if (!hasRest) return undefined;
    if (ts.isArrayLiteralExpression(initializer)) return undefined;
    const { factory } = this;
    const list = factory.createArrayLiteralExpression([
      factory.createSpreadElement(this.expression(initializer)),
    ]);
    const pattern = ts.visitNode(name, this.visit, ts.isArrayBindingPattern);
    return factory.updateVariableDeclaration(node, pattern, undefined, undefined, list);
  }

  /** `text + number` and `text += number`. */
  private sum(node: ts.BinaryExpression): ts.Expression | undefined {
    const { left, operatorToken, right } = node;
    const { kind } = operatorToken;
    if (kind === SyntaxKind.PlusEqualsToken && isText(left, this.texts)) {
      return this.factory.updateBinaryExpression(node, left, operatorToken, this.text(right));
    }
    if (kind !== SyntaxKind.PlusToken || !isText(node, this.texts)) return undefined;
    return this.factory.updateBinaryExpression(
      node,
      this.text(left),
      operatorToken,
      this.text(right),
    );
  }

  private text(node: ts.Expression): ts.Expression {
    const visited = this.expression(node);
    return isSafe(node, this.texts) || this.isNativeText(node.getStart())
      ? visited
      : this.helper("__text", [visited]);
  }

  /** `+text`; what can only be a number stays. */
  private plus({ operator, operand }: ts.PrefixUnaryExpression): ts.Expression | undefined {
    const isNumber =
      ts.isNumericLiteral(operand) ||
      ts.isPrefixUnaryExpression(operand) ||
      ts.isNewExpression(operand) ||
      (ts.isParenthesizedExpression(operand) && ts.isBinaryExpression(operand.expression));
    return operator !== SyntaxKind.PlusToken || isNumber
      ? undefined
      : this.helper("__Number", [this.expression(operand)]);
  }

  /** `Object.keys` for a member of a global. */
  private pathOf(node: ts.Expression): string | undefined {
    const name = memberName(node);
    if (name === undefined) return undefined;
    const { expression: object } = node as ts.PropertyAccessExpression;
    return ts.isIdentifier(object) && this.isGlobal(object) ? `${object.text}.${name}` : undefined;
  }

  private isGlobal({ text }: ts.Identifier): boolean {
    return !this.declared.has(text);
  }

  private readonly expression = (node: ts.Expression): ts.Expression =>
    ts.visitNode(node, this.visit, ts.isExpression);

  private helper(name: string, values: readonly ts.Expression[]): ts.CallExpression {
    const { factory } = this;
    return factory.createCallExpression(factory.createIdentifier(name), undefined, [...values]);
  }
}

/** Called, or handed to what calls it. */
function isPassed(node: ts.Identifier): boolean {
  return ts.isCallExpression(node.parent);
}

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isMember(node: ts.Expression): node is Member {
  if (ts.isElementAccessExpression(node)) return node.expression.kind !== SyntaxKind.SuperKeyword;
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.name) &&
    node.name.text !== "length" &&
    node.expression.kind !== SyntaxKind.SuperKeyword
  );
}

/** Reading it twice is reading it once. */
function isRepeatable(node: Member): boolean {
  if (!isPath(node.expression)) return false;
  return ts.isPropertyAccessExpression(node) || isKey(node.argumentExpression);
}

function isKey(node: ts.Expression): boolean {
  return isPath(node) || ts.isStringLiteralLike(node) || ts.isNumericLiteral(node);
}

/** The operator of `+=`; `=` itself; nothing for what is no assignment, or one that may not assign. */
function assignedBy(kind: ts.SyntaxKind): ts.SyntaxKind | undefined {
  if (kind === SyntaxKind.EqualsToken) return kind;
  return COMPOUND.get(kind);
}

const COMPOUND: ReadonlyMap<ts.SyntaxKind, ts.SyntaxKind> = new Map([
  [SyntaxKind.PlusEqualsToken, SyntaxKind.PlusToken],
  [SyntaxKind.MinusEqualsToken, SyntaxKind.MinusToken],
  [SyntaxKind.AsteriskEqualsToken, SyntaxKind.AsteriskToken],
  [SyntaxKind.SlashEqualsToken, SyntaxKind.SlashToken],
  [SyntaxKind.PercentEqualsToken, SyntaxKind.PercentToken],
  [SyntaxKind.AmpersandEqualsToken, SyntaxKind.AmpersandToken],
  [SyntaxKind.BarEqualsToken, SyntaxKind.BarToken],
  [SyntaxKind.CaretEqualsToken, SyntaxKind.CaretToken],
  [SyntaxKind.LessThanLessThanEqualsToken, SyntaxKind.LessThanLessThanToken],
  [SyntaxKind.GreaterThanGreaterThanEqualsToken, SyntaxKind.GreaterThanGreaterThanToken],
]);

function isUsed(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return false;
  if (ts.isForStatement(parent)) return parent.condition === node;
  if (ts.isParenthesizedExpression(parent)) return isUsed(parent);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.CommaToken) {
    return parent.right === node && isUsed(parent);
  }
  return !isAssignmentPattern(node);
}

/** A default value in the left side of a destructuring is written like an assignment. */
function isAssignmentPattern({ parent }: ts.Node): boolean {
  for (let at = parent; !ts.isStatement(at); at = at.parent) {
    if (ts.isArrayLiteralExpression(at) || ts.isObjectLiteralExpression(at)) {
      if (ts.isBinaryExpression(at.parent) && at.parent.left === at) return true;
      if (ts.isForOfStatement(at.parent) && at.parent.initializer === at) return true;
    } else if (ts.isFunctionLike(at)) return false;
  }
  return false;
}

/** Methods that Espruino gets wrong in some calls only. */
function isRightAsItIs(name: string, values: readonly ts.Expression[], { typed }: Traits): boolean {
  const [first, second] = values;
  if (ITERATING.has(name) || name === "toString") return values.length > 0;
  if (name === "with") return values.length !== 2;
  if (name === "fill") return values.length < 2;
  if (name === "slice" || name === "filter" || name === "subarray") return !typed;
  if (name === "splice") return !second || ts.isNumericLiteral(second);
  if (name !== "split") return false;
  const isPlain = first && ts.isStringLiteralLike(first) ? first.text.length < 2 : false;
  return !second && (!first || isPlain || ts.isRegularExpressionLiteral(first));
}

function isSuspended(node: ts.FunctionLikeDeclaration): boolean {
  return (
    node.asteriskToken !== undefined ||
    (ts.getModifiers(node as ts.MethodDeclaration) ?? []).some(isAsyncKeyword)
  );
}
