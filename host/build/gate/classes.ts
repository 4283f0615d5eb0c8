// Class features that Espruino cannot run, nor any lowering makes right.
import ts from "typescript";
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
];
