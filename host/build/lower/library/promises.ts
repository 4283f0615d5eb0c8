// Promises by the letter: a handler may come as late as the end of the turn, jobs run in order and
// before any timer, thenables are taken in. Espruino's own raise an error at once, run behind timers
// that are due, and lack race, any, allSettled, finally and withResolvers.

// Fields are hidden: "\xff_s" 1 fulfilled, 2 rejected, absent while pending; "\xff_v" value; "\xff_r"
// reactions as [promise, fulfilled, rejected]. __lost: rejected, and taken by nobody yet. A native
// promise stays until the turn ends, so that a job which makes another starts none.
const PROMISE = `var __jobs = [], __lost = [], __draining;
function __drain() {
  var job;
  __draining = true;
  while ((job = __jobs.shift())) {
    try { job(); } catch (error) { __fail(error); }
  }
  __draining = false;
  __lost.splice(0).forEach(function (p) { __fail(p["\\xff_v"]); });
}
function __fail(error) { setTimeout(function () { throw error; }, 0); }
function __queueMicrotask(job) {
  if (__jobs.push(job) == 1 && !__draining) Promise.resolve().then(__drain);
}
function __settle(p, state, value) {
  if (p["\\xff_s"]) return;
  p["\\xff_s"] = state;
  p["\\xff_v"] = value;
  if (state == 2 && !p["\\xff_r"].length) {
    __lost.push(p);
    __queueMicrotask(function () {});
  }
  p["\\xff_r"].splice(0).forEach(function (r) { __react(p, r); });
}
function __react(p, r) {
  __queueMicrotask(function () {
    var isKept = p["\\xff_s"] == 1, f = r[isKept ? 1 : 2], value = p["\\xff_v"];
    if (typeof f == "function") {
      try { value = f(value); } catch (error) { return __settle(r[0], 2, __caught(error)); }
      isKept = true;
    }
    if (isKept) __fulfil(r[0], value);
    else __settle(r[0], 2, value);
  });
}
function __fulfil(p, value) {
  var then;
  if (value === p) return __settle(p, 2, __caught(new TypeError("Chaining cycle detected for promise")));
  if (value && (typeof value == "object" || typeof value == "function")) {
    try { then = value.then; } catch (error) { return __settle(p, 2, __caught(error)); }
    if (typeof then == "function") return __queueMicrotask(function () {
      __start(p, function (a, b) { then.call(value, a, b); });
    });
  }
  __settle(p, 1, value);
}
function __start(p, run) {
  var isDone;
  function reject(error) {
    if (!isDone) __settle(p, 2, error);
    isDone = true;
  }
  try {
    run(function (value) {
      if (!isDone) { isDone = true; __fulfil(p, value); }
    }, reject);
  } catch (error) { reject(__caught(error)); }
}
function __Promise(run) {
  this["\\xff_r"] = [];
  if (run) __start(this, run);
}
__Promise.prototype = {
  then: function (kept, broken) {
    var next = new __Promise(), r = [next, kept, broken], i = __lost.indexOf(this);
    if (i >= 0) __lost.splice(i, 1);
    if (this["\\xff_s"]) __react(this, r);
    else this["\\xff_r"].push(r);
    return next;
  },
  "catch": function (broken) { return this.then(undefined, broken); },
  "finally": function (f) {
    return this.then(function (value) {
      return __Promise_resolve(f()).then(function () { return value; });
    }, function (error) {
      return __Promise_resolve(f()).then(function () { throw error; });
    });
  },
  toString: function () { return "[object Promise]"; }
};
__Promise.prototype.constructor = __Promise;
function __Promise_resolve(value) {
  if (value instanceof __Promise) return value;
  var p = new __Promise();
  __fulfil(p, value);
  return p;
}`;

export const PROMISES: Readonly<Record<string, string>> = {
  Promise: PROMISE,
  "Promise.reject": `function __Promise_reject(error) {
  return new __Promise(function (resolve, reject) { reject(error); });
}`,
  __all: `function __all(list, kept, broken) {
  return new __Promise(function (resolve, reject) {
    var values = [], left;
    function put(i, value) {
      values[i] = value;
      if (!--left) resolve(values);
    }
    list = __spreadArray([], list);
    left = list.length;
    if (!left) resolve(values);
    list.forEach(function (p, i) {
      values[i] = undefined;
      __Promise_resolve(p).then(function (v) { put(i, kept ? kept(v) : v); }, broken
        ? function (e) { put(i, broken(e)); } : reject);
    });
  });
}`,
  "Promise.all": `function __Promise_all(list) { return __all(list); }`,
  "Promise.allSettled": `function __Promise_allSettled(list) {
  return __all(list, function (v) { return { status: "fulfilled", value: v }; },
    function (e) { return { status: "rejected", reason: e }; });
}`,
  "Promise.race": `function __Promise_race(list) {
  return new __Promise(function (resolve, reject) {
    __spreadArray([], list).forEach(function (p) { __Promise_resolve(p).then(resolve, reject); });
  });
}`,
  "Promise.any": `function __Promise_any(list) {
  return new __Promise(function (resolve, reject) {
    var errors = [], left;
    list = __spreadArray([], list);
    left = list.length;
    function lose() { reject(new __AggregateError(errors, "All promises were rejected")); }
    if (!left) lose();
    list.forEach(function (p, i) {
      errors[i] = undefined;
      __Promise_resolve(p).then(resolve, function (e) {
        errors[i] = e;
        if (!--left) lose();
      });
    });
  });
}`,
  // Jobs come before the next timer that is due.
  __timer: `function __timer(set, f, ms) {
  var values = [].slice.call(arguments, 3);
  return set(function () {
    try { f.apply(undefined, values); } finally { __drain(); }
  }, ms);
}`,
  // Of timers that are overdue Espruino runs the one first that was set first (jsinteractive.c, jsiIdle,
  // which keeps them in the hidden "timers"): here one lets each that was due before it go once, and
  // stays in the list so long by an interval of 0. \`time\` is what is left until it is due, all of one
  // moment.
  __inTurn: `var __timers = (global["\\xff"] || {}).timers;
function __turn(id) {
  var t = __timers[id], n = 0;
  __timers.forEach(function (o) { if (o.time < t.time) n++; });
  if (n && t.n !== 0) {
    if (t.n) t.n--;
    else {
      t.n = n - 1;
      t.e = t.intr;
      t.intr = 0;
    }
  } else {
    if (t.intr === 0) t.intr = t.e;
    t.n = undefined;
    try { t.f.apply(undefined, t.v); } finally { __drain(); }
  }
}
function __inTurn(set, f, ms) {
  var id, t;
  if (!__timers) return set.apply(undefined, [].slice.call(arguments, 1));
  id = set(f, ms >= 1 ? ms : 1);
  t = __timers[id];
  t.f = f;
  t.cb = __turn;
  t.args = [id];
  if (arguments.length > 3) t.v = [].slice.call(arguments, 3);
  return id;
}`,
  __awaiter: `function __awaiter(self, values, P, make) {
  return new __Promise(function (resolve, reject) {
    function run(op) {
      op = step(op);
      if (op[0] == 2) resolve(op[1]);
      else if (op[0] == 6) reject(__caught(op[1]));
      else __Promise_resolve(op[1]).then(
        function (value) { run([0, value]); },
        function (error) { run([1, error]); }
      );
    }
    // In here, so that a parameter that cannot be taken apart rejects.
    var step = __machine(make.apply(self, values || []));
    run([0]);
  });
}`,
  // With bodies of loops that are functions of their own: they go on at once, as in the language.
  __awaiterLoops: `function __awaiter(self, values, P, make) {
  return new __Promise(function (resolve, reject) {
    function run(op) {
      for (op = step(op); op[0] != 4; op = step(op)) {
        if (op[0] == 5) {
          around = [step, around];
          step = __machine(op[1]);
          op = [0];
        } else if (around) {
          step = around[0];
          around = around[1];
          op[0] = op[0] == 6 ? 1 : 0;
        } else return op[0] == 6 ? reject(__caught(op[1])) : resolve(op[1]);
      }
      __Promise_resolve(op[1]).then(
        function (value) { run([0, value]); },
        function (error) { run([1, error]); }
      );
    }
    // In here, so that a parameter that cannot be taken apart rejects.
    var step = __machine(make.apply(self, values || [])), around;
    run([0]);
  });
}`,
};
