// Which names of the flat script were `const` at the top of their source: esbuild makes every one of
// them a `var`, and only the value of a `const` is the same wherever it can be read.
import { readFileSync } from "node:fs";
import ts from "typescript";

/** Tells whether a name at the top of the flat script can only stem from a `const`. */
export function constantNamesOf(sources: readonly string[]): (name: string) => boolean {
  const constants = new Set<string>();
  const variables = new Set<string>();
  for (const file of sources) {
    if (!/\.[cm]?[jt]sx?$/.test(file)) continue;
    const text = readFileSync(file, "utf8");
    for (const statement of ts.createSourceFile(file, text, ts.ScriptTarget.Latest).statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const { declarations, flags } = statement.declarationList;
      const names = flags & ts.NodeFlags.Const ? constants : variables;
      for (const { name } of declarations) if (ts.isIdentifier(name)) names.add(stemOf(name.text));
    }
  }
  return (name) => constants.has(stemOf(name)) && !variables.has(stemOf(name));
}

/** Where two sources have the same name, esbuild puts a number after one of them. */
function stemOf(name: string): string {
  return name.replace(/\d+$/, "");
}
