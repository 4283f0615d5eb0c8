// ES2022 script -> ES5 script that Espruino runs right: our own rewrites, then TypeScript's
// lowering. Owns the order of the two; what no lowering makes right is the gate's to refuse.
import ts from "typescript";
import { lowerBuiltins } from "./builtins.ts";
import { inlineConstants } from "./constants.ts";
import { nameGenerators } from "./generators.ts";
import { helpersUsedBy } from "./helpers.ts";
import { namePrivateMembers } from "./private-members.ts";
import { rewrite } from "./rewrite.ts";
import { traitsOf } from "./traits.ts";

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

export interface Origins {
  /** Which names at the top of the script were `const` in their source. */
  readonly isConst: (name: string) => boolean;
  /** Whether what stands at a position takes numbers as text the way the interpreter prints them. */
  readonly isNativeText: (position: number) => boolean;
}

export function lower(script: string, { isConst, isNativeText }: Origins): string {
  const file = ts.createSourceFile("bundle.js", script, ts.ScriptTarget.ES2022, true);
  const traits = traitsOf(file);
  // Printed, as every rewrite asks a node for its surroundings.
  const { outputText } = ts.transpileModule(print(file, lowerBuiltins(traits, isNativeText)), {
    fileName: "bundle.js",
    compilerOptions: { ...OPTIONS, downlevelIteration: traits.iterators },
    transformers: {
      before: [inlineConstants(isConst), namePrivateMembers, rewrite],
      after: traits.iterators ? [fillHoles, nameGenerators] : [fillHoles],
    },
  });
  const code = outputText.replace(/^"use strict";\n/, "");
  const needs = { ...traits, statics: /\bstatic\b/.test(script) };
  const helpers = helpersUsedBy(code, needs);
  // Jobs of the first turn come before any timer.
  return helpers + code + (/^function __drain\b/m.test(helpers) ? "\n__drain();\n" : "");
}

function print(file: ts.SourceFile, transformer: ts.TransformerFactory<ts.SourceFile>): string {
  const { transformed } = ts.transform(file, [transformer]);
  return ts.createPrinter({ removeComments: true }).printFile(transformed[0] ?? file);
}
