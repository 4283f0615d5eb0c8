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
  // What it would say at the top has no meaning on the board.
  alwaysStrict: false,
  sourceMap: true,
};

/** Espruino cannot skip over an array with holes, such as TypeScript's `[0, 2, , 3]`. */
const fillHoles: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isOmittedExpression(node)) return context.factory.createVoidZero();
    return ts.visitEachChild(node, visit, context);
  };
  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};

export interface Lowered {
  readonly code: string;
  /** Lines of helpers at the top of `code`. */
  readonly helperLines: number;
  /** Source map, as JSON, from what is below the helpers to the script. */
  readonly map: string;
}

/** `isConst` tells which names at the top of the script were `const` in their source. */
export function lower(script: string, isConst: (name: string) => boolean): Lowered {
  const { outputText, sourceMapText = "" } = ts.transpileModule(script, {
    fileName: "bundle.js",
    compilerOptions: OPTIONS,
    transformers: {
      before: [inlineConstants(isConst), namePrivateMembers, rewrite],
      after: [fillHoles],
    },
  });
  const code = outputText.replace(/\/\/# sourceMappingURL=.*$/, "");
  const helpers = helpersUsedBy(code, /\bstatic\b/.test(script));
  return { code: helpers + code, helperLines: helpers.split("\n").length - 1, map: sourceMapText };
}
