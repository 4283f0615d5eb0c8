// The methods of texts that take a RegExp, Espruino's own or one of ours, and those of a RegExp.

export const MATCHING: Readonly<Record<string, string>> = {
  // The native ones answer a place behind the end with undefined, and stay there.
  __exec: `function __exec(o, text) {
  if (!o.lastIndex || o.lastIndex <= text.length) return o.exec(text);
  o.lastIndex = 0;
  return null;
}`,
  __test: `function __test(o, text) {
  return (!o.lastIndex || o.lastIndex <= text.length) ? o.test(text) : __exec(o, text) !== null;
}`,
  // Every match, or the first where it is not for all.
  __matches: `function __matches(p, text, isAll, from) {
  var list = [], m;
  if (isAll || (p.flags || "").indexOf("y") < 0) p.lastIndex = from || 0;
  while ((m = p.exec(text))) {
    list.push(m);
    if (!isAll) return list;
    p.lastIndex = m.index + Math.max(1, m[0].length);
  }
  p.lastIndex = 0;
  return list;
}`,
  __forAll: `function __forAll(p) {
  if ((p.flags || "").indexOf("g") < 0) throw new TypeError("the RegExp has no flag g");
}`,
  ".match": `function __match(o, p) {
  if (typeof o != "string") return o.match(p);
  if (!(p instanceof RegExp)) {
    if (typeof p == "string" && p.match(/[.*+?^$(){}\\[\\x7c\\\\]/)) throw new SyntaxError("match takes a RegExp: write it as a literal");
    return __matchText(o, p);
  }
  var isAll = (p.flags || "").indexOf("g") >= 0, list = __matches(p, o, isAll);
  if (!list.length) return null;
  return isAll ? list.map(function (m) { return m[0]; }) : list[0];
}`,
  __swap: `function __swap(o, p, by, isAll) {
  var text = "", last = 0, list = [], values, i;
  if (p instanceof RegExp) {
    if (isAll) __forAll(p);
    list = __matches(p, o, (p.flags || "").indexOf("g") >= 0);
  } else {
    p = "" + p;
    for (i = 0; i <= o.length && (i = __seek(o, p, i)) >= 0; i += p.length || 1) {
      values = [p];
      values.index = i;
      list.push(values);
      if (!isAll) break;
    }
  }
  list.forEach(function (m) {
    var part = by, values, i, c, k, n;
    if (typeof by == "function") {
      values = [];
      for (i = 0; i < m.length; i++) values.push(m[i]);
      values.push(m.index, o);
      if (m.groups) values.push(m.groups);
      part = by.apply(undefined, values);
    } else if ((part = "" + part).indexOf("$") >= 0) {
      for (values = part, part = "", i = 0; i < values.length; i++) {
        c = values[i + 1];
        k = values.indexOf(">", i);
        if (values[i] != "$" || c === undefined) part += values[i];
        else if (c == "$") { part += "$"; i++; }
        else if (c == "&") { part += m[0]; i++; }
        else if (c == "\`") { part += o.substring(0, m.index); i++; }
        else if (c == "'") { part += o.substring(m.index + m[0].length); i++; }
        else if (c == "<" && m.groups && k > 0) { part += m.groups[values.substring(i + 2, k)] || ""; i = k; }
        else {
          // $10 is the tenth where there are so many.
          k = values.substr(i + 1, 2);
          if (!k.match(/^[0-9][0-9]$/) || !parseInt(k, 10) || parseInt(k, 10) >= m.length) k = c;
          n = parseInt(k, 10);
          if (n > 0 && n < m.length) { part += m[n] || ""; i += k.length; }
          else part += "$";
        }
      }
    }
    text += o.substring(last, m.index) + part;
    last = m.index + m[0].length;
  });
  return text + o.substring(last);
}`,
  ".replace": `function __replace(o, p, by) {
  return typeof o == "string" ? __swap(o, p, by) : o.replace(p, by);
}`,
  ".replaceAll": `function __replaceAll(o, p, by) {
  return typeof o == "string" ? __swap(o, p, by, true) : o.replaceAll(p, by);
}`,
  // Wherever it moves or sticks to by itself.
  __splitAt: `function __splitAt(o, p) {
  var list = [], last = 0, at = 0, moved = p.lastIndex, m, i, end;
  function find() {
    p.lastIndex = at;
    return p["\\xff_m"] ? p["\\xff_m"](o, at) : p.exec(o);
  }
  if (o == "") {
    if (!find()) list.push(o);
  } else {
    while (at < o.length && (m = find()) && m.index < o.length) {
      end = m.index + m[0].length;
      at = m.index + 1;
      if (end > last) {
        list.push(o.substring(last, m.index));
        for (i = 1; i < m.length; i++) list.push(m[i]);
        at = last = end;
      }
    }
    list.push(o.substring(last));
  }
  p.lastIndex = moved;
  return list;
}`,
  ".search": `function __search(o, pattern) {
  if (o.search) return o.search(pattern);
  var last = pattern.lastIndex, match;
  pattern.lastIndex = 0;
  match = pattern.exec(o);
  pattern.lastIndex = last;
  return match ? match.index : -1;
}`,
  ".matchAll": `function __matchAll(o, pattern) {
  if (o.matchAll) return o.matchAll(pattern);
  __forAll(pattern);
  var from = pattern.lastIndex, list = __matches(pattern, o, true, from);
  pattern.lastIndex = from;
  return __iterate(list, function (i) { return list[i]; });
}`,
};
