// Methods that go through an array, where what they call may change it: by places, as many as there
// were. The native ones go from one of its variables to the next.

export const CHANGING: Readonly<Record<string, string>> = {
  // Until one is taken; what is there no more is passed over.
  __pass: `function __pass(o, f) {
  for (var i = 0, n = o.length; i < n; i++) if (i in o && f(o[i], i)) return true;
  return false;
}`,
  __forEachChanging: `function __forEachChanging(o, f, self) {
  if (!Array.isArray(o)) return o.forEach(f, self);
  __pass(o, function (v, i) { f.call(self, v, i, o); });
}`,
  __mapChanging: `function __mapChanging(o, f, self) {
  if (!Array.isArray(o)) return o.map(f, self);
  var list = [], n = o.length;
  __pass(o, function (v, i) { list[i] = f.call(self, v, i, o); });
  if (list.length < n) list[n - 1] = undefined;
  return list;
}`,
  __filterChanging: `function __filterChanging(o, f, self) {
  if (!Array.isArray(o)) return __filter(o, f, self);
  var list = [];
  __pass(o, function (v, i) { if (f.call(self, v, i, o)) list.push(v); });
  return list;
}`,
  __someChanging: `function __someChanging(o, f, self) {
  return Array.isArray(o) ? __pass(o, function (v, i) { return f.call(self, v, i, o); }) : o.some(f, self);
}`,
  __everyChanging: `function __everyChanging(o, f, self) {
  return Array.isArray(o) ? !__pass(o, function (v, i) { return !f.call(self, v, i, o); }) : o.every(f, self);
}`,
  __reduceChanging: `function __reduceChanging(o, f) {
  var values = [].slice.call(arguments, 1), sum = values[1], isStarted = values.length > 1;
  if (!Array.isArray(o)) return o.reduce.apply(o, values);
  __pass(o, function (v, i) {
    sum = isStarted ? f(sum, v, i, o) : v;
    isStarted = true;
  });
  if (!isStarted) throw new TypeError("Reduce of empty array with no initial value");
  return sum;
}`,
  // These two ask for each place.
  __findChanging: `function __findChanging(o, f, self) {
  if (!Array.isArray(o)) return o.find(f, self);
  for (var i = 0, n = o.length, v; i < n; i++) if (f.call(self, v = o[i], i, o)) return v;
}`,
  __findIndexChanging: `function __findIndexChanging(o, f, self) {
  if (!Array.isArray(o)) return o.findIndex(f, self);
  for (var i = 0, n = o.length; i < n; i++) if (f.call(self, o[i], i, o)) return i;
  return -1;
}`,
  __flatMapChanging: `function __flatMapChanging(o, f, self) {
  return o.flatMap ? o.flatMap(f, self) : __flat(__mapChanging(o, f, self));
}`,
};
