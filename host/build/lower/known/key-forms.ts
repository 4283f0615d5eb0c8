// What the key of a member can be, as far as the script shows: the interpreter takes a whole number
// below 0 for another key where it is a double, and a fraction for its first eleven decimals. Owns
// the arithmetic of forms; what a name is given is the business of given-forms.ts,
// and what is in a list that of element-forms.ts.
import ts from "typescript";
import { COMPOUND } from "../../names/compound.ts";
import { memberName } from "../../names/names.ts";
import { isText } from "../values/number-text.ts";
import type { Library } from "../visiting.ts";
import { formOfElement } from "./element-forms.ts";
import { formOfName } from "./given-forms.ts";
import { kindOfMember } from "./number-kinds.ts";
import { returnedBy } from "./returned.ts";
import { scopeOf, writesOf } from "./scopes.ts";

const { SyntaxKind } = ts;

/**
 * A text, or one of the interpreter's integers; one that is a double beyond 32 bits; a whole number, which
 * may be a double; nothing that is known; or what may be a fraction.
 */
export type KeyForm = "plain" | "product" | "whole" | "unknown" | "fraction";

const FORMS: readonly KeyForm[] = ["plain", "product", "whole", "unknown", "fraction"];

/** Whether the interpreter takes it for what it is. */
export function isRight(form: KeyForm): boolean {
  return form === "plain" || form === "product";
}

export function worst(forms: readonly KeyForm[]): KeyForm {
  return FORMS[Math.max(0, ...forms.map((form) => FORMS.indexOf(form)))] ?? "unknown";
}

export interface Asked {
  readonly lowering: Library;
  /** Declarations and assignments on the way here. */
  readonly seen: ReadonlySet<ts.Node>;
  /** How many names may still be followed. */
  readonly names: { left: number };
}

export function formOfKey(key: ts.Expression, lowering: Library): KeyForm {
  return formOf(key, asking(lowering));
}

export function asking(lowering: Library): Asked {
  return { lowering, seen: new Set(), names: { left: 200 } };
}

/** Methods that give a text, or an array: no number at any rate. */
const GIVES_TEXT =
  /^(toString|toFixed|toPrecision|toUpperCase|toLowerCase|trim|trimStart|trimEnd|padStart|padEnd|slice|substr|substring|charAt|join|replace|replaceAll|repeat|concat|toISOString|toJSON|toUTCString)$/;

/** Methods that give one of the interpreter's integers, or NaN. */
const GIVES_INTEGER =
  /^(indexOf|lastIndexOf|findIndex|findLastIndex|search|charCodeAt|push|unshift|get(UTC)?(Date|Day|Month|Hours|Minutes|Seconds|Milliseconds|FullYear)|getU?[iI]nt(8|16))$/;

const GIVES_WHOLE =
  /^(Math\.(floor|ceil|round|trunc|sign)|(Number\.)?parseInt|Date\.now|.*\.getTime)$/;

const KEEPS_WHOLE = /^Math\.(min|max|abs)$/;

const GIVES_PLAIN =
  /^(String(\.from(CharCode|CodePoint))?|JSON\.stringify|Math\.(imul|clz32)|digitalRead|getSerial|Boolean)$/;

const GIVES_FRACTION =
  /^(JSON\.parse|Math\.\w+|Number|(Number\.)?parseFloat|analogRead|.*\.getFloat(32|64))$/;

export function formOf(node: ts.Expression, asked: Asked): KeyForm {
  const of = (part: ts.Expression): KeyForm => formOf(part, asked);
  if (isKnownText(node, asked.lowering)) return "plain";
  if (ts.isParenthesizedExpression(node)) return of(node.expression);
  if (ts.isConditionalExpression(node)) return worst([of(node.whenTrue), of(node.whenFalse)]);
  if (ts.isNumericLiteral(node)) return formOfNumber(Number(node.text));
  if (ts.isPrefixUnaryExpression(node)) return formOfPrefix(node, asked);
  if (ts.isPostfixUnaryExpression(node)) return of(node.operand);
  if (ts.isBinaryExpression(node)) return formOfBinary(node, asked);
  if (ts.isCallExpression(node)) return formOfCall(node, asked);
  if (ts.isElementAccessExpression(node)) return formOfElement(node.expression, asked);
  if (ts.isIdentifier(node)) return formOfName(node, asked);
  if (ts.isPropertyAccessExpression(node)) return formOfMember(node, asked);
  return PLAIN.has(node.kind) ? "plain" : "unknown";
}

const PLAIN: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NullKeyword,
  SyntaxKind.VoidExpression,
]);

export function isKnownText(node: ts.Expression, { texts, numberKind }: Library): boolean {
  const kind = kindOfMember(node, numberKind);
  return kind === "text" || kind === "word" || isText(node, texts);
}

export function formOfNumber(value: number): KeyForm {
  if (!Number.isInteger(value)) return "fraction";
  // The interpreter reads 2147483648 as a double, and so makes one of -2147483648.
  return value < 2 ** 31 ? "plain" : Number.isSafeInteger(value) ? "whole" : "fraction";
}

function formOfPrefix({ operator, operand }: ts.PrefixUnaryExpression, asked: Asked): KeyForm {
  if (operator === SyntaxKind.TildeToken || operator === SyntaxKind.ExclamationToken)
    return "plain";
  // `+text`
  return operator === SyntaxKind.PlusToken ? "fraction" : formOf(operand, asked);
}

/** Whether the program has a member of that name. */
function isOwn(name: string, at: ts.Node): boolean {
  return writesOf(at.getSourceFile(), `.${name}`).length > 0;
}

function formOfMember(node: ts.PropertyAccessExpression, asked: Asked): KeyForm {
  const { text } = node.name;
  if (/^(length|byteLength)$/.test(text) || (text === "size" && !isOwn(text, node))) return "plain";
  return node.expression.kind === SyntaxKind.ThisKeyword ? formOfName(node, asked) : "unknown";
}

function formOfBinary({ left, operatorToken, right }: ts.BinaryExpression, asked: Asked): KeyForm {
  const isSum = operatorToken.kind === SyntaxKind.PlusToken;
  if (isSum && [left, right].some((side) => isKnownText(side, asked.lowering))) return "plain";
  const operator = COMPOUND.get(operatorToken.kind) ?? operatorToken.kind;
  return formOfOperation(operator, formOf(left, asked), formOf(right, asked));
}

/** Of `left operator right`, where that is no sum of texts. */
export function formOfOperation(operator: ts.SyntaxKind, left: KeyForm, right: KeyForm): KeyForm {
  switch (operator) {
    case SyntaxKind.PlusToken:
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
    case SyntaxKind.AmpersandAmpersandToken:
      return worst([left, right]);
    case SyntaxKind.MinusToken:
      return left === "product" && right === left ? "whole" : worst([left, right]);
    case SyntaxKind.PercentToken:
      // A double in, a double out.
      return left === "product" ? worst(["whole", right]) : worst([left, right]);
    case SyntaxKind.AsteriskToken:
      return worst(["product", left, right]);
    case SyntaxKind.AsteriskAsteriskToken:
      return worst(["whole", left, right]);
    case SyntaxKind.SlashToken:
      return "fraction";
    case SyntaxKind.CommaToken:
    case SyntaxKind.EqualsToken:
    case SyntaxKind.BarBarEqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken:
    case SyntaxKind.AmpersandAmpersandEqualsToken:
      return right;
    default:
      // Operators of bits, and comparisons.
      return "plain";
  }
}

function formOfCall(
  { expression: callee, arguments: values }: ts.CallExpression,
  asked: Asked,
): KeyForm {
  const name = memberName(callee);
  const isNative = name !== undefined && !isOwn(name, callee);
  if (isNative && (GIVES_TEXT.test(name) || GIVES_INTEGER.test(name))) return "plain";
  const path = callee.getText();
  if (GIVES_PLAIN.test(path)) return "plain";
  if (GIVES_WHOLE.test(path)) return "whole";
  if (KEEPS_WHOLE.test(path)) {
    return worst([
      "whole",
      ...values.map((each) => (ts.isSpreadElement(each) ? "unknown" : formOf(each, asked))),
    ]);
  }
  if (GIVES_FRACTION.test(path)) return "fraction";
  const scope = ts.isIdentifier(callee) ? scopeOf(callee) : undefined;
  const [write, ...others] = scope ? writesOf(scope, path) : [];
  const returned = write && others.length === 0 ? returnedBy(write.parent) : [];
  if (!write || returned.length === 0 || asked.seen.has(write)) return "unknown";
  const inner = { ...asked, seen: new Set([...asked.seen, write]) };
  return worst(returned.map((each) => formOf(each, inner)));
}
