// What a value can be by its type, as far as the build needs to know: a number, a text, an array.
import ts from "typescript";

const { SyntaxKind } = ts;

/**
 * A number, a function that returns one; an array of numbers, of texts, any other array, a typed array;
 * a record, or an array; a text; what may be a number among others; or what may be anything.
 */
export type NumberKind =
  | "number"
  | "function"
  | "list"
  | "texts"
  | "array"
  | "bytes"
  | "plain"
  | "text"
  | "mixed"
  | "any";

export type Kind = NumberKind | "other";

export const ARRAYS: ReadonlySet<Kind | undefined> = new Set(["list", "texts", "array"] as const);

/** What stands for one of two. */
export function either(a: Kind, b: Kind): Kind {
  const kinds = [a, b];
  if (a === b) return a;
  if (kinds.includes("any")) return "any";
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
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return kindOfType(type.type);
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
  return /^(Readonly)?Array$/.test(name) ? listOf(type.typeArguments ?? []) : "other";
}

function listOf(elements: readonly ts.TypeNode[]): Kind {
  const all = elements.map((each) => kindOfType(ts.isNamedTupleMember(each) ? each.type : each));
  if (all.includes("any")) return "any";
  const isEach = (one: Kind): boolean => all.length > 0 && all.every((kind) => kind === one);
  if (isEach("text")) return "texts";
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
