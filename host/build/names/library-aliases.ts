// Constants that stand for an object of the language's library: `const J = JSON`. The build knows the
// library's functions by their names, so it writes those where such a constant is used.
import ts from "typescript";
import { applyEdits, type Edit } from "../edits.ts";
import { scopeOf, writesOf } from "../lower/known/scopes.ts";
import { declaredNames, isValue, uncast } from "./names.ts";

/** Whose functions the build takes for helpers, or looks at, by their names. */
export const LIBRARY_OBJECTS: ReadonlySet<string> = new Set(
  "Array Date JSON Math Number Object Promise RegExp String".split(" "),
);

/** And those that are mostly right as values. */
const NAMED: ReadonlySet<string> = new Set([
  ...LIBRARY_OBJECTS,
  ..."Map Set console ArrayBuffer DataView".split(" "),
  ..."Int8 Uint8 Int16 Uint16 Int32 Uint32 Float32 Float64".split(" ").map((of) => `${of}Array`),
]);

const NAMES = [...NAMED].join("|");

/** The object that a variable stands for wherever it is read; the file declares its name. */
export function aliasedObject(
  name: ts.Identifier,
  declared: ReadonlySet<string>,
  followed = 0,
): string | undefined {
  const file = name.getSourceFile();
  const aliases = ALIASES.get(file) ?? namesOfAliases(file, declared);
  ALIASES.set(file, aliases);
  if (!aliases.has(name.text)) return undefined;
  const scope = scopeOf(name);
  const writes = scope ? writesOf(scope, name.text) : [];
  const own = writes.filter((write) => ts.isIdentifier(write) && scopeOf(write) === scope);
  const value = own.length === 1 ? initialName(own[0]!.parent) : undefined;
  if (!value || value.text === name.text) return undefined;
  if (declared.has(value.text)) {
    return followed < MOST_NAMES ? aliasedObject(value, declared, followed + 1) : undefined;
  }
  return NAMED.has(value.text) ? value.text : undefined;
}

/** How far names are followed from one to the next, which may be in a circle. */
const MOST_NAMES = 4;

const ALIASES = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** Of what may be one. */
function namesOfAliases(file: ts.SourceFile, declared: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const value = initialName(node);
    const isOne = value && (declared.has(value.text) ? names : NAMED).has(value.text);
    if (isOne) names.add((node as ts.VariableDeclaration).name.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** The name that a variable starts as: `JSON` of `J = JSON as any`. */
function initialName(node: ts.Node): ts.Identifier | undefined {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name)) return undefined;
  const value = node.initializer && uncast(node.initializer);
  return value && ts.isIdentifier(value) ? value : undefined;
}

const MAY_CHANGE = new RegExp(String.raw`=\s*(?:${NAMES})\s*[,;\n]|\b(?:${NAMES})\["`);

/**
 * The flat script with the objects' own names in the place of such variables, and `Math.trunc` for
 * `Math["trunc"]`. Its lines stay where they are.
 */
export function withLibraryNames(script: string): string {
  if (!MAY_CHANGE.test(script)) return script;
  const file = ts.createSourceFile("bundle.js", script, ts.ScriptTarget.ESNext, true);
  const declared = declaredNames(file);
  const edits: Edit[] = [];
  const objectOf = (node: ts.Node): string | undefined => {
    if (!ts.isIdentifier(node)) return undefined;
    if (declared.has(node.text)) return aliasedObject(node, declared);
    return NAMED.has(node.text) ? node.text : undefined;
  };
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    if (ts.isIdentifier(node) && isValue(node)) {
      const object = objectOf(node);
      if (object === undefined) return;
      const isName = ts.isVariableDeclaration(parent) && objectOf(parent.name) !== undefined;
      const text = ts.isShorthandPropertyAssignment(parent) ? `${node.text}: ${object}` : object;
      // Nothing asks the variable any more.
      edits.push({ start: node.getStart(), end: node.end, text: isName ? "0" : text });
    }
    const isNamed = ts.isElementAccessExpression(node) && objectOf(node.expression) !== undefined;
    const key = isNamed ? node.argumentExpression : undefined;
    if (isNamed && key && ts.isStringLiteral(key) && /^[A-Za-z]\w*$/.test(key.text)) {
      edits.push({ start: node.expression.end, end: node.end, text: `.${key.text}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return applyEdits(script, edits).text;
}
