// Methods of arrays that Espruino lacks or gets wrong. A method of the object's own goes first.

// The native ones leave undefined out.
const concat = (part: string) => `function __concat(o) {
  var list, i;
  if (typeof o == "string") {
    for (i = 1; i < arguments.length; i++) o += ${part};
    return o;
  }
  if (!Array.isArray(o)) return o.concat.apply(o, [].slice.call(arguments, 1));
  list = o.slice();
  for (i = 1; i < arguments.length; i++) {
    if (Array.isArray(arguments[i])) __spreadArray(list, arguments[i]);
    else list.push(arguments[i]);
  }
  return list;
}`;

export const ARRAYS: Readonly<Record<string, string>> = {
  // One call takes 256 arguments.
  __inParts: `function __inParts(f, list) {
  for (var all = [], i = 0; i < list.length; i += 256) all.push(f.apply(null, list.slice(i, i + 256)));
  return all;
}`,
  __push: `function __push(o, list) {
  if (!Array.isArray(o)) return o.push.apply(o, list);
  for (var i = 0, n = list.length; i < n; i++) o.push(list[i]);
  return o.length;
}`,
  // A string throws where the index is below 0.
  ".at": `function __at(o, i) {
  if (o.at) return o.at(i);
  i |= 0;
  if (i < 0) i += o.length;
  return i < 0 ? undefined : o[i];
}`,
  ".flat": `function __flat(o, depth) {
  if (o.flat) return o.flat(depth);
  var list = [];
  if (depth === undefined) depth = 1;
  o.forEach(function (v) {
    if (depth > 0 && Array.isArray(v)) list = list.concat(__flat(v, depth - 1));
    else list.push(v);
  });
  return list;
}`,
  ".flatMap": `function __flatMap(o, f, self) {
  return o.flatMap ? o.flatMap(f, self) : __flat(o.map(f, self));
}`,
  // The native ones pass over what was never set, and know no second argument.
  ".find": `function __find(o, f, self) {
  if (!Array.isArray(o)) return o.find(f, self);
  for (var i = 0; i < o.length; i++) if (f.call(self, o[i], i, o)) return o[i];
}`,
  ".findIndex": `function __findIndex(o, f, self) {
  if (!Array.isArray(o)) return o.findIndex(f, self);
  for (var i = 0; i < o.length; i++) if (f.call(self, o[i], i, o)) return i;
  return -1;
}`,
  // The native one is as long as what was set.
  ".map": `function __map(o, f, self) {
  var list = o.map(f, self);
  if (Array.isArray(o) && list.length < o.length) list[o.length - 1] = undefined;
  return list;
}`,
  // The native ones take a place below 0 for the start.
  ".includes": `function __includes(o, v, from) {
  if (typeof o == "string") return __seek(o, v, from) >= 0;
  return from === undefined ? o.includes(v) : o.includes(v, from);
}`,
  ".indexOf": `function __indexOf(o, v, from) {
  if (typeof o == "string") return __seek(o, v, from);
  if (from < 0 && (__isTyped(o) || Array.isArray(o))) from = Math.max(0, from + o.length);
  return from === undefined ? o.indexOf(v) : o.indexOf(v, from);
}`,
  ".findLast": `function __findLast(o, f, self) {
  if (o.findLast) return o.findLast(f, self);
  for (var i = o.length, v; i-- > 0; ) if (f.call(self, (v = o[i]), i, o)) return v;
}`,
  ".findLastIndex": `function __findLastIndex(o, f, self) {
  if (o.findLastIndex) return o.findLastIndex(f, self);
  for (var i = o.length; i-- > 0; ) if (f.call(self, o[i], i, o)) return i;
  return -1;
}`,
  // Strings have one, to which NaN is their start.
  ".lastIndexOf": `function __lastIndexOf(o, v) {
  var from = arguments[2], n = o.length, i;
  if (o.lastIndexOf) return from === undefined || (from !== from && typeof o == "string") ? o.lastIndexOf(v) : o.lastIndexOf(v, from);
  i = arguments.length < 3 ? n : (Math.min(from, n) | 0) + 1;
  if (i < 1) i += n;
  while (i-- > 0) if (i < n && o[i] === v) return i;
  return -1;
}`,
  // The native one takes undefined for no start.
  ".reduce": `function __reduce(o, f, sum) {
  if (!Array.isArray(o) && !__isTyped(o)) return o.reduce(f, sum);
  for (var i = 0; i < o.length; i++) sum = f(sum, o[i], i, o);
  return sum;
}`,
  ".reduceRight": `function __reduceRight(o, f) {
  var i = o.length, sum;
  if (o.reduceRight) return o.reduceRight.apply(o, [].slice.call(arguments, 1));
  if (arguments.length > 2) sum = arguments[2];
  else if (i) sum = o[--i];
  else throw new TypeError("Reduce of empty array with no initial value");
  while (i-- > 0) if (i in o) sum = f(sum, o[i], i, o);
  return sum;
}`,
  ".toReversed": `function __toReversed(o) { return o.toReversed ? o.toReversed() : __slice(o).reverse(); }`,
  ".toSorted": `function __toSorted(o, f) { return o.toSorted ? o.toSorted(f) : __sort(__slice(o), f); }`,
  ".toSpliced": `function __toSpliced(o) {
  var list, values = [].slice.call(arguments, 1);
  if (o.toSpliced) return o.toSpliced.apply(o, values);
  values.unshift(list = o.slice());
  __splice.apply(undefined, values);
  return list;
}`,
  ".with": `function __with(o, i, v) {
  if (o.with) return o.with(i, v);
  if (i < 0) i += o.length;
  if (!(i >= 0 && i < o.length)) throw new Error("Invalid index : " + i);
  o = __slice(o);
  o[i] = v;
  return o;
}`,
  // The native one is a quicksort that is not stable, takes true for "after", and leaves NaN and -0 where
  // they are.
  ".sort": `function __sort(o, f) {
  var list, merged, size, i, a, b, endA, endB, count = 0;
  if (!f && __isTyped(o)) f = function (x, y) { if (x === y) { x = 1 / x; y = 1 / y; } return x < y ? -1 : x > y ? 1 : (x !== x) - (y !== y); };
  if (!Array.isArray(o)) return f ? o.sort(f) : o.sort();
  list = o.filter(function (v) { count++; return v !== undefined; });
  if (!f) f = function (x, y) { x = "" + x; y = "" + y; return x < y ? -1 : x > y ? 1 : 0; };
  for (size = 1; size < list.length; size *= 2) {
    merged = [];
    for (i = 0; i < list.length; i += 2 * size) {
      a = i;
      b = endA = Math.min(i + size, list.length);
      endB = Math.min(b + size, list.length);
      while (a < endA || b < endB)
        merged.push(b == endB || (a < endA && !(f(list[b], list[a]) < 0)) ? list[a++] : list[b++]);
    }
    list = merged;
  }
  for (i = 0; i < count; i++) o[i] = list[i];
  for (; i < o.length; i++) delete o[i];
  return o;
}`,
  // With the text of numbers at hand, a text is given that.
  ".concat": concat("arguments[i]"),
  ".concatExact": concat("__text(arguments[i])"),
  // The native one takes a count below 0 for the rest of the list turned round, Infinity for none, and no
  // place for the start.
  ".splice": `function __splice(o) {
  var values = [].slice.call(arguments, 1);
  if (Array.isArray(o) && !values.length) return [];
  if (Array.isArray(o) && values.length > 1) values[1] = Math.max(0, Math.min(values[1], o.length) | 0);
  return o.splice.apply(o, values);
}`,
  ".fill": `function __fill(o, v, from, to) {
  if (!o.length) return Array.isArray(o) ? o : o.fill(v, from, to);
  var n = o.length;
  from = Math.min(from, n) | 0;
  if (from < 0) from = Math.max(0, from + n);
  to = to === undefined ? n : Math.min(to, n) | 0;
  if (to < 0) to += n;
  while (from < to) o[from++] = v;
  return o;
}`,
  ".copyWithin": `function __copyWithin(o, to, from, end) {
  var part, n = o.length, i;
  if (o.copyWithin) return o.copyWithin(to, from, end);
  part = end === undefined ? o.slice(from) : o.slice(from, end);
  to = Math.min(to, n) | 0;
  if (to < 0) to = Math.max(0, to + n);
  for (i = 0; i < part.length && to < n; i++) o[to++] = part[i];
  return o;
}`,
  // Of typed arrays the native ones are plain arrays, and a part may reach past the end.
  ".slice": `function __slice(o, from, to) {
  var part = to === undefined ? o.slice(from) : o.slice(from, to);
  return __isTyped(o) ? new o.constructor(part) : part;
}`,
  ".filter": `function __filter(o, f, self) {
  var part = o.filter(f, self);
  return __isTyped(o) ? new o.constructor(part) : part;
}`,
  "Array.of": `function __Array_of() { return [].slice.call(arguments); }`,
  "Array.from": `function __Array_from(from, f, self) {
  for (var list = [], i = 0; i < (from.length | 0); i++) list.push(f ? f.call(self, from[i], i) : from[i]);
  return list;
}`,
  "Array.fromIterators": `function __Array_from(from, f, self) {
  var list = [], i = 0, it, r;
  if (from && typeof from == "object" && !__isTyped(from) && from["\\xff_i"])
    for (it = from["\\xff_i"](); !(r = it.next()).done; i++) list.push(f ? f.call(self, r.value, i) : r.value);
  else for (; i < (from.length | 0); i++) list.push(f ? f.call(self, from[i], i) : from[i]);
  return list;
}`,
  "Array.fromClosing": `function __Array_from(from, f, self) {
  var list = [], i = 0;
  function add(v) { list.push(f ? f.call(self, v, i++) : v); }
  if (from && typeof from == "object" && !__isTyped(from) && from["\\xff_i"]) __eachOf(from, add);
  else while (list.length < (from.length | 0)) add(from[list.length]);
  return list;
}`,
};
