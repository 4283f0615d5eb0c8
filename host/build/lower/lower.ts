// ES2022 script -> ES5 script that Espruino runs right: our own rewrites, then TypeScript's
// lowering. Owns the order of the two; what no lowering makes right is the gate's to refuse.
import ts from "typescript";
import { inlineConstants } from "./constants.ts";
import { helpersUsedBy } from "./helpers.ts";
import { namePrivateMembers } from "./private-members.ts";
import { rewrite } from "./rewrite.ts";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES5,
  module: ts.ModuleKind.ES2015,
  // TypeScript 6 still emits ES5, as a deprecated target.
  ignoreDeprecations: "6.0",
  noEmitHelpers: true,
  useDefineForClassFields: false,
  removeComments: true,
  newLine: ts.NewLineKind.LineFeed,
};

/** Espruino cannot skip over an array with holes, such as TypeScript's `[0, 2, , 3]`. */
const fillHoles: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isOmittedExpression(node)) return context.factory.createVoidZero();
    return ts.visitEachChild(node, visit, context);
  };
  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};

/** `isConst` tells which names at the top of the script were `const` in their source. */
export function lower(script: string, isConst: (name: string) => boolean): string {
  const { outputText } = ts.transpileModule(script, {
    fileName: "bundle.js",
    compilerOptions: OPTIONS,
    transformers: {
      before: [inlineConstants(isConst), namePrivateMembers, rewrite],
      after: [fillHoles],
    },
  });
  const code = outputText.replace(/^"use strict";\n/, "");
  return helpersUsedBy(code, /\bstatic\b/.test(script)) + code;
}
