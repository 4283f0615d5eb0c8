// The words that Espruino's lexer takes for keywords wherever they stand (src/jslex.c).

export const KEYWORDS: readonly string[] =
  `if else do while for break continue function return var let const this throw try catch finally
  true false null undefined new in instanceof switch case default delete typeof void debugger class
  extends super static of`.split(/\s+/);
