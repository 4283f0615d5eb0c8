// The language's own library -> the helpers that stand for what Espruino lacks or gets wrong. Runs
// first, on the nodes as they were parsed. Knows names only; how a helper does it is its own matter.
import ts from "typescript";
import { declaredNames, isValue, memberName } from "../names.ts";
import type { NumberNames } from "../number-names.ts";
import { rewriteAddition } from "./additions.ts";
import { rewriteBelow } from "./below.ts";
import { rewriteConstruction, rewriteNow } from "./dates.ts";
import { rewriteEquality } from "./equality.ts";
import { caughtFirst, ERROR_NAMES } from "./errors.ts";
import { helperOf, LOWERED } from "./helpers.ts";
import { rewriteRead, rewriteTest } from "./inherited.ts";
import type { Origins } from "./lower.ts";
import { rewriteAssignment, rewriteDelete, rewriteReading, rewriteStep } from "./member-writes.ts";
import { rewriteMethod } from "./method-calls.ts";
import { listVariables, textVariables } from "./number-text.ts";
import { numericNames } from "./numeric.ts";
import { guarded, recursiveFunctions } from "./recursion.ts";
import { rewritePattern } from "./regexp.ts";
import { rewriteMember } from "./statics.ts";
import { asText, rewritePlus, rewriteSum } from "./sums.ts";
import { rewriteSuper } from "./supers.ts";
import type { Traits } from "./traits.ts";
import { CONVERSIONS, type Library, TEXTS } from "./visiting.ts";

const { SyntaxKind } = ts;

const TIMERS = new Set(["setTimeout", "setInterval"]);

export function lowerBuiltins(
  traits: Traits,
  origins: Origins,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const lowering = new Lowering(context, file, traits, origins);
    return ts.visitNode(file, lowering.visit, ts.isSourceFile);
  };
}

class Lowering implements Library {
  readonly factory: ts.NodeFactory;
  private readonly declared: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  readonly isNativeText: (position: number) => boolean;
  readonly numberKind: NumberNames;
  private readonly numbers: ReadonlySet<string>;
  private readonly recursive: ReadonlySet<ts.Node>;

  constructor(
    private readonly context: ts.TransformationContext,
    file: ts.SourceFile,
    readonly traits: Traits,
    { isNativeText, numberKind }: Origins,
  ) {
    this.isNativeText = isNativeText;
    this.numberKind = numberKind;
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
    if (ts.isNewExpression(node)) return rewriteConstruction(node, this);
    if (ts.isPropertyAccessExpression(node)) {
      return (
        rewriteMember(node, this) ??
        rewriteSuper(node, this) ??
        rewriteRead(node, this, this.numbers)
      );
    }
    if (ts.isElementAccessExpression(node)) {
      return (
        rewriteSuper(node, this) ??
        rewriteBelow(node, this, this.numbers) ??
        rewriteRead(node, this, this.numbers)
      );
    }
    if (ts.isIdentifier(node) && isValue(node)) return this.global(node);
    if (ts.isShorthandPropertyAssignment(node)) {
      const helper = this.global(node.name);
      return helper && this.factory.createPropertyAssignment(node.name.text, helper);
    }
    if (ts.isPrefixUnaryExpression(node)) return rewritePlus(node, this) ?? rewriteStep(node, this);
    if (ts.isBinaryExpression(node)) {
      return (
        this.power(node) ??
        rewriteAssignment(node, this) ??
        rewriteTest(node, this, this.numbers) ??
        rewriteEquality(node, this, this.numbers) ??
        rewriteSum(node, this) ??
        rewriteAddition(node, this)
      );
    }
    if (ts.isVariableDeclaration(node)) return this.pattern(node);
    if (ts.isExpressionStatement(node)) return rewriteReading(node, this);
    if (ts.isTemplateSpan(node) && !ts.isTaggedTemplateExpression(node.parent.parent)) {
      return this.factory.updateTemplateSpan(node, asText(node.expression, this), node.literal);
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
    if (path === "Date.now") return rewriteNow(node, this);
    // Its call is lowered without a helper (library.ts).
    if (path === "Math.round" && node.arguments.length === 1) {
      return this.factory.updateCallExpression(
        node,
        callee,
        undefined,
        node.arguments.map(this.expression),
      );
    }
    return path !== undefined && LOWERED.has(path) ? undefined : rewriteMethod(node, this);
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

  /** `Object.keys` for a member of a global. */
  pathOf(node: ts.Expression): string | undefined {
    const name = memberName(node);
    if (name === undefined) return undefined;
    const { expression: object } = node as ts.PropertyAccessExpression;
    return ts.isIdentifier(object) && this.isGlobal(object) ? `${object.text}.${name}` : undefined;
  }

  isGlobal({ text }: ts.Identifier): boolean {
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
