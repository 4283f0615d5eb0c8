// How many brackets of a piece of JavaScript are open, as the console of a board counts them to see
// whether a line is whole (jsiCountBracketsInInput, jsinteractive.c). Pure.

/** What stands for something that more lines must end: a comment, a template. */
const UNFINISHED = 1000;

/** Strings, templates and comments whole or to the end of the text; else one character. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|`(?:\\[\s\S]|[^`\\])*(?:`|$)|"(?:\\[\s\S]|[^"\\\n])*(?:"|$|(?=\n))|'(?:\\[\s\S]|[^'\\\n])*(?:'|$|(?=\n))|[\s\S]/g;

/** 0 or less: the line is run. */
export function openBrackets(text: string): number {
  let open = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith("/*") && !/^\/\*[\s\S]*\*\/$/.test(token)) return UNFINISHED;
    if (token.startsWith("`") && !/^`(?:\\[\s\S]|[^`\\])*`$/.test(token)) return UNFINISHED;
    // A string that is left open is run at once, so that it can be told.
    if (/^["']/.test(token) && !isClosed(token)) return 0;
    if ("{[(".includes(token)) open++;
    else if ("}])".includes(token)) open--;
    if (open < 0) return open;
  }
  return open;
}

function isClosed(literal: string): boolean {
  return /^(["'])(?:\\[\s\S]|[^\\])*\1$/.test(literal) && literal.length > 1;
}
