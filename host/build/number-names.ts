// Which names the sources give to numbers alone, told by annotations and first values: the flat
// script has no types. A name that stands for something else anywhere stands for nothing here.
import ts from "typescript";
import { perSource } from "./per-source.ts";
import type { SourceAt } from "./source-at.ts";

const { SyntaxKind } = ts;

/**
 * A number, a function that returns one; an array of numbers, a typed array, any other array or
 * record; a text; what may be a number among others; or what may be anything, by its type.
 */
export type NumberKind =
  | "number"
  | "function"
  | "list"
  | "bytes"
  | "plain"
  | "text"
  | "mixed"
  | "any";

type Kind = NumberKind | "other";

/** Of a member; or of a variable or function, where it stands in the flat script. */
export type NumberNames = (name: string, position?: number) => NumberKind | undefined;

export function numberNamesOf(sources: readonly string[], sourceAt: SourceAt): NumberNames {
  const scripts = sources.filter((file) => /\.[cm]?tsx?$/.test(file));
  const byFile = new Map(scripts.map((file) => [file, kindsIn(file)]));
  const everywhere = new Map<string, Kind>();
  for (const kinds of byFile.values()) {
    for (const [name, kind] of kinds) join(everywhere, name, kind);
  }
  return (name, position) => {
    const own = position === undefined ? undefined : byFile.get(sourceAt(position) ?? "");
    return known(own?.get(stemOf(name)) ?? everywhere.get(stemOf(name)));
  };
}

/** The same of one source by itself. */
export function numberNamesIn(text: string): NumberNames {
  const kinds = kindsOf("source.ts", text);
  return (name) => known(kinds.get(stemOf(name)));
}

const kindsIn = perSource(kindsOf);

function kindsOf(file: string, text: string): Kinds {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  // What stands for one because another does.
  return kindsGiven(source, kindsGiven(source, new Map()));
}

function known(kind: Kind | undefined): NumberKind | undefined {
  return kind === "other" ? undefined : kind;
}

type Kinds = ReadonlyMap<string, Kind>;

function kindsGiven(source: ts.SourceFile, known: Kinds): Kinds {
  const kinds = new Map<string, Kind>();
  const visit = (node: ts.Node): void => {
    const kind = kindOf(node, known);
    if (kind !== undefined && "name" in node) {
      join(kinds, stemOf((node.name as ts.Node).getText().replace("#", "")), kind);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return kinds;
}

function join(kinds: Map<string, Kind>, name: string, kind: Kind): void {
  const known = kinds.get(name) ?? kind;
  kinds.set(name, either(known, kind));
}

function either(a: Kind, b: Kind): Kind {
  const kinds = [a, b];
  if (a === b) return a;
  if (kinds.includes("any")) return "any";
  if (kinds.includes("number") || kinds.includes("mixed")) return "mixed";
  return kinds.every((kind) => kind === "list" || kind === "plain") ? "plain" : "other";
}

/** What a declaration says of its name; undefined where another declaration has to. */
function kindOf(node: ts.Node, known: Kinds): Kind | undefined {
  if (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node)
  ) {
    if (node.type) return kindOfType(node.type);
    return (
      ("initializer" in node && kindOfValue(node.initializer as ts.Expression, known)) || "other"
    );
  }
  if (ts.isPropertyAssignment(node)) {
    return isText(node.initializer) ? "text" : undefined;
  }
  if (ts.isGetAccessor(node)) return node.type ? kindOfType(node.type) : "other";
  if (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node)
  ) {
    return returning(node.type);
  }
  return undefined;
}

function returning(type: ts.TypeNode | undefined): Kind {
  return type && kindOfType(type) === "number" ? "function" : "other";
}

function kindOfType(type: ts.TypeNode): Kind {
  if (type.kind === SyntaxKind.NumberKeyword) return "number";
  if (type.kind === SyntaxKind.StringKeyword) return "text";
  if (type.kind === SyntaxKind.AnyKeyword || type.kind === SyntaxKind.UnknownKeyword) return "any";
  if (ts.isTypeLiteralNode(type)) return "plain";
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return kindOfType(type.type);
  if (ts.isLiteralTypeNode(type))
    return kindOfValue(type.literal as ts.Expression, new Map()) ?? "other";
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
  return all.length > 0 && all.every((kind) => kind === "number") ? "list" : "plain";
}

function isNothing(type: ts.TypeNode): boolean {
  return (
    type.kind === SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(type) && type.literal.kind === SyntaxKind.NullKeyword)
  );
}

/** What TypeScript makes of a first value. */
function kindOfValue(value: ts.Expression | undefined, known: Kinds): Kind | undefined {
  if (!value) return undefined;
  if (ts.isNumericLiteral(value)) return "number";
  if (isText(value)) return "text";
  if (ts.isPrefixUnaryExpression(value)) {
    return value.operator === SyntaxKind.ExclamationToken ? undefined : "number";
  }
  if (ts.isBinaryExpression(value)) {
    const { kind } = value.operatorToken;
    return kind >= SyntaxKind.MinusToken && kind <= SyntaxKind.PercentToken ? "number" : undefined;
  }
  if (ts.isNewExpression(value) && TYPED_ARRAY.test(value.expression.getText())) return "bytes";
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return returning(value.type);
  if (!ts.isCallExpression(value)) return undefined;
  const callee = value.expression.getText();
  return /^Math\./.test(callee) || known.get(stemOf(callee)) === "function" ? "number" : undefined;
}

function isText(value: ts.Expression): boolean {
  return ts.isStringLiteralLike(value) || ts.isTemplateExpression(value);
}

const TYPED_ARRAY = /^(Int8|Uint8|Int16|Uint16|Int32|Uint32|Float32|Float64)Array$/;

/** Where two sources have the same name, esbuild puts a number after one of them. */
function stemOf(name: string): string {
  return name.replace(/\d+$/, "");
}
