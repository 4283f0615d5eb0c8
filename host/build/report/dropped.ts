// Which exports of the sources did not make it into the bundle: those of which esbuild's tree
// shaking left nothing. Types leave nothing anyway and are none.
import { eachMapping, TraceMap } from "@jridgewell/trace-mapping";
import ts from "typescript";
import type { Flat } from "../bundle.ts";
import { perSource } from "../sources/sources.ts";

export interface Dropped {
  /** As in the sizes. */
  readonly module: string;
  /** Names as exported, in the order of the source. */
  readonly exports: readonly string[];
}

/** `sources` are pairs of a source and its module. */
export function droppedExports(
  sources: readonly (readonly [source: ts.SourceFile, module: string])[],
  flat: Flat,
): Dropped[] {
  const places = new Map<string, { line: number; column: number }[]>();
  eachMapping(new TraceMap(flat.map), ({ source, originalLine, originalColumn }) => {
    if (source === null || originalLine === null) return;
    const list = places.get(source) ?? [];
    list.push({ line: originalLine - 1, column: originalColumn });
    places.set(source, list);
  });
  return sources
    .map(([source, module]) => {
      const { exported, starts } = exportsIn(source);
      const kept = (places.get(module) ?? []).map(
        ({ line, column }) => (starts[line] ?? 0) + column,
      );
      const isDropped = ({ start, end }: Exported): boolean =>
        !kept.some((at) => at >= start && at < end);
      return { module, exports: exported.filter(isDropped).map(({ name }) => name) };
    })
    .filter(({ exports }) => exports.length > 0);
}

interface Exported {
  readonly name: string;
  /** Offsets in the source of what would be in the bundle. */
  readonly start: number;
  readonly end: number;
}

const exportsIn = perSource((source) => {
  const exported = exportsOf(source).map(
    ({ name, node }): Exported => ({ name, start: node.getStart(source), end: node.end }),
  );
  return { exported, starts: source.getLineStarts() };
});

function exportsOf(source: ts.SourceFile): { name: string; node: ts.Node }[] {
  const declared = new Map<string, ts.Node>();
  const found: { name: string; node: ts.Node }[] = [];
  for (const statement of source.statements) {
    for (const [name, node] of declarationsOf(statement)) {
      declared.set(name, node);
      if (!isExported(statement)) continue;
      found.push({
        name: hasModifier(statement, ts.SyntaxKind.DefaultKeyword) ? "default" : name,
        node,
      });
    }
    if (ts.isExportAssignment(statement)) found.push({ name: "default", node: statement });
  }
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier) continue;
    const { exportClause } = statement;
    if (!exportClause || !ts.isNamedExports(exportClause)) continue;
    for (const { name, propertyName } of exportClause.elements) {
      const node = declared.get((propertyName ?? name).text);
      if (node) found.push({ name: name.text, node });
    }
  }
  return found;
}

/** Names with the nodes that are code. */
function declarationsOf(statement: ts.Statement): [string, ts.Node][] {
  if (hasModifier(statement, ts.SyntaxKind.DeclareKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((node) =>
      namesOf(node.name).map((name): [string, ts.Node] => [name, node]),
    );
  }
  const isCode =
    (ts.isFunctionDeclaration(statement) && statement.body !== undefined) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isCode ? [[statement.name?.text ?? "default", statement]] : [];
}

function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? namesOf(element.name) : [],
  );
}

function isExported(statement: ts.Statement): boolean {
  return hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((one) => one.kind === kind) ?? false)
  );
}
