// Names of the program's own that hide a global of the language which lowered code goes by: `process`,
// `Number`, `Math`. The build renames them, so that the global's name means the global everywhere.
import ts from "typescript";
import { applyEdits, type Edit } from "../edits.ts";
import { scopeOf } from "../lower/known/scopes.ts";

/** What helpers, and code that is put in the place of a call, name. */
export const USED_GLOBALS: ReadonlySet<string> = new Set(
  [
    "Array ArrayBuffer DataView Date Float32Array JSON Math Number Object Promise RegExp String",
    "Error ReferenceError SyntaxError TypeError Infinity NaN",
    "encodeURIComponent global isFinite parseInt process",
    "clearInterval clearTimeout clearWatch setTimeout",
  ].flatMap((names) => names.split(" ")),
);

const NAMES = [...USED_GLOBALS].join("|");

/** Where one of them may be declared. */
const MAY_HIDE = new RegExp(
  String.raw`\b(?:function\s*\*?|class)\s+(?:${NAMES})\b|(?:[,({[:]|\.\.\.|\b(?:var|let|const))\s*(?:${NAMES})\s*(?:[=,)}\];:]|of\b|in\b)`,
);

/** The flat script with such names followed by a number, as esbuild has it. Its lines stay where they are. */
export function withOwnNames(script: string): string {
  if (!MAY_HIDE.test(script)) return script;
  const file = ts.createSourceFile("bundle.js", script, ts.ScriptTarget.ESNext, true);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && USED_GLOBALS.has(node.text) && isOwn(node)) {
      const name = unused(node.text, script);
      const text = isShorthand(node) ? `${node.text}: ${name}` : name;
      edits.push({ start: node.getStart(), end: node.end, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits.length > 0 ? applyEdits(script, edits).text : script;
}

function unused(name: string, script: string): string {
  for (let number = 2; ; number++) if (!script.includes(`${name}${number}`)) return name + number;
}

/** What the program declares, and names there. */
function isOwn(node: ts.Identifier): boolean {
  const { parent } = node;
  const isMember =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ((ts.isClassElement(parent) || ts.isPropertyAssignment(parent)) && parent.name === node) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent);
  if (isMember) return false;
  const isNamed = ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent);
  if (isNamed && parent.name === node) return true;
  return scopeOf(node) !== undefined;
}

/** `{ process }`, as a value and as a pattern. */
function isShorthand(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return (
    ts.isBindingElement(parent) &&
    parent.name === node &&
    !parent.propertyName &&
    !parent.dotDotDotToken &&
    ts.isObjectBindingPattern(parent.parent)
  );
}
