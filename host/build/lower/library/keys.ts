// Keys of members. The interpreter takes a whole number for the same key as its text, but not one below 0
// that is a double; and it writes eleven decimals of a fraction.

export const KEYS_OF_MEMBERS: Readonly<Record<string, string>> = {
  __key: `function __key(k) { return k < 0 ? "" + k : k; }`,
  // With the text of numbers at hand, all other keys as well.
  __keyExact: `function __key(k) { return typeof k == "string" || k >>> 0 === k ? k : __text(k); }`,
  __exactKey: `function __exactKey(k) { return typeof k == "string" || k >>> 0 === k ? k : __text(k); }`,
  // Of what may be a text or typed array, which have no keys but places.
  __found: `function __found(o, i, key) { return typeof o == "string" || o.buffer ? __below(o, i) : o[key(i)]; }`,
  // For Object.fromEntries.
  __keyed: `function __keyed(list, key) {
  return __spreadArray([], list).map(function (pair) { return [key(pair[0]), pair[1]]; });
}`,
  __keyedClosing: `function __keyed(list, key) {
  var pairs = [];
  __eachOf(list, function (pair) { __entry(pair); pairs.push([key(pair[0]), pair[1]]); });
  return pairs;
}`,
};
