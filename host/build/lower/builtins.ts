// The language's own library -> the helpers that stand for what Espruino lacks or gets wrong. Runs
// first, on the nodes as they were parsed. Owns which rewrite a node is given to, and in what order.
import ts from "typescript";
import { isValue, memberName } from "../names/names.ts";
import type { ListNames, NumberNames } from "../names/number-names.ts";
import { rewriteCall, rewriteGlobal, rewriteTaken, rewriteTypeOf } from "./calls/globals.ts";
import { rewriteGottenClass, rewriteGottenTag } from "./calls/gotten.ts";
import { rewritePattern, rewriteSource } from "./calls/regexp.ts";
import { rewriteMember } from "./calls/statics.ts";
import { changingCalls } from "./changing/changing.ts";
import { numericNames } from "./known/numeric.ts";
import type { Origins } from "./lower.ts";
import { rewriteBelow } from "./members/below.ts";
import { rewriteRead, rewriteTest } from "./members/inherited.ts";
import { keyed } from "./members/keys.ts";
import { rewriteStep, rewriteToldStep } from "./members/member-steps.ts";
import { rewriteAssignment, rewriteDelete } from "./members/member-writes.ts";
import { markKey } from "./members/taken.ts";
import { rewriteSteps, rewriteTargets } from "./members/targets.ts";
import { fieldsFirst } from "./syntax/constructor-defaults.ts";
import { asksForLength, counted, losesLength } from "./syntax/function-length.ts";
import { guarded, recursiveFunctions } from "./syntax/recursion.ts";
import { rewriteSuper, rewriteUnnamed } from "./syntax/supers.ts";
import type { Traits } from "./traits.ts";
import { rewriteAddition } from "./values/additions.ts";
import { clamped } from "./values/clamped.ts";
import { rewriteOperator, rewritePower } from "./values/conversions.ts";
import { rewriteConstruction } from "./values/dates.ts";
import { rewriteEquality, rewriteSwitch } from "./values/equality.ts";
import { caughtFirst } from "./values/errors.ts";
import { listVariables, textVariables } from "./values/number-text.ts";
import { tested } from "./values/open-values.ts";
import { rewriteProduct, rewriteSign } from "./values/signs.ts";
import { rewriteTextStep } from "./values/steps.ts";
import { asText, rewritePlus, rewriteSum } from "./values/sums.ts";
import type { Library } from "./visiting.ts";

export function lowerBuiltins(
  file: ts.SourceFile,
  traits: Traits,
  origins: Origins,
  context: ts.TransformationContext,
): ts.SourceFile {
  const lowering = new Lowering(context, file, traits, origins);
  return ts.visitNode(file, lowering.visit, ts.isSourceFile);
}

class Lowering implements Library {
  readonly factory: ts.NodeFactory;
  readonly texts: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  readonly changing: ReadonlySet<ts.Node>;
  readonly isNativeText: (position: number) => boolean;
  readonly isNativeTimer: (position: number) => boolean;
  readonly numberKind: NumberNames;
  readonly isAnyList: ListNames;
  private readonly numbers: ReadonlySet<string>;
  private readonly recursive: ReadonlySet<ts.Node>;
  /** Not known before a function needs it. */
  private asksForLength?: boolean;

  constructor(
    private readonly context: ts.TransformationContext,
    private readonly file: ts.SourceFile,
    readonly traits: Traits,
    { isAnyList, isNativeText, isNativeTimer, numberKind }: Origins,
  ) {
    this.isNativeText = isNativeText;
    this.isNativeTimer = isNativeTimer;
    this.numberKind = numberKind;
    this.isAnyList = isAnyList;
    this.factory = context.factory;
    this.texts = textVariables(file);
    this.lists = listVariables(file);
    this.changing = changingCalls(file);
    this.numbers = numericNames(file);
    this.recursive = recursiveFunctions(file);
  }

  readonly visit = (node: ts.Node): ts.Node =>
    keyed(node, this, () => this.lowered(node)) ??
    clamped(node, this, () => this.lowered(node)) ??
    this.lowered(node);

  private lowered(node: ts.Node): ts.Node {
    const value = this.replacementOf(node) ?? ts.visitEachChild(node, this.visit, this.context);
    return tested(node, value, this);
  }

  private replacementOf(node: ts.Node): ts.Node | undefined {
    if (this.recursive.has(node)) {
      return guarded(node as ts.FunctionLikeDeclaration, this, this.context);
    }
    if (ts.isClassExpression(node)) return rewriteUnnamed(node, this);
    if (ts.isConstructorDeclaration(node)) return fieldsFirst(node, this);
    if (losesLength(node)) {
      this.asksForLength ??= asksForLength(this.file);
      if (!this.asksForLength) return undefined;
      return ts.visitEachChild(counted(node, this.factory), this.visit, this.context);
    }
    if (ts.isCallExpression(node)) return rewriteCall(node, this);
    if (ts.isRegularExpressionLiteral(node)) return rewritePattern(node, this);
    if (ts.isDeleteExpression(node)) return rewriteDelete(node, this);
    if (ts.isNewExpression(node)) {
      return rewriteConstruction(node, this) ?? rewriteGottenClass(node, this);
    }
    if (ts.isTaggedTemplateExpression(node)) return rewriteGottenTag(node, this);
    if (ts.isPropertyAccessExpression(node)) {
      return (
        rewriteMember(node, this) ??
        rewriteSuper(node, this) ??
        rewriteSource(node, this) ??
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
    if (ts.isComputedPropertyName(node)) return markKey(node, this, this.numbers);
    if (ts.isIdentifier(node) && isValue(node)) return rewriteGlobal(node, this);
    if (ts.isShorthandPropertyAssignment(node)) {
      const helper = rewriteGlobal(node.name, this);
      return helper && this.factory.createPropertyAssignment(node.name.text, helper);
    }
    if (ts.isPrefixUnaryExpression(node)) {
      return (
        rewritePlus(node, this) ??
        rewriteSign(node, this) ??
        rewriteToldStep(node, this) ??
        rewriteTextStep(node, this) ??
        rewriteStep(node, this)
      );
    }
    if (ts.isPostfixUnaryExpression(node)) {
      return rewriteToldStep(node, this) ?? rewriteTextStep(node, this);
    }
    if (ts.isBinaryExpression(node)) {
      return (
        rewritePower(node, this) ??
        rewriteSteps(node, this) ??
        rewriteAssignment(node, this) ??
        rewriteTest(node, this, this.numbers) ??
        rewriteEquality(node, this, this.numbers) ??
        rewriteSum(node, this) ??
        rewriteAddition(node, this) ??
        rewriteProduct(node, this) ??
        rewriteOperator(node, this)
      );
    }
    if (ts.isObjectLiteralExpression(node)) return rewriteTargets(node, this);
    if (ts.isTypeOfExpression(node)) return rewriteTypeOf(node, this);
    if (ts.isVariableDeclarationList(node)) return rewriteTaken(node, this);
    if (ts.isVariableDeclaration(node)) return this.pattern(node);
    if (ts.isSwitchStatement(node)) return rewriteSwitch(node, this, this.numbers);
    if (ts.isTemplateSpan(node) && !ts.isTaggedTemplateExpression(node.parent.parent)) {
      return this.factory.updateTemplateSpan(node, asText(node.expression, this), node.literal);
    }
    if (ts.isCatchClause(node) && this.traits.errors) {
      const block = ts.visitNode(node.block, this.visit, ts.isBlock);
      return caughtFirst(node, block, this.factory);
    }
    return undefined;
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
    return !this.traits.declared.has(text);
  }

  readonly expression = (node: ts.Expression): ts.Expression =>
    ts.visitNode(node, this.visit, ts.isExpression);

  readonly temporary = (): ts.Identifier =>
    this.factory.createTempVariable(this.context.hoistVariableDeclaration);

  readonly helper = (name: string, values: readonly ts.Expression[]): ts.CallExpression =>
    this.factory.createCallExpression(this.factory.createIdentifier(name), undefined, [...values]);
}
