// The language's own library -> the helpers that stand for what Espruino lacks or gets wrong. Runs
// first, on the nodes as they were parsed. Knows names only; how a helper does it is its own matter.
import ts from "typescript";
import { declaredNames, isValue, memberName } from "../names.ts";
import { caughtFirst, ERROR_NAMES } from "./errors.ts";
import { arityOf, helperOf, LOWERED } from "./helpers.ts";
import { rewriteRead, rewriteTest } from "./inherited.ts";
import {
  rewriteAssignment,
  rewriteDelete,
  rewriteReading,
  rewriteStep,
  type Visiting,
} from "./member-writes.ts";
import { bytesOfView, isRightAsItIs } from "./methods.ts";
import { isSafe, isText, listVariables, textVariables } from "./number-text.ts";
import { numericNames } from "./numeric.ts";
import { guarded, recursiveFunctions } from "./recursion.ts";
import { rewritePattern } from "./regexp.ts";
import { rewriteSuper } from "./supers.ts";
import type { Traits } from "./traits.ts";

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

const WHOLE = new Set(["floor", "round", "trunc", "ceil"]);
const TIMERS = new Set(["setTimeout", "setInterval"]);

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

class Lowering implements Visiting {
  readonly factory: ts.NodeFactory;
  private readonly declared: ReadonlySet<string>;
  private readonly texts: ReadonlySet<string>;
  private readonly lists: ReadonlySet<string>;
  private readonly numbers: ReadonlySet<string>;
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
    this.lists = listVariables(file);
    this.numbers = numericNames(file);
    this.recursive = recursiveFunctions(file);
  }

  readonly visit = (node: ts.Node): ts.Node =>
    this.replacementOf(node) ?? ts.visitEachChild(node, this.visit, this.context);

  private replacementOf(node: ts.Node): ts.Node | undefined {
    if (this.recursive.has(node)) {
      return guarded(node as ts.FunctionLikeDeclaration, this, this.context);
    }
    if (ts.isCallExpression(node)) return this.call(node);
    if (ts.isRegularExpressionLiteral(node)) return rewritePattern(node, this);
    if (ts.isDeleteExpression(node)) return rewriteDelete(node, this);
    if (ts.isNewExpression(node)) return this.construction(node);
    if (ts.isPropertyAccessExpression(node)) {
      return this.member(node) ?? rewriteSuper(node, this) ?? rewriteRead(node, this, this.numbers);
    }
    if (ts.isElementAccessExpression(node)) {
      return rewriteSuper(node, this) ?? rewriteRead(node, this, this.numbers);
    }
    if (ts.isIdentifier(node) && isValue(node)) return this.global(node);
    if (ts.isShorthandPropertyAssignment(node)) {
      const helper = this.global(node.name);
      return helper && this.factory.createPropertyAssignment(node.name.text, helper);
    }
    if (ts.isPrefixUnaryExpression(node)) return this.plus(node) ?? rewriteStep(node, this);
    if (ts.isBinaryExpression(node)) {
      return (
        this.power(node) ??
        rewriteAssignment(node, this) ??
        rewriteTest(node, this, this.numbers) ??
        this.sum(node)
      );
    }
    if (ts.isVariableDeclaration(node)) return this.pattern(node);
    if (ts.isExpressionStatement(node)) return rewriteReading(node, this);
    if (ts.isTemplateSpan(node) && !ts.isTaggedTemplateExpression(node.parent.parent)) {
      return this.factory.updateTemplateSpan(node, this.text(node.expression), node.literal);
    }
    if (ts.isCatchClause(node) && this.traits.errors) {
      const block = ts.visitNode(node.block, this.visit, ts.isBlock);
      return caughtFirst(node, block, this.factory);
    }
    return undefined;
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
    if (isTagCall(callee)) return this.helper("__tag", node.arguments.map(this.expression));
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
    if (name === undefined) return undefined;
    if (bytesOfView(name) > 0) return this.viewed(node, name);
    if (!LOWERED.has(`.${name}`)) return undefined;
    if (name === "indexOf" && !this.mayBeMissed(callee, values)) return undefined;
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

  /** An empty text in a text, or a place below 0. */
  private mayBeMissed(callee: ts.Expression, [what, from]: readonly ts.Expression[]): boolean {
    if (from && !ts.isNumericLiteral(from)) return true;
    const { expression: object } = callee as ts.PropertyAccessExpression;
    if (!what || ts.isNumericLiteral(what)) return false;
    if (ts.isStringLiteralLike(what) && what.text !== "") return false;
    return !ts.isArrayLiteralExpression(object) && !this.lists.has(object.getText());
  }

  /** `view.getInt16(2)`, which throws past the end. */
  private viewed(node: ts.CallExpression, name: string): ts.Expression | undefined {
    const { expression: callee, arguments: values } = node;
    const { factory } = this;
    const { expression: object } = callee as ts.PropertyAccessExpression;
    if (object.kind === SyntaxKind.ThisKeyword || object.kind === SyntaxKind.SuperKeyword) {
      return undefined;
    }
    return this.helper("__view", [
      this.expression(object),
      factory.createStringLiteral(name),
      factory.createNumericLiteral(bytesOfView(name)),
      ...values.map(this.expression),
    ]);
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
    const { expression: owner } = node;
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

  /** `const [first, ...rest] = text`: the rest is a list, also of a text. */
  private pattern(node: ts.VariableDeclaration): ts.VariableDeclaration | undefined {
    const { name, initializer } = node;
    if (!initializer || !ts.isArrayBindingPattern(name) || this.traits.iterators) return undefined;
    const last = name.elements.at(-1);
    if (last === undefined || ts.isOmittedExpression(last)) return undefined;
    if (!last.dotDotDotToken) return undefined;
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

  readonly expression = (node: ts.Expression): ts.Expression =>
    ts.visitNode(node, this.visit, ts.isExpression);

  readonly helper = (name: string, values: readonly ts.Expression[]): ts.CallExpression =>
    this.factory.createCallExpression(this.factory.createIdentifier(name), undefined, [...values]);
}

/** `Object.prototype.toString.call` */
function isTagCall(callee: ts.Expression): boolean {
  return /^Object\.prototype\.toString\.(call|apply)$/.test(callee.getText());
}

/** Called, or handed to what calls it. */
function isPassed(node: ts.Identifier): boolean {
  return ts.isCallExpression(node.parent);
}
