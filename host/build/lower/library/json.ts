// JSON by the letter. Espruino's own takes single quotes and what follows the value, knows no
// reviver, no replacer and no layout, leaves accessors out, and prints 11 decimals.

export const JSON_TEXT: Readonly<Record<string, string>> = {
  "JSON.parse": `function __JSON_parse(text, revive) {
  var i = 0, escapes = { b: "\\b", f: "\\f", n: "\\n", r: "\\r", t: "\\t", "/": "/", "\\\\": "\\\\", '"': '"' };
  text = "" + text;
  function fail() {
    throw new SyntaxError(i < text.length ? "Unexpected token '" + text[i] + "' in JSON at position " + i
      : "Unexpected end of JSON input");
  }
  function next() {
    while (i < text.length && " \\n\\r\\t".indexOf(text[i]) >= 0) i++;
    return text[i];
  }
  function take(c) {
    if (next() != c) fail();
    i++;
  }
  function string() {
    var s = "", c, from;
    take('"');
    for (;;) {
      from = i;
      while (i < text.length && (c = text[i]) != '"' && c != "\\\\" && c >= " ") i++;
      s += text.substring(from, i);
      if (i >= text.length) fail();
      if (c == '"') { i++; return s; }
      if (c != "\\\\") fail();
      c = text[++i];
      if (c == "u") {
        from = text.substr(i + 1, 4);
        if (from.length < 4 || from.match(/[^0-9a-fA-F]/)) fail();
        s += String.fromCharCode(__byte(parseInt(from, 16)));
        i += 4;
      } else if (c && escapes[c]) s += escapes[c];
      else fail();
      i++;
    }
  }
  function value() {
    var c = next(), made, key, end;
    if (c == '"') return string();
    if (c == "{" || c == "[") {
      i++;
      made = c == "[" ? [] : {};
      end = c == "[" ? "]" : "}";
      if (next() != end) for (;;) {
        if (c == "[") made.push(value());
        else {
          if (next() != '"') fail();
          key = string();
          take(":");
          made[key] = value();
        }
        if (next() == end) break;
        take(",");
      }
      i++;
      return made;
    }
    made = { t: "true", f: "false", n: "null" }[c];
    if (made && text.substr(i, made.length) == made) {
      i += made.length;
      return c == "t" || (c == "f" ? false : null);
    }
    key = text.substr(i, 40);
    end = c == "+" || c == "." ? 0 : __numberEnd(key);
    if (end > 39) end = __numberEnd((key = text.substr(i)));
    made = c == "-" ? 1 : 0;
    c = key.indexOf(".");
    if (!end || (key[made] == "0" && key[made + 1] >= "0" && key[made + 1] <= "9") ||
      (c >= 0 && c < end && !(key[c - 1] >= "0" && key[c + 1] >= "0" && key[c + 1] <= "9"))) fail();
    i += end;
    return __decimal(key.substr(0, end));
  }
  function walk(holder, key) {
    var v = holder[key];
    if (v && typeof v == "object") __Object_keys(v).forEach(function (k) {
      var r = walk(v, k);
      if (r === undefined) delete v[k];
      else v[k] = r;
    });
    return revive.call(holder, key, v);
  }
  text = [value(), next() && fail()][0];
  return revive ? walk({ "": text }, "") : text;
}`,
  "JSON.stringify": `function __JSON_stringify(value, replacer, space) {
  var indent = typeof space == "number" ? " ".repeat(Math.min(space, 10)) : (space || "").substr(0, 10);
  var list = Array.isArray(replacer) && replacer.map(function (k) { return "" + k; });
  var within = [];
  function write(holder, key, margin) {
    var v = holder[key], inner = margin + indent, parts, i, gap = indent ? "\\n" + inner : "";
    if (v && typeof v == "object" && typeof v.toJSON == "function") v = v.toJSON(key);
    if (replacer && !list) v = replacer.call(holder, key, v);
    if (v === null || v === true || v === false) return "" + v;
    if (typeof v == "number") return isFinite(v) ? __text(v) : "null";
    if (typeof v == "string") return JSON.stringify(v);
    if (!v || typeof v != "object") return undefined;
    if (within.indexOf(v) >= 0) throw new TypeError("Converting circular structure to JSON");
    within.push(v);
    if (Array.isArray(v)) {
      // Not by map, which passes over what was never set.
      for (parts = [], i = 0, key = v.length; i < key; i++) parts.push(write(v, "" + i, inner) || "null");
      within.pop();
      return parts.length ? "[" + gap + parts.join("," + gap) + (gap && "\\n" + margin) + "]" : "[]";
    }
    parts = [];
    (list || __Object_keys(v)).forEach(function (k) {
      var t = write(v, k, inner);
      if (t !== undefined) parts.push(JSON.stringify(k) + (indent ? ": " : ":") + t);
    });
    within.pop();
    return parts.length ? "{" + gap + parts.join("," + gap) + (gap && "\\n" + margin) + "}" : "{}";
  }
  return write({ "": value }, "", "");
}`,
};
