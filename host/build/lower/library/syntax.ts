// What TypeScript's ES5 output and our own rewrites of syntax call.

export const SYNTAX: Readonly<Record<string, string>> = {
  __extends: `function __extends(d, b) {
  d.prototype = Object.create(b.prototype);
  d.prototype.constructor = d;
}`,
  // Espruino never looks up a member of a function in the function it extends; elsewhere the first
  // line does it all.
  __extendsStatics: `function __extends(d, b) {
  Object.setPrototypeOf(d, b);
  Object.keys(b).forEach(function (k) {
    if (k in d || k == "prototype" || k == "__proto__") return;
    var p = Object.getOwnPropertyDescriptor(b, k);
    function read() { return b[k]; }
    read.through = true;
    Object.defineProperty(d, k, (p.get && !p.get.through) || (p.set && !p.get) ? p : {
      get: read,
      set: function (v) { Object.defineProperty(d, k, { value: v }); }
    });
  });
  d.prototype = Object.create(b.prototype);
  d.prototype.constructor = d;
}`,
  // Object.assign throws where it is given `false`, as in {...(ready && { more })}, and copies an
  // accessor as it is.
  __assign: `function __assign(t) {
  for (var i = 1, j, s; i < arguments.length; i++) {
    s = arguments[i];
    if (typeof s == "string") for (j = 0; j < s.length; j++) t[j] = s[j];
    else if (!(!s || typeof s != "object" || s instanceof Date)) Object.keys(s).forEach(function (k) { t[k] = s[k]; });
  }
  return t;
}`,
  __spreadArray: `function __spreadArray(to, from) {
  for (var i = 0; i < from.length; i++) to.push(from[i]);
  return to;
}`,
  __spreadArrayIterators: `function __spreadArray(to, from) {
  from = __read(from);
  for (var i = 0; i < from.length; i++) to.push(from[i]);
  return to;
}`,
  // What is any, where it is gone over, and where it is asked for a member by `in`.
  __iterable: `function __iterable(o) {
  if (typeof o != "string" && !Array.isArray(o) && !(o && o.buffer)) throw new TypeError("object is not iterable");
  return o;
}`,
  __holder: `function __holder(o) {
  if (!o || (typeof o != "object" && typeof o != "function")) throw new TypeError("Cannot use 'in' to search in " + o);
  return o;
}`,
  __rest: `function __rest(s, e) {
  var t = {};
  Object.keys(s).forEach(function (k) { if (e.indexOf(k) < 0) t[k] = s[k]; });
  return t;
}`,
  __template: `function __template(strings, raw) {
  strings.raw = raw;
  return strings;
}`,
  __new: `function __new(C, values) {
  var made = Object.create(C.prototype);
  return C.apply(made, values) || made;
}`,
  // What an assignment is worth is what was assigned, not what a getter or a byte makes of it.
  __put: `function __put(o, key, value) {
  o[key] = value;
  return value;
}`,
  // An assignment reads an accessor afterwards, and passes over one without a setter.
  __assignTo: `function __assignTo(o, key, value) {
  // Object.prototype is its own.
  for (var at = o, d; at && at !== Object.prototype && !(d = Object.getOwnPropertyDescriptor(at, key)); ) at = Object.getPrototypeOf(at);
  if (d && d.set) d.set.call(o, value);
  else if (d && d.get) throw new TypeError("Cannot set property " + key + ", which has only a getter");
  else o[key] = value;
  return value;
}`,
  // Of a text or typed array the interpreter throws at what is no place.
  __below: `function __below(o, i) {
  return (typeof o == "string" || o.buffer) && typeof i != "string" && !(i >= 0 && i % 1 == 0) ? undefined : o[i];
}`,
  // Nothing is written to a typed array at what is no place, nor beyond its end.
  __slot: `function __slot(i) { return i >= 0 && i % 1 == 0 && i < 2e9 ? i : 2e9; }`,
  __slotOrKey: `function __slotOrKey(i, o, key) { return o.buffer && typeof i != "string" ? __slot(i) : key(i); }`,
  __slotOf: `function __slotOf(i, o) { return o.buffer && typeof i != "string" ? __slot(i) : i; }`,
  // What the interpreter keeps in a bound function (JSPARSE_FUNCTION_THIS_NAME, src/jsparse.h).
  __boundTo: `function __boundTo(f, o) { return "\\xffths" in f ? f["\\xffths"] : o; }`,
  __clear: `function __clear(clear, id) { if (id) clear(id); }`,
  __setLength: `function __setLength(list, length) {
  if (!Array.isArray(list)) list.length = length;
  else if (length < list.length) list.splice(length);
  else if (length > list.length) list[length - 1] = undefined;
  return length;
}`,
};
