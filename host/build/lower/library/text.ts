// Methods and functions of strings that Espruino lacks.

export const TEXT: Readonly<Record<string, string>> = {
  // The native search finds what begins at the end of a text and would go on behind it, and no empty text.
  __seek: `function __seek(o, v, from) {
  v = "" + v;
  from = v ? o.indexOf(v, from) : Math.max(0, Math.min(from | 0, o.length));
  return from > o.length - v.length ? -1 : from;
}`,
  __parts: `function __parts(o, by) {
  var list = [], last = 0, at;
  if (typeof o != "string") return o.split(by);
  for (; (at = __seek(o, by, last)) >= 0; last = at + by.length) list.push(o.substring(last, at));
  list.push(o.substring(last));
  return list;
}`,
  __swapFirst: `function __swapFirst(o, p, by) {
  return typeof o == "string" && __seek(o, p) < 0 ? o : o.replace(p, by);
}`,
  __swapAll: `function __swapAll(o, p, by) {
  return typeof o == "string" ? __parts(o, p).join(by) : o.replaceAll(p, by);
}`,
  __searchText: `function __searchText(o, p) { return o.search ? o.search(p) : __seek(o, p); }`,
  // The native one tells the text that was looked for as the one that it was looked for in.
  __matchText: `function __matchText(o, p) {
  var m, at;
  if (typeof o != "string") return o.match(p);
  if ((at = __seek(o, p)) < 0) return null;
  m = ["" + p];
  m.index = at;
  m.input = o;
  return m;
}`,
  ".codePointAt": `function __codePointAt(o, i) {
  if (o.codePointAt) return o.codePointAt(i);
  i |= 0;
  return i >= 0 && i < o.length ? o.charCodeAt(i) : undefined;
}`,
  // The native ones take a place outside of the text for no match.
  ".startsWith": `function __startsWith(o, text, at) {
  return typeof o == "string" ? o.startsWith(text, Math.max(0, Math.min(at | 0, o.length))) : o.startsWith(text, at);
}`,
  ".endsWith": `function __endsWith(o, text, at) {
  if (typeof o != "string" || at === undefined) return o.endsWith(text, at);
  return o.endsWith(text, Math.max(0, Math.min(at | 0, o.length)));
}`,
  // The native ones never return where there is nothing to add.
  ".padStart": `function __padStart(o, n, by) {
  return by === undefined ? o.padStart(n) : by === "" && typeof o == "string" ? o : o.padStart(n, by);
}`,
  ".padEnd": `function __padEnd(o, n, by) {
  return by === undefined ? o.padEnd(n) : by === "" && typeof o == "string" ? o : o.padEnd(n, by);
}`,
  ".trimStart": `function __trimStart(o) {
  if (o.trimStart) return o.trimStart();
  o = "" + o;
  for (var i = 0; i < o.length && o[i].trim() == ""; ) i++;
  return o.substr(i);
}`,
  ".trimEnd": `function __trimEnd(o) {
  if (o.trimEnd) return o.trimEnd();
  o = "" + o;
  for (var i = o.length; i > 0 && o[i - 1].trim() == ""; ) i--;
  return o.substr(0, i);
}`,
  ".trimLeft": `function __trimLeft(o) { return o.trimLeft ? o.trimLeft() : __trimStart(o); }`,
  ".trimRight": `function __trimRight(o) { return o.trimRight ? o.trimRight() : __trimEnd(o); }`,
  // The native one knows no limit, gives [] for "", and finds "aa" twice in "aaa".
  ".split": `function __split(o, by, limit) {
  var list;
  if (typeof o != "string") return o.split(by, limit);
  if (by instanceof RegExp) list = __splitAt(o, by);
  else if (by !== undefined && (by = "" + by) && (by.length > 1 || o == "")) list = __parts(o, by);
  else list = o.split(by);
  return limit === undefined || limit >>> 0 >= list.length ? list : list.slice(0, limit >>> 0);
}`,
  "String.raw": `function __String_raw(strings) {
  for (var text = "", i = 0; i < strings.raw.length; i++)
    text += (i ? (i < arguments.length ? __text(arguments[i]) : "") : "") + strings.raw[i];
  return text;
}`,
};
