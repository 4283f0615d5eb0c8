// Which names the sources give to numbers alone, told by annotations and first values: the flat
// script has no types. A name that stands for something else anywhere stands for nothing here.
import ts from "typescript";
import type { SourceAt } from "../source-at.ts";
import { parseSource, perSource } from "../sources/sources.ts";
import { castOperand } from "./cast-operands.ts";
import {
  ANYTHING,
  either,
  isEnum,
  type Kind,
  kindOfType,
  type NumberKind,
  returning,
  TYPED_ARRAY,
} from "./kinds.ts";

const { SyntaxKind } = ts;

/** Of a member; or of a variable or function, where it stands in the flat script. */
export type NumberNames = (name: string, position?: number) => NumberKind | undefined;

export function numberNamesOf(sources: readonly ts.SourceFile[], sourceAt: SourceAt): NumberNames {
  const kindOf = kindsBy(sources, sourceAt);
  return (name, position) => known(kindOf(name, position));
}

/** Which names stand for arrays of what may be anything. */
export type ListNames = (name: string, position?: number) => boolean;

export function listNamesOf(sources: readonly ts.SourceFile[], sourceAt: SourceAt): ListNames {
  const kindOf = kindsBy(sources, sourceAt);
  return (name, position) => kindOf(name, position) === "anys";
}

function kindsBy(
  sources: readonly ts.SourceFile[],
  sourceAt: SourceAt,
): (name: string, position?: number) => Kind | undefined {
  const scripts = sources.filter(({ fileName }) => /\.[cm]?tsx?$/.test(fileName));
  const byFile = new Map(scripts.map((source) => [source.fileName, kindsIn(source)]));
  const everywhere = new Map<string, Kind>();
  for (const kinds of byFile.values()) {
    for (const [name, kind] of kinds) join(everywhere, name, kind);
  }
  return (name, position) => {
    const own = position === undefined ? undefined : byFile.get(sourceAt(position) ?? "");
    return own?.get(stemOf(name)) ?? everywhere.get(stemOf(name));
  };
}

/** The same of one source by itself. */
export function numberNamesIn(text: string): NumberNames {
  const kinds = kindsOf(parseSource("source.ts", text));
  return (name) => known(kinds.get(stemOf(name)));
}

const kindsIn = perSource(kindsOf);

function kindsOf(source: ts.SourceFile): Kinds {
  // What stands for one because another does.
  return kindsGiven(source, kindsGiven(source, new Map()));
}

function known(kind: Kind | undefined): NumberKind | undefined {
  if (kind === "anys") return "any";
  return kind === "other" ? undefined : kind;
}

type Kinds = ReadonlyMap<string, Kind>;

function kindsGiven(source: ts.SourceFile, known: Kinds): Kinds {
  const kinds = new Map<string, Kind>();
  const visit = (node: ts.Node): void => {
    const kind = kindOf(node, known);
    // `export default function () {}` has none.
    if (kind !== undefined && "name" in node && node.name) {
      join(kinds, stemOf((node.name as ts.Node).getText().replace("#", "")), kind);
    }
    const cast = castOperand(node);
    if (cast !== undefined) join(kinds, stemOf(cast), "any");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return kinds;
}

function join(kinds: Map<string, Kind>, name: string, kind: Kind): void {
  const known = kinds.get(name) ?? kind;
  kinds.set(name, either(known, kind));
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
    const value = "initializer" in node && (node.initializer as ts.Expression);
    return (value && kindOfValue(value, known)) || (isGivenAny(node, known) ? "any" : "other");
  }
  if (ts.isBindingElement(node)) return isGivenAny(node, known) ? "any" : "other";
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

/** Whether `any` is taken apart, gone over, or handed to the function that is written there. */
function isGivenAny(node: ts.Node, known: Kinds): boolean {
  const { parent } = node;
  if (ts.isBindingElement(node)) {
    const from = parent.parent as ts.VariableDeclaration | ts.ParameterDeclaration;
    if (ts.isBindingElement(from)) return isGivenAny(from, known);
    if (from.type) return ANYTHING.has(kindOfType(from.type));
    return from.initializer ? isAny(from.initializer, known) : isGivenAny(from, known);
  }
  if (ts.isVariableDeclaration(node)) {
    const loop = parent.parent;
    return ts.isForOfStatement(loop) && isAny(loop.expression, known);
  }
  const call = ts.isParameter(node) && parent.parent;
  return call && ts.isCallExpression(call) && parent !== call.expression
    ? isAny(call.expression, known)
    : false;
}

function isAny(value: ts.Expression, known: Kinds): boolean {
  if (ts.isIdentifier(value)) return ANYTHING.has(known.get(stemOf(value.text)));
  if (ts.isAsExpression(value)) return ANYTHING.has(kindOfType(value.type));
  if (ts.isBinaryExpression(value)) return isAny(value.left, known) || isAny(value.right, known);
  if (ts.isCallExpression(value) && value.expression.getText() === "JSON.parse") return true;
  if (ts.isPropertyAccessExpression(value) && ANYTHING.has(known.get(stemOf(value.name.text)))) {
    return true;
  }
  const isChain =
    ts.isPropertyAccessExpression(value) ||
    ts.isElementAccessExpression(value) ||
    ts.isCallExpression(value) ||
    ts.isParenthesizedExpression(value) ||
    ts.isNonNullExpression(value);
  return isChain && isAny(value.expression, known);
}

/** What these give is an array, or a text, whatever they are called on. */
const GIVES_LIST =
  /\.(map|filter|slice|concat|splice|split|flat|flatMap|sort|reverse|entries|keys)$/;

function isAnyList(value: ts.Expression, known: Kinds): boolean {
  if (ts.isAsExpression(value)) return kindOfType(value.type) === "anys";
  if (ts.isCallExpression(value)) return GIVES_LIST.test(value.expression.getText());
  const isNamed = ts.isIdentifier(value) || ts.isPropertyAccessExpression(value);
  const name = isNamed && (ts.isIdentifier(value) ? value : value.name).text;
  return name !== false && known.get(stemOf(name)) === "anys";
}

/** What TypeScript makes of a first value. */
function kindOfValue(value: ts.Expression | undefined, known: Kinds): Kind | undefined {
  if (!value) return undefined;
  if (isAny(value, known)) return isAnyList(value, known) ? "anys" : "any";
  if (ts.isNumericLiteral(value)) return "number";
  if (isText(value)) return "text";
  if (ts.isPrefixUnaryExpression(value)) {
    return value.operator === SyntaxKind.ExclamationToken ? undefined : "number";
  }
  if (ts.isBinaryExpression(value)) {
    const { kind } = value.operatorToken;
    return kind >= SyntaxKind.MinusToken && kind <= SyntaxKind.PercentToken ? "number" : undefined;
  }
  if (ts.isAsExpression(value)) return kindOfType(value.type);
  if (ts.isNewExpression(value) && TYPED_ARRAY.test(value.expression.getText())) return "bytes";
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return returning(value.type);
  if (ts.isPropertyAccessExpression(value)) {
    return isEnum(value.getSourceFile(), value.expression.getText()) ? "word" : undefined;
  }
  if (ts.isElementAccessExpression(value)) {
    const kind = known.get(stemOf(value.expression.getText()));
    return kind === "list" || kind === "bytes" ? "number" : undefined;
  }
  if (!ts.isCallExpression(value)) return undefined;
  const callee = value.expression.getText();
  return /^Math\./.test(callee) || known.get(stemOf(callee)) === "function" ? "number" : undefined;
}

function isText(value: ts.Expression): boolean {
  return ts.isStringLiteralLike(value) || ts.isTemplateExpression(value);
}

/** Where two sources have the same name, esbuild puts a number after one of them. */
function stemOf(name: string): string {
  return name.replace(/\d+$/, "");
}
