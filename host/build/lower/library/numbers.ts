// Numbers from text and text from numbers, and what Number lacks.

export const NUMBERS: Readonly<Record<string, string>> = {
  // A place or count of 32 bits, which is what the interpreter makes of it.
  __clamp: `function __clamp(n) { return n > 2e9 ? 2e9 : n < -2e9 ? -2e9 : n; }`,
  // The native one has at most eleven decimals. Few decimals are found by division, which rounds as
  // the language does. Texts come here as well: Math.abs of one of 64 characters throws.
  __text: `function __text(x) {
  if (typeof x != "number" || !(x - x === 0)) return x instanceof Date ? __dateText(x) : Array.isArray(x) || __isTyped(x) ? __join(x) : "" + x;
  var a = Math.abs(x), scale = 10, k = 1, n, sign;
  if (a < 9007199254740992 && Math.floor(a) === a) return "" + x;
  sign = x < 0 ? "-" : "";
  for (; k < 7 && (n = Math.floor(a * scale + 0.5)) < 2251799813685248; k++) {
    if (n / scale === a) {
      n = "" + n;
      return sign + __pointed(n, n.length - k);
    }
    scale *= 10;
  }
  return sign + __digits(a);
}`,
  __add: `function __add(sum) {
  for (var i = 1, b; i < arguments.length; i++) {
    b = arguments[i];
    sum = __isWord(sum) || __isWord(b) ? __text(sum) + __text(b) : sum === undefined && b === undefined ? NaN : sum + b;
  }
  return sum;
}
function __isWord(x) { return typeof x == "string" || (x && typeof x == "object"); }`,
  // The native one has no 0 before the day.
  __dateText: `function __dateText(x) {
  x = x.toString();
  return x[9] == " " ? x.substr(0, 8) + "0" + x.substr(8) : x;
}`,
  // Espruino takes null for an object, with the methods of one.
  ".toString": `function __toString(o) { return typeof o == "number" || Array.isArray(o) || __isTyped(o) || o instanceof Date ? __text(o) : (o === null ? undefined : o).toString(); }`,
  // In another base than ten, as V8 has it: digits until what is left is less than half a unit in the
  // last place, and 0 where a whole number has no more of its own. The native one stops at eleven.
  __toRadix: `function __toRadix(o, base) {
  var a = Math.abs(o), whole = Math.floor(a), unit, list = [], zeros = 0, d;
  if (typeof o != "number") return (o === null ? undefined : o).toString(base);
  base |= 0;
  if (base < 2 || base > 36) throw new __RangeError("Invalid base, toString takes 2 to 36: " + base);
  if (!(a < Infinity) || (a === whole && a < 9007199254740992)) return o.toString(base);
  unit = a < 1 ? 4 : 0.25;
  d = a * unit;
  unit = (d + d * 1.6e-16 - d) / unit / 2;
  for (a -= whole; a >= unit; ) {
    a *= base;
    unit *= base;
    d = Math.floor(a);
    a -= d;
    if (a + unit > 1 && (a > 0.5 || (a == 0.5 && d & 1))) {
      while (++d == base && list.length) d = list.pop();
      if (d < base) list.push(d);
      else whole++;
      break;
    }
    list.push(d);
  }
  function digit(d) { return d.toString(base); }
  for (; whole / base >= 9007199254740992; zeros++) whole /= base;
  d = whole % base;
  whole = Math.floor((whole - d) / base);
  return (o < 0 ? "-" : "") + (whole ? digit(whole) : "") + digit(d) + "0".repeat(zeros) +
    (list.length ? "." + list.map(digit).join("") : "");
}`,
  // Where the base is not known.
  __inBase: `function __inBase(o, base) {
  return base === undefined || base == 10 ? __toString(o) : __toRadix(o, base);
}`,
  String: `function __String(x) { return arguments.length ? __text(x) : ""; }`,
  ".join": `function __join(o, by) {
  if (!(Array.isArray(o) || __isTyped(o))) return by === undefined ? o.join() : o.join(by);
  for (var list = [], i = 0, v; i < o.length; i++) list.push(typeof (v = o[i]) == "number" || (v && typeof v == "object") ? __text(v) : v);
  return list.join(by === undefined ? "," : by);
}`,
  Number: `function __Number(x) {
  if (x instanceof Date) return x.getTime();
  if (x && typeof x == "object") x = String(x);
  if (typeof x != "string") return Number(x);
  x = x.trim();
  if (x == "Infinity" || x == "+Infinity") return Infinity;
  if (x == "-Infinity") return -Infinity;
  if (x[0] == "0" && x.length > 2 && "xXbBoO".indexOf(x[1]) >= 0) return Number(x);
  return x == "" ? 0 : __numberEnd(x) == x.length ? __decimal(x) : NaN;
}`,
  // The native ones forget white space, and read up to what is no digit.
  isNaN: `function __isNaN(x) { x = __Number(x); return x !== x; }`,
  isFinite: `function __isFinite(x) { return isFinite(__Number(x)); }`,
  __compare: `function __compare(a, how, b) {
  if (Array.isArray(a)) a = "" + a;
  if (Array.isArray(b)) b = "" + b;
  if (typeof a != "string" || typeof b != "string") {
    a = __Number(a);
    b = __Number(b);
  }
  return how == "<" ? a < b : how == ">" ? a > b : how == "<=" ? a <= b : a >= b;
}`,
  __equal: `function __equal(a, b) {
  if (typeof a == typeof b || a === null || a === undefined || b === null || b === undefined) return a == b;
  if (typeof a == "object") a = String(a);
  if (typeof b == "object") b = String(b);
  return typeof a == typeof b ? a == b : __Number(a) == __Number(b);
}`,
  parseFloat: `function __parseFloat(x) {
  var sign = 1, end;
  x = ("" + x).trim();
  if (x.replace("-", "").replace("+", "").startsWith("Infinity") && "-+I".indexOf(x[0]) >= 0)
    return x[0] == "-" ? -Infinity : Infinity;
  end = __numberEnd(x);
  return end ? __decimal(x.substr(0, end)) : NaN;
}`,
  // The native one forgets white space and a sign before 0x, and wraps at 64 bits.
  parseInt: `function __parseInt(x, base) {
  var value, isNegative, i, digit;
  x = ("" + x).trim();
  isNegative = x[0] == "-";
  if (isNegative || x[0] == "+") x = x.substr(1);
  base |= 0;
  if (x[0] == "-" || x[0] == "+" || base < 0 || base == 1 || base > 36) return NaN;
  if (x.substr(0, 2).toLowerCase() == "0x" && (base == 16 || !base)) { x = x.substr(2); base = 16; }
  for (i = 0; (digit = parseInt(x[i], base || 10)) === digit && i < x.length; i++)
    value = (value || 0) * (base || 10) + digit;
  return i ? (isNegative ? value / -1 : value) : NaN;
}`,
  // Of what may be a number, which as text may have one digit before its point.
  __parsed: `function __parsed(x, base) {
  var a = typeof x == "number" && (!base || base == 10) ? Math.abs(x) : NaN;
  if (!(a < Infinity)) return __parseInt(x, base);
  a = a >= 1e21 || (a && a < 1e-6) ? parseInt(("" + a)[0], 10) : Math.floor(a);
  return x < 0 ? a / -1 : a;
}`,
  // The native one cuts: 3.999 to 3.99. A product that lands on a half is judged by its error.
  ".toFixed": `function __toFixed(o, digits) {
  if (typeof o != "number") return o.toFixed(digits);
  digits |= 0;
  if (digits < 0 || digits > 15) throw new Error("Invalid digits, toFixed takes 0 to 15: " + digits);
  var x = Math.abs(o), whole = Math.floor(x), scale = 1, i, part, n, high, low, text;
  if (!(x < 1e21)) { if (x === x && x < Infinity) throw new Error("Invalid number, toFixed takes less than 1e21"); return "" + o; }
  for (i = 0; i < digits; i++) scale *= 10;
  x -= whole;
  part = x * scale;
  n = Math.floor(part);
  if (part - n > 0.5) n++;
  else if (part - n == 0.5) {
    high = x * 134217729;
    high -= high - x;
    low = x - high;
    text = scale * 134217729;
    text -= text - scale;
    if (high * text - part + high * (scale - text) + low * text + low * (scale - text) >= 0) n++;
  }
  if (n >= scale) { whole++; n -= scale; }
  text = "" + whole;
  if (digits) {
    n = "" + n;
    text += "." + "0".repeat(digits - n.length) + n;
  }
  return o < 0 ? "-" + text : text;
}`,
  "Number.isFinite": `function __Number_isFinite(x) { return typeof x == "number" && isFinite(x); }`,
  "Number.isInteger": `function __Number_isInteger(x) {
  return typeof x == "number" && isFinite(x) && Math.floor(x) === x;
}`,
  "Number.isNaN": `function __Number_isNaN(x) { return x !== x; }`,
  "Number.isSafeInteger": `function __Number_isSafeInteger(x) {
  return typeof x == "number" && Math.floor(x) === x && Math.abs(x) <= 9007199254740991;
}`,
};
