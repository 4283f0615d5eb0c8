// What a value can be by its type, as far as the build needs to know: a number, a text, an array.
import ts from "typescript";

const { SyntaxKind } = ts;

/**
 * A number, a function that returns one; an array of numbers, of texts, of arrays, any other array, a
 * typed array; a record, or an array; a text; one of some texts and enumerated integers; what may be a
 * number among others; or what may be anything.
 */
export type NumberKind =
  | "number"
  | "function"
  | "list"
  | "texts"
  | "lists"
  | "array"
  | "bytes"
  | "plain"
  | "text"
  | "word"
  | "mixed"
  | "any";

/** What is anything, but for that it is an array of that. */
export type Kind = NumberKind | "anys" | "other";

export const ANYTHING: ReadonlySet<Kind | undefined> = new Set(["any", "anys"] as const);

export const ARRAYS: ReadonlySet<Kind | undefined> = new Set([
  "list",
  "texts",
  "lists",
  "array",
] as const);

const isWord = (kind: Kind): boolean => kind === "text" || kind === "word";

/** What stands for one of two. */
export function either(a: Kind, b: Kind): Kind {
  const kinds = [a, b];
  if (a === b) return a;
  if (kinds.every(isWord)) return "word";
  if (kinds.some((kind) => ANYTHING.has(kind))) return "any";
  if (kinds.includes("number") || kinds.includes("mixed")) return "mixed";
  if (!kinds.every((kind) => ARRAYS.has(kind) || kind === "plain")) return "other";
  return kinds.includes("plain") ? "plain" : "array";
}

export const TYPED_ARRAY = /^(Int8|Uint8|Int16|Uint16|Int32|Uint32|Float32|Float64)Array$/;

export function returning(type: ts.TypeNode | undefined): Kind {
  return type && kindOfType(type) === "number" ? "function" : "other";
}

export function kindOfType(type: ts.TypeNode): Kind {
  if (type.kind === SyntaxKind.NumberKeyword) return "number";
  if (type.kind === SyntaxKind.StringKeyword) return "text";
  if (type.kind === SyntaxKind.AnyKeyword || type.kind === SyntaxKind.UnknownKeyword) return "any";
  if (ts.isTypeLiteralNode(type)) return "plain";
  if (ts.isTypeOperatorNode(type) && type.operator === SyntaxKind.KeyOfKeyword) return "word";
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return kindOfType(type.type);
  if (ts.isTemplateLiteralTypeNode(type)) return "word";
  if (ts.isIntersectionTypeNode(type)) {
    return type.types.map(kindOfType).some(isWord) ? "word" : "other";
  }
  if (ts.isLiteralTypeNode(type)) return kindOfLiteral(type.literal);
  if (ts.isUnionTypeNode(type)) {
    const kinds = type.types.filter((each) => !isNothing(each)).map(kindOfType);
    return kinds.length > 0 ? kinds.reduce(either) : "other";
  }
  if (ts.isFunctionTypeNode(type)) return returning(type.type);
  if (ts.isArrayTypeNode(type)) return listOf([type.elementType]);
  if (ts.isTupleTypeNode(type)) return listOf(type.elements);
  if (!ts.isTypeReferenceNode(type)) return "other";
  const name = type.typeName.getText();
  if (TYPED_ARRAY.test(name)) return "bytes";
  if (name === "Record") return "plain";
  if (/^(Readonly)?Array$/.test(name)) return listOf(type.typeArguments ?? []);
  return isNamedWord(type, name) ? "word" : "other";
}

/** Aliases that are being looked at: `type Json = number | Json[]` comes back to itself. */
const IN_QUESTION = new Set<ts.TypeAliasDeclaration>();

/** `State` for `type State = "on" | "off"` or an enum, `K` for `K extends keyof Events`. */
function isNamedWord(type: ts.TypeReferenceNode, name: string): boolean {
  for (let at: ts.Node = type.parent; at; at = at.parent) {
    const parameters = ts.isFunctionLike(at) || ts.isClassLike(at) ? at.typeParameters : undefined;
    const own = parameters?.find((each) => each.name.text === name);
    if (own) return own.constraint !== undefined && isWord(kindOfType(own.constraint));
  }
  for (const each of type.getSourceFile().statements) {
    if (!ts.isTypeAliasDeclaration(each) || each.name.text !== name) continue;
    if (each.typeParameters || IN_QUESTION.has(each)) return false;
    IN_QUESTION.add(each);
    const kind = kindOfType(each.type);
    IN_QUESTION.delete(each);
    return isWord(kind);
  }
  return isEnum(type.getSourceFile(), name);
}

/** Whether a file has an enum of that name, none of whose values is below 0 or a fraction. */
export function isEnum(file: ts.SourceFile, name: string): boolean {
  return file.statements.some(
    (each) =>
      ts.isEnumDeclaration(each) && each.name.text === name && each.members.every(isCounted),
  );
}

/** A text, or an integer from 0 on. */
function isCounted({ initializer }: ts.EnumMember): boolean {
  if (!initializer || ts.isStringLiteralLike(initializer)) return true;
  return ts.isNumericLiteral(initializer) && Number.isInteger(Number(initializer.text));
}

function listOf(elements: readonly ts.TypeNode[]): Kind {
  const all = elements.map((each) => kindOfType(ts.isNamedTupleMember(each) ? each.type : each));
  if (all.some((kind) => ANYTHING.has(kind))) return "anys";
  const isEach = (one: Kind): boolean => all.length > 0 && all.every((kind) => kind === one);
  if (isEach("text")) return "texts";
  if (all.length > 0 && all.every((kind) => ARRAYS.has(kind) || kind === "bytes")) return "lists";
  return isEach("number") ? "list" : "array";
}

function isNothing(type: ts.TypeNode): boolean {
  return (
    type.kind === SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(type) && type.literal.kind === SyntaxKind.NullKeyword)
  );
}

function kindOfLiteral(literal: ts.Node): Kind {
  if (ts.isNumericLiteral(literal) || ts.isPrefixUnaryExpression(literal)) return "number";
  return ts.isStringLiteralLike(literal) ? "text" : "other";
}
