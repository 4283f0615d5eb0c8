// A matcher for what Espruino's own cannot match. It runs a program that the build made of the
// literal (patterns/program.ts tells the instructions). No recursion but for what looks ahead: what is
// left to try stands on a stack of triples, as [where in the program, place in the text, least
// place], or [-1 - slot, what it held, 0] to be put back.

export const PATTERNS: Readonly<Record<string, string>> = {
  __runPattern: `function __runPattern(code, text, pc, at, slots) {
  var stack = [], op, ok, low, i, end, c, n;
  function number(p) { return code.charCodeAt(p) - 35; }
  function isWord(p) { c = text.charCodeAt(p); return p >= 0 && p < text.length && (c == 95 || c > 47 && c < 58 || c > 64 && c < 91 || c > 96 && c < 123); }
  function isLineEnd(c) { return c == "\\n" || c == "\\r"; }
  function keep(slot, value) { stack.push(-1 - slot, slots[slot], 0); slots[slot] = value; }
  for (;;) {
    op = code[pc++];
    ok = true;
    if (op == "c" || op == "r") {
      low = at;
      end = pc + 1 + 2 * number(pc);
      do {
        c = text.charCodeAt(at);
        for (ok = false, i = pc + 1; !ok && i < end && at < text.length; i += 2)
          ok = c >= code.charCodeAt(i) && c <= code.charCodeAt(i + 1);
        if (ok) at++;
      } while (ok && op == "r");
      pc = end;
      if (op == "r") {
        ok = true;
        if (at > low) stack.push(pc, at - 1, low);
      }
    } else if (op == ".") return { at: at, stack: stack };
    else if (op == "(") keep(number(pc++), at);
    else if (op == "x") {
      for (i = number(pc++), end = number(pc++); i < end; i++) keep(i, undefined);
    } else if (op == "o") ok = slots[number(pc++)] !== at;
    else if (op == "^") ok = at == 0;
    else if (op == "$") ok = at == text.length;
    else if (op == "m") ok = at == 0 || isLineEnd(text[at - 1]);
    else if (op == "n") ok = at == text.length || isLineEnd(text[at]);
    else if (op == "b") ok = isWord(at - 1) != isWord(at);
    else if (op == "B") ok = isWord(at - 1) == isWord(at);
    else if (op == "k" || op == "K") {
      i = number(pc++);
      c = slots[i + 1] === undefined ? "" : text.substring(slots[i], slots[i + 1]);
      n = text.substr(at, c.length);
      ok = n == c || (op == "K" && n.toLowerCase() == c.toLowerCase());
      at += c.length;
    } else {
      n = number(pc) * 64 + number(pc + 1);
      pc += 2;
      if (op == "s") stack.push(n, at, at);
      else if (op == "l") { stack.push(pc, at, at); pc = n; }
      else if (op == "j") pc = n;
      else {
        end = n;
        c = __runPattern(code, text, pc, at, slots);
        ok = !c == (op == "!");
        // What it kept is put back when this is given up, or at once.
        if (c) for (i = 0; i < c.stack.length; i += 3) {
          if (c.stack[i] < 0) stack.push(c.stack[i], c.stack[i + 1], 0);
        }
        pc = end;
      }
    }
    while (!ok) {
      if (!stack.length) return;
      n = stack.splice(stack.length - 3);
      if (n[0] < 0) slots[-1 - n[0]] = n[1];
      else {
        if (n[1] > n[2]) stack.push(n[0], n[1] - 1, n[2]);
        pc = n[0];
        at = n[1];
        ok = true;
      }
    }
  }
}`,
  // Has the fields of a native one, so that the methods below take both.
  __pattern: `function __Pattern(source, flags, code, groups, names) {
  this.source = source;
  this.flags = flags;
  this.lastIndex = 0;
  this["\\xff_c"] = code;
  this["\\xff_g"] = groups;
  this["\\xff_n"] = names;
}
__Pattern.prototype = Object.create(RegExp.prototype);
__Pattern.prototype.constructor = RegExp;
// The first match from a place on, or just there.
__Pattern.prototype["\\xff_m"] = function (text, at, isSticky) {
  var code = this["\\xff_c"], names = this["\\xff_n"], slots, found, i, m;
  for (; at <= text.length; at++) {
    slots = [];
    found = __runPattern(code, text, 0, at, slots);
    if (found || code[0] == "^" || isSticky) break;
  }
  if (!found) return null;
  m = [text.substring(at, found.at)];
  for (i = 1; i <= this["\\xff_g"]; i++)
    m[i] = slots[2 * i + 1] === undefined ? undefined : text.substring(slots[2 * i], slots[2 * i + 1]);
  m.index = at;
  m.input = text;
  if (names) {
    m.groups = {};
    Object.keys(names).forEach(function (k) { m.groups[k] = m[names[k]]; });
  }
  return m;
};
__Pattern.prototype.exec = function (text) {
  var isSticky = this.flags.indexOf("y") >= 0, isMoving = isSticky || this.flags.indexOf("g") >= 0, m;
  m = this["\\xff_m"]("" + text, isMoving ? this.lastIndex : 0, isSticky);
  if (isMoving) this.lastIndex = m ? m.index + m[0].length : 0;
  return m;
};
__Pattern.prototype.test = function (text) { return this.exec(text) !== null; };
function __pattern(source, flags, code, groups, names) { return new __Pattern(source, flags, code, groups, names); }`,
  // Without a name: it stands wherever a RegExp may become text.
  __patternText: `RegExp.prototype.toString = function () { return "/" + (this["\\xff_t"] || this.source) + "/" + (this.flags || ""); };`,
  // What the interpreter is given instead of the pattern is its \`source\`.
  __written: `function __written(p, text) {
  p["\\xff_t"] = text;
  return p;
}`,
  __source: `function __source(o) { return o["\\xff_t"] || o.source; }`,
  // Also without a name, for what asks for its flags: Espruino keeps their letters, if there are any.
  __patternFlags: `RegExp.prototype.flags = "";
["global", "ignoreCase", "multiline", "dotAll", "unicode", "sticky"].forEach(function (name, i) {
  Object.defineProperty(RegExp.prototype, name, {
    get: function () { return this.flags.indexOf("gimsuy"[i]) >= 0; }
  });
});`,
};
