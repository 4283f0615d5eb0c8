// Typed arrays and views: what they are made of, where they end, and which of them are the same.

export const TYPED_ARRAYS: Readonly<Record<string, string>> = {
  // A class may have a buffer of its own.
  __isTyped: `function __isTyped(o) {
  return !!o && o.buffer instanceof ArrayBuffer && o.length >= 0 && !o.hasOwnProperty("buffer");
}`,
  ".subarray": `function __subarray(o, from, to) {
  var end = o.length;
  from = from < 0 ? Math.max(0, from + end) : Math.min(from, end) | 0;
  to = to === undefined ? end : to < 0 ? to + end : Math.min(to, end);
  return o.subarray(from, Math.max(from, to));
}`,
  // The native one cuts what reaches past the end.
  ".set": `function __set(o, v, at) {
  if (v && __isTyped(o) && (at | 0) + v.length > o.length) throw new Error("Invalid offset : " + at);
  return at === undefined ? o.set(v) : o.set(v, at);
}`,
  // The native ones read zeroes past the end, and write nowhere.
  __view: `function __view(o, name, size, at, a, b) {
  if (o instanceof DataView && !(at >= 0 && at + size <= o.byteLength)) throw new Error("Invalid offset : " + at);
  return o[name](at, a, b);
}`,
  // What a typed array is made of.
  __items: `function __items(x) {
  return x && typeof x == "object" && !__isTyped(x) && !(x instanceof ArrayBuffer) && x["\\xff_i"] ? __spreadArray([], x) : x;
}`,
  // The native === compares what is in them: here a change of one must show in the other.
  __sameBytes: `function __sameBytes(a, b) {
  var kept, before, is;
  if (!__isTyped(a) || !__isTyped(b)) return a === b;
  if (a.length != b.length || a.byteOffset != b.byteOffset || a.constructor != b.constructor) return false;
  if (!a.length) return true;
  kept = a[0];
  before = b[0];
  a[0] = before ? 0 : 1;
  is = !b[0] != !before;
  a[0] = kept;
  return is;
}`,
  // The native ones leave out the bytes that make no whole element.
  __whole: `function __whole(b, size) {
  if (b instanceof ArrayBuffer && b.byteLength % size) throw new Error("Invalid length of a buffer : " + b.byteLength);
  return b;
}`,
  // The native ones take any place of a buffer, and one past its end.
  __onBuffer: `function __onBuffer(C, b, at, count) {
  var size = C === DataView ? 1 : new C(1).byteLength;
  at |= 0;
  if (C === DataView && count === undefined && at <= b.byteLength) count = b.byteLength - at;
  if (b instanceof ArrayBuffer && (at < 0 || at % size || (count === undefined ? at > b.byteLength || b.byteLength % size : at + count * size > b.byteLength)))
    throw new Error("Invalid offset : " + at);
  return count === undefined ? new C(b, at) : new C(b, at, count);
}`,
};
