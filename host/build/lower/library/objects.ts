// Functions of Object. Keys that are whole numbers come first, in their order; Espruino keeps all
// in the order they were set. A text of 32 digits or of 64 characters is no number to it: it throws.

const keys = (listed: string) => `function __Object_keys(o) {
  if (o === undefined || o === null) throw new TypeError("Cannot convert undefined or null to object");
  if (o instanceof Date || o instanceof RegExp) return [];
  var keys = ${listed}, whole = keys.filter(function (k) { return k.length < 11 && "" + (k >>> 0) == k; });
  if (Array.isArray(o) || typeof o == "string" || !whole.length) return keys;
  keys = keys.filter(function (k) { return whole.indexOf(k) < 0; });
  return __sort(whole, function (a, b) { return a - b; }).concat(keys);
}`;

// Of a class Espruino lists its prototype and methods too, and what stands for members of its base.
const FIELDS = `Object.keys(o).filter(function (k) {
    var d = typeof o == "function" && Object.getOwnPropertyDescriptor(o, k);
    return !d || (k != "prototype" && k != "__proto__" && !d.get && !d.set && typeof d.value != "function");
  })`;

export const OBJECTS: Readonly<Record<string, string>> = {
  "Object.keys": keys("Object.keys(o)"),
  "Object.keysStatics": keys(FIELDS),
  "Object.values": `function __Object_values(o) {
  return __Object_keys(o).map(function (k) { return o[k]; });
}`,
  "Object.entries": `function __Object_entries(o) {
  return __Object_keys(o).map(function (k) { return [k, o[k]]; });
}`,
  // The native one knows no length, and no place of a text or typed array.
  "Object.hasOwn": `function __Object_hasOwn(o, k) {
  if (o === undefined || o === null) throw new TypeError("Cannot convert undefined or null to object");
  if (__isTyped(o) || Array.isArray(o) || typeof o == "string") {
    if (k === "length") return Array.isArray(o) || typeof o == "string";
    if (!Array.isArray(o)) return "" + (k >>> 0) === "" + k && k < o.length;
  }
  return ({}).hasOwnProperty.call(o, k);
}`,
  "Object.is": `function __Object_is(a, b) {
  if (a instanceof Date || b instanceof Date) return [a].indexOf(b) == 0;
  return a === b ? a !== 0 || 1 / a === 1 / b : a !== a && b !== b;
}`,
  // To the interpreter Object(x) is x, whatever it is.
  __isObject: `function __isObject(x) { return typeof x == "function" || (typeof x == "object" && x !== null); }`,
  // To the interpreter two Dates of one time are equal, and a Date its time.
  __same: `function __same(a, b, isLoose) {
  return (isLoose ? a == b : a === b) && (!(a instanceof Date || b instanceof Date) || [a].indexOf(b) == 0);
}`,
  "Object.fromEntries": `function __Object_fromEntries(list) {
  var made = {};
  __spreadArray([], list).forEach(function (pair) { made[pair[0]] = pair[1]; });
  return made;
}`,
  "Object.fromEntriesClosing": `function __Object_fromEntries(list) {
  var made = {};
  __eachOf(list, function (pair) { __entry(pair); made[pair[0]] = pair[1]; });
  return made;
}`,
  "Object.assign": `function __Object_assign(t) { return __assign.apply(undefined, [].slice.call(arguments)); }`,
  // What Espruino gives to every object, beyond what the language does. `v` is `o[k]` where that has
  // been read; it is read for no other key than one of those, as it may be an accessor.
  __isInherited: `function __isInherited(o, k, v) {
  var f = ({})[k];
  return f && (v || o[k]) === f && !/^(constructor|hasOwnProperty|toString|valueOf)$/.test(k);
}`,
  __member: `function __member(o, k) {
  var v = o[k];
  return typeof v == "function" && __isInherited(o, k, v) ? undefined : v;
}`,
  // Of a text, number, boolean or typed array the interpreter throws at what is no member.
  __anyMember: `function __anyMember(o, k) {
  try {
    return __member(o, k);
  } catch (e) {
    if (o === undefined || o === null || (typeof o == "object" && !o.buffer) || typeof o == "function") throw e;
  }
}`,
  // `o`, of which a function is called that null has, too, on Espruino.
  __some: `function __some(o) {
  if (o === null) throw new TypeError("null has no members");
  return o;
}`,
  // `o`, of which a function is called.
  __owner: `function __owner(o, k) {
  if (__isInherited(o, k)) throw new TypeError(k + " is not a function");
  return o;
}`,
  __in: `function __in(k, o) {
  return k in o ? !__isInherited(o, k) : /^(isPrototypeOf|propertyIsEnumerable|toLocaleString)$/.test(k);
}`,
  // As a value; a call is lowered where it stands.
  "Date.now": `function __Date_now() { return Math.floor(Date.now()); }`,
  // Espruino takes 1970 for a text that is no date, forgets the time after a blank, and reads 0.359 of
  // a second as one millisecond less. What is written with blanks or / is local time, as in Node.
  "Date.parse": `function __Date_parse(text) {
  var n = text.match(/\\d+/g) || [], shape, month, ms = 0;
  if (text[4] == "/") text = text.replace("/", "-").replace("/", "-") + (text.length > 10 ? "" : " 00:00");
  if (text[10] == " ") text = text.replace(" ", "T");
  shape = text.replace(/\\d/g, "0");
  month = text.substr(8, 3);
  if (!n.length || (n[0] == text && text.length > 6)) return NaN;
  if (shape == "0000") return Date.parse(text + "-01-01");
  if (shape.substr(3) == ", 00 " + month + " 0000 00:00:00 GMT")
    return "JanFebMarAprMayJunJulAugSepOctNovDec".indexOf(month) % 3 || n[2] > 24 || n[3] > 59 || n[4] > 59 ? NaN : Date.parse(text);
  if (shape == "0000-00") text += "-01";
  else if (shape.substr(0, 10) != "0000-00-00" || (shape.length > 10 && shape[10] != "T")) throw new Error("Invalid date, write it as 2024-12-31T23:59:59Z");
  if (n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31 || n[3] > 24 || n[4] > 59 || n[5] > 59)
    return NaN;
  if (shape[19] == ".") {
    ms = parseInt((n[6] + "00").substr(0, 3), 10);
    text = text.replace("." + n[6], "");
  }
  return Date.parse(text) + ms;
}`,
  // Days by years that begin in March.
  "Date.UTC": `function __Date_UTC() {
  for (var n = [0, 0, 1, 0, 0, 0, 0], i = 0, year; i < 7 && i < arguments.length; i++) n[i] = __Math_trunc(arguments[i]);
  year = n[0] >= 0 && n[0] < 100 ? 1900 + n[0] : n[0];
  i = n[1] - 2 + year * 12;
  year = Math.floor(i / 12);
  i = Math.floor((153 * (i - year * 12) + 2) / 5) + year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + n[2] - 719469;
  i = (((i * 24 + n[3]) * 60 + n[4]) * 60 + n[5]) * 1000 + n[6];
  return Math.abs(i) <= 864e13 ? i : NaN;
}`,
  // Of what is no date, or more than 8.64e15 ms from 1970, the native methods make numbers and texts
  // all the same.
  __date: `function __date(x) {
  if (x instanceof Date) x = x.getTime();
  return __setTime(new Date(0), typeof x == "string" ? __Date_parse(x) : +x);
}
function __setTime(o, x) {
  var isDate = Math.abs(x) <= 864e13;
  o.setTime(isDate ? x < 0 ? Math.ceil(x) : Math.floor(x) : NaN);
  if (!isDate) {
    "FullYear,Month,Date,Day,Hours,Minutes,Seconds,Milliseconds".split(",").forEach(function (k) {
      o["get" + k] = o["getUTC" + k] = function () { return NaN; };
    });
    o.getTimezoneOffset = o.getMonth;
    o.toISOString = function () { throw new Error("Invalid time value"); };
    o.toString = o.toUTCString = function () { return "Invalid Date"; };
    o.toJSON = function () { return null; };
  } else if (o.hasOwnProperty("toJSON")) Object.keys(o).forEach(function (k) { if (typeof o[k] == "function") delete o[k]; });
  return o;
}`,
  // new Date(year, month...): the native one takes NaN for 0, 99 for the year, and wraps at 32 bits.
  __dateAt: `function __dateAt() {
  var u = __date(__Date_UTC.apply(undefined, arguments));
  return u.hasOwnProperty("toJSON") ? u : new Date(u.getUTCFullYear(), u.getUTCMonth(), u.getUTCDate(),
    u.getUTCHours(), u.getUTCMinutes(), u.getUTCSeconds(), u.getUTCMilliseconds());
}`,
  __setDate: `function __setDate(o, name) {
  var n = [].slice.call(arguments, 2), isTime = name == "setTime", isDate;
  if (!(o instanceof Date)) return o[name].apply(o, n);
  isDate = n.length && (isTime || o.getTime() === o.getTime() || name == "setFullYear");
  if (isDate && !isTime && o.hasOwnProperty("toJSON")) __setTime(o, 0);
  n.forEach(function (v) {
    if (v === undefined || !isFinite(v)) isDate = false;
    else if (!isTime && Math.abs(v) > 2147483647) throw new Error("Invalid argument of " + name + ": " + v);
  });
  return __setTime(o, isDate ? o[name].apply(o, n) : NaN).getTime();
}`,
  // The native one has no 0 before the day.
  ".toUTCString": `function __toUTCString(o) {
  var text = o.toUTCString();
  return text[6] == " " ? text.substr(0, 5) + "0" + text.substr(5) : text;
}`,
  // Object.prototype.toString.call(x)
  __tag: `function __tag(x) {
  var t = typeof x, name = x === null ? "Null" : Array.isArray(x) ? "Array" : x instanceof Date ? "Date" : x instanceof RegExp ? "RegExp"
    : x instanceof Error || x instanceof TypeError ? "Error" : t != "object" ? t[0].toUpperCase() + t.substr(1) : "Object";
  if (name == "Object" && x instanceof ArrayBuffer) name = "ArrayBuffer";
  if (name == "Object" && x instanceof DataView) name = "DataView";
  if (name == "Object" && !__isTyped(x)) name = x["\\xff_k"] ? x.add ? "Set" : "Map" : x["\\xff_r"] ? "Promise" : name;
  if (name == "Object" && __isTyped(x)) "Int8,Uint8,Int16,Uint16,Int32,Uint32,Float32,Float64".split(",").forEach(function (k) {
    if (x instanceof global[k + "Array"]) name = k + "Array";
  });
  return "[object " + name + "]";
}`,
  // super.member, read of this.
  __super: `function __super(p, k, self) {
  for (var d; p; p = Object.getPrototypeOf(p)) if ((d = Object.getOwnPropertyDescriptor(p, k))) {
    return d.get ? d.get.call(self) : d.value;
  }
}`,
};
