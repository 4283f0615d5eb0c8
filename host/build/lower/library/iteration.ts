// The iterator protocol, for programs that need it: a Map, a Set, a generator, an iterator of an
// array or of their own. Symbol.iterator is the hidden property "\xff_i".

export const ITERATION: Readonly<Record<string, string>> = {
  __iterate: `function __iterate(list, read, over) {
  return {
    "\\xff_n": 0,
    next: function () {
      if (list && this["\\xff_n"] < list.length) return { value: read(this["\\xff_n"]++), done: false };
      this.return();
      return { value: undefined, done: true };
    },
    "return": function (value) {
      list = undefined;
      if (over) over();
      return { value: value, done: true };
    },
    "\\xff_i": function () { return this; }
  };
}`,
  __values: `function __values(o) {
  if (o && typeof o == "object" && !__isTyped(o) && o["\\xff_i"]) return o["\\xff_i"]();
  if (typeof o != "string" && (!o || typeof o != "object" || o.length === undefined))
    throw new TypeError("object is not iterable");
  return __iterate(o, function (i) { return o[i]; });
}`,
  __read: `function __read(o, count) {
  if (Array.isArray(o)) return o;
  for (var it = __values(o), list = [], r; !(list.length >= count); list.push(r.value))
    if ((r = it.next()).done) return list;
  if (it.return) it.return();
  return list;
}`,
  // For a pattern that takes one value after the other.
  __steps: `function __steps(o) {
  var it = __values(o), done = false;
  function step() {
    var r;
    if (done) return undefined;
    done = true;
    r = it.next();
    done = r.done;
    return done ? undefined : r.value;
  }
  return {
    get next() { return step(); },
    get rest() {
      for (var list = [], v; v = step(), !done; ) list.push(v);
      return list;
    },
    get end() { if (!done && it.return) it.return(); }
  };
}`,
  // An iterator is told where what takes its values throws.
  __eachOf: `function __eachOf(o, f) {
  for (var it = __values(o), r; !(r = it.next()).done; ) {
    try { f(r.value); } catch (e) {
      try { if (it.return) it.return(); } catch (other) { }
      throw e;
    }
  }
}`,
  ".keys": `function __keys(o) { return o.keys ? o.keys() : __iterate(o, function (i) { return i; }); }`,
  ".values": `function __valuesOf(o) { return o.values ? o.values() : __values(o); }`,
  ".entries": `function __entries(o) {
  return o.entries ? o.entries() : __iterate(o, function (i) { return [i, o[i]]; });
}`,
  // What TypeScript's ES5 output of an async function or a generator returns at each step, as
  // [kind, value]: 0 next, 1 throw, 2 return, 3 break to label, 4 await or yield, 5 run a loop's
  // body or yield*, 6 caught, 7 end of finally. An entry of \`trys\` is [start, catch, finally, end],
  // in labels. Steps until 2, 4, 5 or an error that nobody caught.
  __machine: `function __machine(body) {
  var sent, trys = [], pending = [], state = {
    label: 0, trys: trys, ops: pending,
    sent: function () { if (sent[0]) throw sent[1]; return sent[1]; }
  };
  return function (op) {
    var area, kind;
    for (;;) {
      kind = op[0];
      area = trys.length && trys[trys.length - 1];
      if (kind < 2) sent = op;
      else if (kind == 4 || kind == 5) {
        state.label++;
        return op;
      } else if (kind == 7) {
        op = pending.pop();
        trys.pop();
        continue;
      } else if (!area && (kind == 2 || kind == 6)) return op;
      else if (kind == 3 && (!area || (op[1] > area[0] && op[1] < area[3]))) state.label = op[1];
      else if (kind == 6 && state.label < area[1]) { state.label = area[1]; sent = [0, op[1]]; }
      else if (state.label < area[2]) { state.label = area[2]; pending.push(op); }
      else {
        if (area[2]) pending.pop();
        trys.pop();
        continue;
      }
      try { op = body(state); } catch (error) { op = [6, error]; }
    }
  };
}`,
  __generator: `function __generator(self, body) {
  return function (state) { return body.call(self, state); };
}`,
  __iterator: `function __iterator(self, body) {
  var step = __machine(__generator(self, body)), started, done, inner;
  function resume(kind, value) {
    var op = [kind, value], r;
    if (done || (kind && !started)) {
      done = true;
      if (kind == 1) throw value;
      return { value: value, done: true };
    }
    started = true;
    for (;;) {
      if (inner) {
        r = undefined;
        try {
          if (!op[0]) r = inner.next(op[1]);
          else if (op[0] == 1 && inner.throw) r = inner.throw(op[1]);
          else if (inner.return) r = inner.return(op[1]);
        } catch (error) { op = [1, error]; }
        if (r && !r.done) return r;
        inner = undefined;
        if (r) op = [op[0] == 2 ? 2 : 0, r.value];
      }
      op = step(op);
      if (op[0] == 4) return { value: op[1], done: false };
      if (op[0] == 5) { inner = op[1]; op = [0]; continue; }
      done = true;
      if (op[0] == 6) throw op[1];
      return { value: op[1], done: true };
    }
  }
  return {
    next: function (value) { return resume(0, done ? undefined : value); },
    "throw": function (error) { return resume(1, error); },
    "return": function (value) { return resume(2, value); },
    "\\xff_i": function () { return this; }
  };
}`,
};
