// What a program has in it that decides which helpers, and which variants of them, it needs.
import ts from "typescript";
import { declaredNames, isValue, memberName } from "../names/names.ts";
import { asksForFlag, isMoving, isRewritten } from "./calls/regexp.ts";
import { type Accessors, accessorsIn } from "./known/accessors.ts";
import { keptPatterns } from "./known/kept-patterns.ts";
import { haveDifferentTimes, isTimerCall } from "./known/timer-times.ts";
import { tellsZeros } from "./known/zeros.ts";
import type { Origins } from "./lower.ts";
import { isUnbounded } from "./values/clamped.ts";
import { isKeptDate } from "./values/equality.ts";
import { looksAtErrors } from "./values/errors.ts";

export const TYPED_ARRAYS: ReadonlySet<string> = new Set(
  ["Int8", "Uint8", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64"].map(
    (name) => `${name}Array`,
  ),
);

/** Methods that make an iterator. */
export const ITERATING: ReadonlySet<string> = new Set(["keys", "values", "entries"]);

const ITERATED: ReadonlySet<string> = new Set(["Map", "Set", "Symbol"]);

const PROMISED: ReadonlySet<string> = new Set(["Promise", "queueMicrotask"]);

export interface Traits {
  /** Names that it declares as values. */
  readonly declared: ReadonlySet<string>;
  /** Something in it needs the iterator protocol. */
  readonly iterators: boolean;
  /** It has iterators of its own, which may be told that no more is taken of them. */
  readonly closing: boolean;
  /** Promises are in use, also by an async function. */
  readonly promises: boolean;
  /** Typed arrays are in use. */
  readonly typed: boolean;
  /** Arrays may be longer than what was put in them. */
  readonly holes: boolean;
  /** A Date is kept, so that it may be compared with another. */
  readonly dates: boolean;
  /** Where a RegExp stands that may become text. */
  readonly patterns: ReadonlySet<number>;
  /** The interpreter is given another pattern for one of them. */
  readonly sources: boolean;
  /** A RegExp is asked for its flags. */
  readonly flags: boolean;
  /** One that the interpreter matches goes on from where it was. */
  readonly moving: boolean;
  /** A number beyond the interpreter's whole ones may come to be a place in a text or list. */
  readonly unbounded: boolean;
  /** Timers may be overdue that are due at different times. */
  readonly timers: boolean;
  /** Members that are assigned to by a helper. */
  readonly accessors: Accessors;
  /** A text of it has a character above ASCII. */
  readonly latin: boolean;
  /** It tells 0 from -0. */
  readonly zeros: boolean;
  /** It tells errors apart, and not just by their message. */
  readonly errors: boolean;
}

export function traitsOf(file: ts.SourceFile, { isNativeTimer }: Origins): Traits {
  const declared = declaredNames(file);
  let iterators = false;
  let closing = false;
  let promises = false;
  let typed = false;
  let holes = false;
  let dates = false;
  let flags = false;
  let moving = false;
  let regExps = false;
  let unbounded = false;
  let zeros = false;
  let latin = false;
  const timers: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !declared.has(node.text) && isValue(node)) {
      if (ITERATED.has(node.text)) iterators = true;
      if (node.text === "Symbol") closing = true;
      if (TYPED_ARRAYS.has(node.text)) typed = true;
      if (PROMISED.has(node.text)) promises = true;
    }
    if (isHoles(node)) holes = true;
    if (isKeptDate(node)) dates = true;
    if (asksForFlag(node)) flags = true;
    if (isUnbounded(node)) unbounded = true;
    if (isLatin(node)) latin = true;
    if (tellsZeros(node)) zeros = true;
    if (isTimerCall(node, declared) && !isNativeTimer(node.getStart())) timers.push(node);
    if (ts.isRegularExpressionLiteral(node)) {
      regExps = true;
      if (isMoving(node)) moving = true;
    }
    if (ts.isFunctionLike(node)) {
      if ("asteriskToken" in node && node.asteriskToken) iterators = closing = true;
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
  const errors = looksAtErrors(file, declared);
  const kept = keptPatterns(file);
  const patterns = new Set(kept.keys());
  const sources = [...kept.values()].some((node) => isRewritten(node.getText()));
  return {
    declared,
    iterators,
    closing,
    promises,
    typed,
    holes,
    dates,
    patterns,
    sources,
    flags: flags && regExps,
    moving,
    unbounded,
    timers: haveDifferentTimes(timers),
    accessors: accessorsIn(file),
    zeros,
    latin,
    errors,
  };
}

/** Part of a text, or a RegExp, with such a character. */
function isLatin(node: ts.Node): boolean {
  const isText =
    ts.isStringLiteralLike(node) ||
    ts.isTemplateLiteralToken(node) ||
    ts.isRegularExpressionLiteral(node);
  return isText && /[\x80-\xff]/.test(node.text);
}

/** `new Array(3)`, but for one that is filled or spread at once. */
function isHoles(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const { expression, arguments: values, parent } = node;
  if (!ts.isIdentifier(expression) || expression.text !== "Array" || values?.length !== 1) {
    return false;
  }
  return memberName(parent) !== "fill" && !ts.isSpreadElement(parent);
}

export function isAsyncKeyword({ kind }: ts.Node): boolean {
  return kind === ts.SyntaxKind.AsyncKeyword;
}
