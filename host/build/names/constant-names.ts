// Which names of the flat script were `const` at the top of their source: esbuild makes every one of
// them a `var`, and only the value of a `const` is the same wherever it can be read.
import ts from "typescript";
import { perSource } from "../sources/sources.ts";

/** Tells whether a name at the top of the flat script can only stem from a `const`. */
export function constantNamesOf(sources: readonly ts.SourceFile[]): (name: string) => boolean {
  const found = sources.map(topNames);
  const constants = new Set(found.flatMap((names) => names.constants));
  const variables = new Set(found.flatMap((names) => names.variables));
  return (name) => constants.has(stemOf(name)) && !variables.has(stemOf(name));
}

const topNames = perSource((source) => {
  const constants: string[] = [];
  const variables: string[] = [];
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const { declarations, flags } = statement.declarationList;
    const names = flags & ts.NodeFlags.Const ? constants : variables;
    for (const { name } of declarations) if (ts.isIdentifier(name)) names.push(stemOf(name.text));
  }
  return { constants, variables };
});

/** Where two sources have the same name, esbuild puts a number after one of them. */
function stemOf(name: string): string {
  return name.replace(/\d+$/, "");
}
