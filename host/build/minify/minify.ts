// ES5 script -> the smallest ASCII text that means the same on Espruino, by terser. Owns terser's
// options and why each is as it is.
import type { EncodedSourceMap } from "@jridgewell/trace-mapping";
import { type MinifyOptions, minify as terser } from "terser";
import ts from "typescript";
import { applyEdits, type Kept } from "../edits.ts";
import { guard } from "../guard/guard.ts";
import { KEYWORDS } from "../guard/keywords.ts";
import { declareFirst } from "./declare-first.ts";
import { ownArguments } from "./own-arguments.ts";
import { hasLongChain } from "./single-use.ts";

interface TerserCall {
  readonly expression: { readonly TYPE: string; readonly name?: string };
}

/** Not a list of names: terser would print every callee again and again to look for it there. */
function isKept({ expression }: TerserCall): boolean {
  return !(expression.TYPE === "SymbolRef" && expression.name === "__setFunctionName");
}

const optionsFor = (script: string): MinifyOptions => ({
  ecma: 5,
  // Not `toplevel`: it would dissolve the wrapper.
  toplevel: false,
  compress: {
    ecma: 5,
    passes: 2,
    // Espruino does not hoist: a function must stand above its first use.
    hoist_funs: true,
    reduce_funcs: !hasLongChain(script),
    // It follows an object to its literal, not to `Object.defineProperty`.
    pure_getters: hasGetters(script) ? false : "strict",
    // It takes `{ m: o.m }.m()` for `o.m()`, which has another `this`.
    properties: false,
    // Functions have no name on Espruino.
    pure_funcs: isKept as never,
  },
  // Some are names in JavaScript, such as `of`.
  mangle: { reserved: [...KEYWORDS] },
  format: { ecma: 5, ascii_only: true, comments: false },
  // For the report; it takes no time that could be measured.
  sourceMap: { asObject: true },
});

/** Whether reading a member may do something. */
function hasGetters(script: string): boolean {
  return /\bget\b/.test(script);
}

/** Stands on the first line of the script, which therefore begins this many columns later. */
export const WRAPPER = "(function(){";

export interface Minified {
  readonly code: string;
  /** What is left of terser's text in `code`. */
  readonly kept: readonly Kept[];
  /** From terser's text to the wrapped script. */
  readonly map: EncodedSourceMap;
}

/** Wraps in one function first: names that terser shortens would collide as globals of the board. */
export async function minify(script: string): Promise<Minified> {
  const { code = "", map } = await terser(`${WRAPPER}${script}\n})();`, optionsFor(script));
  const file = parseScript(code);
  const edits = [...ownArguments(file), ...declareFirst(file), ...guard(file)];
  const { text, kept } = applyEdits(code, edits);
  return { code: text, kept, map: map as EncodedSourceMap };
}

export function parseScript(code: string): ts.SourceFile {
  return ts.createSourceFile("bundle.js", code, ts.ScriptTarget.ES2015, true);
}
