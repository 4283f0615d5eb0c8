// ES2022 script -> ES5 script that Espruino runs right: our own rewrites, then TypeScript's
// lowering. Owns the order of the two; what no lowering makes right is the gate's to refuse.
import ts from "typescript";
import type { ListNames, NumberNames } from "../names/number-names.ts";
import { lowerBuiltins } from "./builtins.ts";
import { helpersUsedBy } from "./helpers.ts";
import { lowerTaken, takesInherited } from "./members/taken.ts";
import { rewrite } from "./rewrite.ts";
import { hasAsyncPatterns, lowerAsyncPatterns } from "./syntax/async-patterns.ts";
import { accessorsInside } from "./syntax/classes.ts";
import { inlineConstants } from "./syntax/constants.ts";
import { hasFinally, lowerFinally } from "./syntax/finally.ts";
import { nameGenerators } from "./syntax/generators.ts";
import { forgetSteps } from "./syntax/iterator-steps.ts";
import { hasLabels, lowerLabels } from "./syntax/labels.ts";
import { hasSeenHeads, lowerLoopHeads } from "./syntax/loop-heads.ts";
import { namePrivateMembers } from "./syntax/private-members.ts";
import { type Traits, traitsOf } from "./traits.ts";

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

/** For a step that leaves the language as it is. */
const AS_IT_IS: ts.CompilerOptions = {
  ...OPTIONS,
  target: ts.ScriptTarget.ESNext,
  useDefineForClassFields: true,
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
  readonly numberKind: NumberNames;
  /** What the sources give a name to, if to arrays of anything. */
  readonly isAnyList: ListNames;
  /** Whether what stands at a position takes numbers as text the way the interpreter prints them. */
  readonly isNativeText: (position: number) => boolean;
  /** Whether timers that are set there may run in another order than that of their times. */
  readonly isNativeTimer: (position: number) => boolean;
}

export interface Lowered {
  readonly code: string;
  /** Lines of helpers at the top of `code`. */
  readonly helperLines: number;
  /** Source maps, as JSON, step by step from what is below the helpers back to the script. */
  readonly maps: readonly string[];
}

export function lower(script: string, origins: Origins): Lowered {
  let traits!: Traits;
  let isTaken!: boolean;
  let isSeen!: boolean;
  // A step of its own, as every rewrite asks a node for its surroundings.
  const library = step(script, AS_IT_IS, {
    before: [
      (context) => (file) => {
        traits = traitsOf(file, origins);
        isTaken = takesInherited(file);
        isSeen = hasSeenHeads(file) || hasAsyncPatterns(file);
        return lowerBuiltins(file, traits, origins, context);
      },
    ],
  });
  const heads =
    isSeen && step(library.code, AS_IT_IS, { before: [lowerLoopHeads, lowerAsyncPatterns] });
  const turning = heads || library;
  const labels = hasLabels(turning.code) && step(turning.code, AS_IT_IS, { before: [lowerLabels] });
  const flat = labels || turning;
  const options = { ...OPTIONS, downlevelIteration: traits.iterators };
  const taken = step(flat.code, options, {
    before: [inlineConstants(origins.isConst), namePrivateMembers, rewrite],
    after: [
      accessorsInside,
      fillHoles,
      ...(traits.iterators ? [nameGenerators] : []),
      ...(traits.closing ? [forgetSteps] : []),
    ],
  });
  const patterns = isTaken && step(taken.code, OPTIONS, { before: [lowerTaken] });
  const inner = patterns || taken;
  const finals = hasFinally(inner.code) && step(inner.code, OPTIONS, { before: [lowerFinally] });
  const es5 = finals || inner;
  const needs = {
    ...traits,
    statics: /\bstatic\b/.test(script),
    dates: /\bDate\b/.test(script),
    loops: /\[5, _loop/.test(es5.code),
    fractions: /\bFloat(32|64)Array\b/.test(script),
    sorts: /\b(?:sort|toSorted)\b/.test(script),
    causes: /\bcause\b/.test(script),
    patterns: traits.patterns.size > 0,
    flags: traits.flags,
  };
  const helpers = helpersUsedBy(es5.code, needs);
  // Jobs of the first turn come before any timer.
  const drain = /^function __drain\b/m.test(helpers) ? "\n__drain();\n" : "";
  return {
    code: helpers + es5.code + drain,
    helperLines: helpers.split("\n").length - 1,
    maps: [finals, patterns, taken, labels, heads, library].flatMap((each) =>
      each ? [each.map] : [],
    ),
  };
}

function step(
  script: string,
  compilerOptions: ts.CompilerOptions,
  transformers: ts.CustomTransformers,
): { code: string; map: string } {
  const { outputText, sourceMapText = "" } = ts.transpileModule(script, {
    fileName: "bundle.js",
    compilerOptions,
    transformers,
  });
  return { code: outputText.replace(/\/\/# sourceMappingURL=.*$/, ""), map: sourceMapText };
}
