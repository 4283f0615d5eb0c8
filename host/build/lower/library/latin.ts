// Letters and blanks above ASCII, up to \xff, for programs that have a text with one.

export const LATIN: Readonly<Record<string, string>> = {
  // The native ones change those of ASCII alone, or others than letters.
  __inCase: `function __inCase(o, isUpper) {
  var text = "", i, c;
  if (typeof o != "string") return isUpper ? o.toUpperCase() : o.toLowerCase();
  for (i = 0; i < o.length; i++) {
    c = o.charCodeAt(i);
    if (!isUpper) c += (c > 64 && c < 91) || (c > 191 && c < 223 && c != 215) ? 32 : 0;
    else if (c == 181 || c == 255) __byte(c == 181 ? 924 : 376);
    else if ((c > 96 && c < 123) || (c > 223 && c != 247)) c -= 32;
    text += isUpper && c == 223 ? "SS" : String.fromCharCode(c);
  }
  return text;
}`,
  __trimmed: `function __trimmed(o, name) {
  var from = 0, to = o.length;
  function isBlank(c) { return c == "\\xa0" || c.trim() == ""; }
  if (typeof o != "string") return o[name]();
  if (name != "trimEnd") while (from < to && isBlank(o[from])) from++;
  if (name != "trimStart") while (to > from && isBlank(o[to - 1])) to--;
  return o.substring(from, to);
}`,
};
