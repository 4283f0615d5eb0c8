// Map and Set, as two lists and one. Iterators that are under way are told of what is deleted. The
// fields are hidden: 0xFF starts what Espruino never lists. What the two share is a prototype that is
// neither's, so that a Set is no Map.

const ITERATOR = `function __collect(self, read) {
  var under = self["\\xff_u"], it = __iterate(self["\\xff_k"], read, function () {
    var i = under.indexOf(it);
    if (i >= 0) under.splice(i, 1);
  });
  under.push(it);
  return it;
}`;

const MAP = `function __Map(list) {
  this["\\xff_k"] = [];
  this["\\xff_v"] = [];
  this["\\xff_u"] = [];
  if (list) __spreadArray([], list).forEach(function (pair) { this.set(pair[0], pair[1]); }, this);
}
var __collection = {
  "\\xff_f": function (k) { return __place(this["\\xff_k"], k); },
  has: function (k) { return this["\\xff_f"](k) >= 0; },
  get: function (k) { return (k = this["\\xff_f"](k)) < 0 ? undefined : this["\\xff_v"][k]; },
  set: function (k, v) {
    var i = this["\\xff_f"](k);
    // -0 is kept as 0.
    if (typeof k == "number") k += 0;
    if (i < 0) i = this["\\xff_k"].push(k) - 1;
    this["\\xff_v"][i] = v;
    return this;
  },
  "delete": function (k) {
    if ((k = this["\\xff_f"](k)) < 0) return false;
    this["\\xff_k"].splice(k, 1);
    this["\\xff_v"].splice(k, 1);
    this["\\xff_u"].forEach(function (it) { if (it["\\xff_n"] > k) it["\\xff_n"]--; });
    return true;
  },
  clear: function () {
    this["\\xff_k"].splice(0);
    this["\\xff_v"].splice(0);
    this["\\xff_u"].forEach(function (it) { it["\\xff_n"] = 0; });
  },
  forEach: function (f, self) {
    for (var it = this.entries(), r; !(r = it.next()).done; ) f.call(self, r.value[1], r.value[0], this);
  },
  keys: function () { var k = this["\\xff_k"]; return __collect(this, function (i) { return k[i]; }); },
  values: function () { var v = this["\\xff_v"]; return __collect(this, function (i) { return v[i]; }); },
  entries: function () {
    var k = this["\\xff_k"], v = this["\\xff_v"];
    return __collect(this, function (i) { return [k[i], v[i]]; });
  },
  "\\xff_i": function () { return this.entries(); },
  toString: function () { return "[object Map]"; }
};
Object.defineProperty(__collection, "size", { get: function () { return this["\\xff_k"].length; } });
__Map.prototype = Object.create(__collection);
__Map.prototype.constructor = __Map;`;

/** For iterators that are told where an entry is none. */
const MAP_CLOSING = MAP.replace(
  /if \(list\) .*/,
  `var self = this;
  if (list) __eachOf(list, function (pair) { __entry(pair); self.set(pair[0], pair[1]); });`,
);

const SET = `function __Set(list) {
  __Map.call(this);
  if (list) __spreadArray([], list).forEach(function (v) { this.add(v); }, this);
}
__Set.prototype = Object.create(__collection);
__Set.prototype.constructor = __Set;
__Set.prototype.toString = function () { return "[object Set]"; };
__Set.prototype.add = function (v) { return this.set(v, typeof v == "number" ? v + 0 : v); };
__Set.prototype["\\xff_i"] = function () { return this.values(); };`;

export const COLLECTIONS: Readonly<Record<string, string>> = {
  // NaN is found too.
  __place: `function __place(list, v) {
  if (v === v) return list.indexOf(v);
  for (var i = list.length; i-- > 0; ) if (list[i] !== list[i]) return i;
  return -1;
}`,
  __collect: ITERATOR,
  __entry: `function __entry(pair) {
  if (!pair || typeof pair != "object") throw new TypeError("Iterator value " + pair + " is not an entry object");
}`,
  Map: MAP,
  MapClosing: MAP_CLOSING,
  Set: SET,
};
