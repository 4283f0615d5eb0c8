// ES5 script -> the smallest ASCII text that means the same on Espruino, by terser. Owns terser's
// options and why each is as it is.
import { type MinifyOptions, minify as terser } from "terser";
import { declareFirst } from "./declare-first.ts";
import { ownArguments } from "./own-arguments.ts";
import { avoidQuirks } from "./quirks.ts";

const OPTIONS: MinifyOptions = {
  ecma: 5,
  // Not `toplevel`: it would dissolve the wrapper.
  toplevel: false,
  compress: {
    ecma: 5,
    passes: 2,
    // Espruino does not hoist: a function must stand above its first use.
    hoist_funs: true,
    // Functions have no name on Espruino.
    pure_funcs: ["__setFunctionName"],
  },
  mangle: true,
  format: { ecma: 5, ascii_only: true, comments: false },
};

/** Wraps in one function first: names that terser shortens would collide as globals of the board. */
export async function minify(script: string): Promise<string> {
  const { code } = await terser(`(function(){${script}\n})();`, OPTIONS);
  return avoidQuirks(ownArguments(declareFirst(code ?? "")));
}
