// Class features that Espruino cannot run, nor any lowering makes right.
import ts from "typescript";
import { scopeOf, writesOf } from "../lower/known/scopes.ts";
import { uncast } from "../names/names.ts";
import { globalName, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

/** Native constructors: what they make does not fill in `this`, so nothing can extend them. */
export const NATIVES: ReadonlySet<string> = new Set([
  "Array",
  "ArrayBuffer",
  "Boolean",
  "DataView",
  "Date",
  "Error",
  "Float32Array",
  "Float64Array",
  "Function",
  "Int16Array",
  "Int32Array",
  "Int8Array",
  "Number",
  "Object",
  "Promise",
  "ReferenceError",
  "RegExp",
  "String",
  "SyntaxError",
  "TypeError",
  "Uint16Array",
  "Uint32Array",
  "Uint8Array",
  "Uint8ClampedArray",
]);

export const classRules: readonly Rule[] = [
  rule<ts.HeritageClause>(SyntaxKind.HeritageClause, ({ token, types }, place) => {
    const [type] = types;
    if (token !== SyntaxKind.ExtendsKeyword || !type) return undefined;
    if (type.expression.kind === SyntaxKind.NullKeyword) return "extends null: leave it out";
    const name = globalName(type.expression, place);
    if (name === "Object") return "extends Object: leave it out, every class does";
    if (name === undefined || name.endsWith("Error") || !NATIVES.has(name)) return undefined;
    return `extends ${name}: keep ${/^[AEIOU]/.test(name) ? "an" : "a"} ${name} in a field instead`;
  }),
  rule<ts.PropertyDeclaration>(SyntaxKind.PropertyDeclaration, ({ modifiers }) =>
    modifiers?.some(({ kind }) => kind === SyntaxKind.AccessorKeyword)
      ? "accessor field: write get and set"
      : undefined,
  ),
  rule<ts.MethodDeclaration>(
    [SyntaxKind.MethodDeclaration, SyntaxKind.PropertyDeclaration, SyntaxKind.PropertyAssignment],
    ({ name }) =>
      ts.isIdentifier(name) && name.text === "valueOf"
        ? "valueOf: templates are joined with + and would call it; name the method otherwise"
        : undefined,
  ),
  rule<ts.MethodDeclaration | ts.AccessorDeclaration>(
    [SyntaxKind.MethodDeclaration, SyntaxKind.GetAccessor, SyntaxKind.SetAccessor],
    (node) => {
      const isOfPrototype =
        node.body !== undefined &&
        ts.isClassLike(node.parent) &&
        !node.modifiers?.some(({ kind }) => kind === SyntaxKind.StaticKeyword);
      const number = isOfPrototype ? wholeNumber(node.name) : undefined;
      return number === undefined
        ? undefined
        : `${ts.isMethodDeclaration(node) ? "method" : "accessor"} named ${number}: Espruino finds nothing of a class by a number; name it by a word, or keep the function in a field, ${number} = () => ...`;
    },
  ),
];

/** `7`, `"7"`, `[7]` and `[K]` of `const K = 7`: keys that the interpreter takes for places. */
function wholeNumber(name: ts.Node): string | undefined {
  if (ts.isComputedPropertyName(name)) return wholeNumber(uncast(name.expression));
  if (ts.isNumericLiteral(name) || ts.isStringLiteralLike(name)) {
    const number = Number(name.text);
    const isKey = Number.isInteger(number) && number >= 0 && String(number) === name.text;
    return isKey ? name.text : undefined;
  }
  if (!ts.isIdentifier(name) || !ts.isComputedPropertyName(name.parent)) return undefined;
  const scope = scopeOf(name);
  const [write, ...others] = scope ? writesOf(scope, name.text) : [];
  const isSole = write && others.length === 0 && ts.isVariableDeclaration(write.parent);
  const { initializer } = isSole ? (write.parent as ts.VariableDeclaration) : {};
  return initializer && !ts.isIdentifier(initializer) ? wholeNumber(initializer) : undefined;
}
