// ES5 script -> the smallest ASCII text that means the same on Espruino, by terser. Owns terser's
// options and why each is as it is.
import { type CompressOptions, type MinifyOptions, minify as terser } from "terser";
import type { Constants } from "./constants.ts";
import { declareFirst } from "./declare-first.ts";

const COMPRESS: CompressOptions = {
  ecma: 5,
  passes: 2,
  // Espruino does not hoist: a function must stand above its first use.
  hoist_funs: true,
  // Functions have no name on Espruino.
  pure_funcs: ["__setFunctionName"],
};

const OPTIONS: MinifyOptions = {
  ecma: 5,
  // Not `toplevel`: it would dissolve the wrapper.
  toplevel: false,
  mangle: true,
  format: { ecma: 5, ascii_only: true, comments: false },
};

/** Wraps in one function first: names that terser shortens would collide as globals of the board. */
export async function minify(script: string, constants: Constants): Promise<string> {
  const { code } = await terser(`(function(){${script}\n})();`, {
    ...OPTIONS,
    // Replaces names that nothing declares, so a local variable of the same name is left alone.
    compress: { ...COMPRESS, global_defs: constants },
  });
  return declareFirst(code ?? "");
}
